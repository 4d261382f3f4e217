import { Hono } from 'hono'
import { z } from 'zod'
import { listOf, shown, whole } from '../../json-input.ts'
import type { KeyState } from '../../mtproto/auth-keys.ts'
import { makeStoredSession } from '../../mtproto/stored-session.ts'
import { answer } from '../answer.ts'
import { BadInput, missing } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf } from '../input.ts'
import { userIn, userNamed } from '../named.ts'

const newSessionsSchema = z.strictObject({ userIds: listOf(whole(1), 10_000, 'ids of users') })

/** A login as "active sessions" shows it. */
export interface SessionView {
  readonly authKeyId: string
  readonly dcId: number
  readonly createdAtMs: number
  /** The key was used from two connections at once: the session is dead. */
  readonly isDuplicated: boolean
  readonly connections: number
}

/** Logins without a login, and their end. */
export function sessionRoutes({ world, keys, mtproto, random, codes }: ControlDeps): Hono {
  const view = ({ key, createdAtMs, isDuplicated }: KeyState): SessionView => {
    const connections = mtproto.connectionsOf(key.id).length
    return { authKeyId: String(key.id), dcId: key.dcId, createdAtMs, isDuplicated, connections }
  }

  return (
    new Hono()
      .post('/sessions', async (c) => {
        const { userIds } = await bodyOf(c, newSessionsSchema)
        const users = userIds.map((id) => userNamed(world, id))
        const bot = users.find((user) => user.bot !== null)
        if (bot !== undefined) throw new BadInput(`user ${bot.id} is a bot: it comes in by its token`)
        return answer(
          c,
          users.map((user) => makeStoredSession(user, { world, keys, dcs: mtproto.dcs, random })),
        )
      })
      .get('/users/:id/sessions', (c) => answer(c, keys.of(userIn(c, world).id).map(view)))
      // Ended from another device: the key stays good, and its next request is answered AUTH_KEY_UNREGISTERED.
      .delete('/users/:id/sessions', (c) => {
        const states = keys.of(userIn(c, world).id)
        for (const { key } of states) keys.change(key.id, { userId: null, passwordUserId: null })
        return answer(c, { ended: states.length })
      })
      // The server forgets the key: clients get -404.
      .delete('/users/:id/keys', (c) => {
        const states = keys.of(userIn(c, world).id)
        for (const { key } of states) mtproto.forgetAuthKey(key.id)
        return answer(c, { forgotten: states.length })
      })
      .get('/codes/:phone', (c) => {
        const phone = c.req.param('phone')
        const code = codes.latest(phone)
        if (code === undefined) throw missing(`no login code is on its way to ${shown(phone)}`)
        return answer(c, { code })
      })
  )
}
