import { setTimeout as sleep } from 'node:timers/promises'
import type { CareDeps } from '../care.ts'
import type { AccountCard } from '../care-verbs.ts'
import type { Addressed } from '../verbs.ts'
import { checkKind } from './kind.ts'

/** Requests within so long are one, also when it is done already. */
const collapseMs = 1_000
const lookEveryMs = 200
/** Nobody looks at a screen for longer. */
const patienceMs = 45_000

/**
 * Has the account's shard look at it, in front of what waits, and gives it the time that a person has. What was not found out by then
 * is found out later, and stands in the card.
 * @returns the card as it is then; undefined when there is no such account, `idle` when it is in no state to be looked at
 */
export async function checkAccount(
  { store, clock, shards }: CareDeps,
  of: Addressed,
): Promise<AccountCard | 'idle' | undefined> {
  const nowMs = clock.nowMs()
  const card = () => store.accountCard({ ...of, nowMs: clock.nowMs(), sinceMs: nowMs })
  const key = `${checkKind}:${of.id}:now:${Math.floor(nowMs / collapseMs)}`
  const asked = await store.askCheck({ ...of, key, rank: 0, nowMs })
  if (asked === undefined) return (await store.accountOf(of)) === undefined ? undefined : 'idle'
  shards.hint([asked.account])
  for (;;) {
    const now = await card()
    const isOver = now === undefined || now.state !== 'active' || now.check?.isAsked !== true
    if (isOver || clock.nowMs() - nowMs > patienceMs) return now
    await sleep(lookEveryMs)
  }
}
