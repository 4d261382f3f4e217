import { z } from 'zod'
import { Secret } from '../../base/secret.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import { keepBot } from './bots.ts'
import { deviceOf, importSession, keepLogin } from './logins.ts'
import { accountIn } from './refusals.ts'
import type { AccountVerbs } from './verbs.ts'

const id = z.int()
const one = z.object({ id })
const broughtSession = z.object({ ownerId: id, session: z.string() })
const broughtToken = z.object({ ownerId: id, token: z.string() })
const freshLogin = z.object({
  ownerId: id,
  session: z.string(),
  authKeyId: z.string(),
  /** Through which it was made. */
  proxy: z.object({ id, text: z.string() }).exactOptional(),
  self: z.object({
    id,
    firstName: z.string(),
    lastName: z.string(),
    username: z.string().nullable(),
    isPremium: z.boolean().exactOptional(),
  }),
})

/** What the command line can have done with accounts. */
export function accountControl(deps: ControlDeps<AccountVerbs>): Control {
  const { store, clock, shards, settings } = deps
  const inTurn = oneAtATime()

  return {
    'accounts.import': controlVerb(broughtSession, ({ ownerId, session }) =>
      inTurn(() => importSession(deps, ownerId, session)),
    ),
    'accounts.keep': controlVerb(freshLogin, ({ session, ...login }) =>
      inTurn(() => keepLogin(deps, { ...login, session: new Secret(session), device: deviceOf(settings.version) })),
    ),
    'accounts.add-bot': controlVerb(broughtToken, ({ ownerId, token }) =>
      inTurn(() => keepBot(deps, ownerId, new Secret(token))),
    ),
    'accounts.pause': controlVerb(one, async ({ id }) =>
      accountIn(await store.pauseAccount({ id, ownerId: null }), id, 'pause'),
    ),
    'accounts.resume': controlVerb(one, async ({ id }) => {
      const account = accountIn(await store.resumeAccount({ id, ownerId: null, nowMs: clock.nowMs() }), id, 'resume')
      shards.hint([account])
      return account
    }),
  }
}

/** Two imports of one session side by side would both find it free, and both connect. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve()
  return <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
