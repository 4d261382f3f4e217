import type { PeopleVerbs } from '../../access/verbs.ts'
import type { Verbs } from '../../store/store.ts'
import type { ControlDeps } from '../feature.ts'
import type { CareVerbs } from './care-verbs.ts'
import { storedLogin } from './stored-login.ts'
import type { Account, AccountAnswer, AccountVerbs, Addressed } from './verbs.ts'

export type CareDeps = Pick<
  ControlDeps<Verbs & PeopleVerbs & AccountVerbs & CareVerbs>,
  'store' | 'clock' | 'keyring' | 'signIns' | 'shards' | 'settings'
>

/** Somebody who changes an account: `user 1001`, `cli`. For the audit log. */
export type Actor = string

/** An account whose login is over. */
export interface Left {
  readonly account: Account
  /** Whether Telegram ended the login; null when there was none, or it is a bot, whose token ends with @BotFather. */
  readonly isEndedAtTelegram: boolean | null
}

export type LeftAnswer = Left | Extract<AccountAnswer, { readonly problem: unknown }>

/** Longer than Telegram takes on a bad day. */
const askMaxMs = 60_000
const sweepSize = 500

/** Ends the login, at Telegram and here. The account stays, with its groups and campaigns, and waits for another login. */
export function logOutAccount(deps: CareDeps, of: Addressed, actor: Actor): Promise<LeftAnswer> {
  return leave(deps, of, { actor, action: 'accounts.logout', change: () => deps.store.signAccountOut(of) })
}

/**
 * Ends the login and takes the account away from its owner. Its campaigns go on without it; what it still had to send is cancelled.
 * What it has sent stays in their history.
 */
export async function deleteAccount(deps: CareDeps, of: Addressed, actor: Actor): Promise<LeftAnswer> {
  const { store, clock } = deps
  const left = await leave(deps, of, {
    actor,
    action: 'accounts.delete',
    change: () => store.removeAccount({ ...of, nowMs: clock.nowMs() }),
  })
  if ('problem' in left) return left
  const batch = { accountId: of.id, limit: sweepSize, nowMs: clock.nowMs() }
  for (let swept = 1; swept > 0;) swept = await store.sweepRemoved(batch)
  return left
}

/** From its next message on, because its shard reads the account anew. */
export async function capAccount(
  { store, shards }: CareDeps,
  change: Addressed & { readonly capPerMinute: number },
): Promise<AccountAnswer> {
  const before = await store.accountOf(change)
  if (before === undefined) return { problem: { type: 'not-found' } }
  return shards.vacate(before.partition, () => store.capAccount(change))
}

interface Leaving {
  readonly actor: Actor
  readonly action: string
  change(): Promise<AccountAnswer>
}

/** While nobody has a link of the account: a second connection is what logs it out, and it must not be the one that works. */
async function leave(deps: CareDeps, of: Addressed, { actor, action, change }: Leaving): Promise<LeftAnswer> {
  const { store, clock, shards } = deps
  const account = await store.accountOf(of)
  if (account === undefined) return { problem: { type: 'not-found' } }
  const left = await shards.vacate(account.partition, async (): Promise<LeftAnswer> => {
    const isEndedAtTelegram = await endAtTelegram(deps, of)
    const answer = await change()
    return 'account' in answer ? { account: answer.account, isEndedAtTelegram } : answer
  })
  if ('account' in left) {
    const detail = left.isEndedAtTelegram === false ? 'not ended at Telegram' : ''
    await store.audit({ atMs: clock.nowMs(), actor, action, subject: `account ${of.id}`, detail })
  }
  return left
}

async function endAtTelegram({ store, keyring, signIns }: CareDeps, of: Addressed): Promise<boolean | null> {
  // Of this owner still: another one may have got it while the shard let go.
  if ((await store.accountOf(of)) === undefined) return null
  const row = await store.account(of.id)
  if (row === undefined || row.kind === 'bot') return null
  const login = storedLogin(keyring, row)
  if (login === undefined) return null
  const ended = await signIns.logOut(login, AbortSignal.timeout(askMaxMs))
  return ended.type === 'logged-out'
}
