import { Hono } from 'hono'
import { z } from 'zod'
import { numberText, oneOf, whole } from '../../json-input.ts'
import type { Connection } from '../../mtproto/wire/contract.ts'
import { lastTimeMs } from '../../simulator-clock.ts'
import { answer } from '../answer.ts'
import { BadInput } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import type { Freezer } from '../freezer.ts'
import { bodyOf, queryOf } from '../input.ts'
import { userNamed } from '../named.ts'

const freezeSchema = z.strictObject({ forMs: whole(1, 3_600_000).optional() })
const advanceSchema = z.strictObject({ ms: whole(0, 366 * 86_400_000) })
const dropSchema = z.strictObject({
  how: oneOf(['close', 'reset', 'silence']),
  /** Only this account's; otherwise all. */
  userId: whole(1).optional(),
})

const userQuery = z.strictObject({ userId: numberText(1) }).partial()

/** The servers themselves: their time, their health, their connections. */
export function serverRoutes(deps: ControlDeps, freezer: Freezer): Hono {
  const { world, mtproto, clock, judge, keys } = deps
  const connectionsOf = (userId: number | undefined): readonly Connection[] => {
    if (userId === undefined) return mtproto.connections()
    const states = keys.of(userNamed(world, userId).id)
    return [...new Set(states.flatMap(({ key }) => mtproto.connectionsOf(key.id)))]
  }

  return new Hono()
    .get('/health', (c) => {
      const users = [...world.users.all()].length
      const chats = [...world.chats.all()].length
      const [lines] = judge.counts([])
      return answer(c, {
        users,
        chats,
        requests: lines?.requests ?? 0,
        isFrozen: freezer.isFrozen,
        ...mtproto.counts(),
      })
    })
    .post('/freeze', async (c) => {
      const { forMs } = await bodyOf(c, freezeSchema)
      freezer.freeze(forMs)
      return answer(c, null)
    })
    .post('/thaw', (c) => {
      freezer.thaw()
      return answer(c, null)
    })
    .get('/clock', (c) => answer(c, { nowMs: clock.nowMs() }))
    .post('/clock/advance', async (c) => {
      const { ms } = await bodyOf(c, advanceSchema)
      if (clock.nowMs() + ms > lastTimeMs)
        throw new BadInput('ms would take the clock past 2037-12-31, where the seconds of Telegram end: skip less')
      return answer(c, { nowMs: clock.advance(ms) })
    })
    .post('/salts/bump', (c) => {
      mtproto.bumpSalts()
      return answer(c, null)
    })
    .post('/file-references/expire', (c) => {
      world.files.references.expire()
      return answer(c, null)
    })
    .get('/connections', (c) => {
      const { userId } = queryOf(c, userQuery)
      const connections = connectionsOf(userId).map(({ id, dcId, remote }) => ({ id, dcId, remote }))
      return answer(c, { count: connections.length, connections: connections.slice(0, 1000) })
    })
    .post('/connections/drop', async (c) => {
      const { how, userId } = await bodyOf(c, dropSchema)
      const dropped = connectionsOf(userId)
      for (const connection of dropped) drop(connection, how)
      return answer(c, { dropped: dropped.length })
    })
}

function drop(connection: Connection, how: 'close' | 'reset' | 'silence'): void {
  if (how === 'close') connection.close('dropped by the control API')
  else if (how === 'reset') connection.reset()
  else connection.silence()
}
