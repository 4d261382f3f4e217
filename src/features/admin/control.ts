import { z } from 'zod'
import type { AccessAnswer, AccessVerbs } from '../../access/verbs.ts'
import { Refusal } from '../../base/refusal.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import type { User, UserVerbs } from './verbs.ts'

const one = z.object({ id: z.int() })
const grant = z.object({ id: z.int(), days: z.int(), name: z.string().nullable() })
const actor = 'cli'

/** What the command line can have done with people. */
export function userControl({ store, clock, onEvent }: ControlDeps<UserVerbs & AccessVerbs>): Control {
  const changed = async (answer: AccessAnswer, id: number, change: string): Promise<{ user: User; isNew: boolean }> => {
    if ('problem' in answer) throw new Refusal(refusals[answer.problem](id))
    const user = await store.user(id)
    if (user === undefined) throw new Error('the person who was just changed is not there')
    onEvent({ name: 'access_changed', userId: id, change, untilMs: user.accessUntilMs })
    return { user, isNew: answer.isNew }
  }
  return {
    'users.add': controlVerb(grant, async (given) =>
      changed(await store.grantAccess({ ...given, actor, nowMs: clock.nowMs() }), given.id, 'granted'),
    ),
    'users.ban': controlVerb(one, async ({ id }) =>
      changed(await store.banPerson({ id, mayBanAdmins: true, actor, nowMs: clock.nowMs() }), id, 'banned'),
    ),
    'users.unban': controlVerb(one, async ({ id }) =>
      changed(await store.unbanPerson({ id, actor, nowMs: clock.nowMs() }), id, 'unbanned'),
    ),
  }
}

const refusals: Readonly<Record<Extract<AccessAnswer, { problem: unknown }>['problem'], (id: number) => string>> = {
  'not-found': (id) => `there is no user ${id}: see \`karvon users list\``,
  banned: (id) => `user ${id} is banned: \`karvon users unban --id ${id}\` ends that`,
  'not-banned': (id) => `user ${id} is not banned`,
  admin: (id) => `user ${id} is an admin, whose access has no end`,
  'no-access': (id) => `user ${id} has no access`,
  'same-role': (id) => `user ${id} has this role already`,
}
