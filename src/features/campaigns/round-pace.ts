import type { Database } from '../../base/sqlite.ts'
import type { Run } from '../../store/store.ts'

const minuteMs = 60_000
/** Of the newest messages of the round: an older pace says little about what comes. */
const messagesMax = 30
/** Fewer say nothing yet. */
const messagesMin = 5
/** Of everybody's messages, so that a look costs the same however much is sent. */
const lookedAtMax = 2_000

/**
 * How fast a round goes, in milliseconds a message: as its newest messages went, and by the caps of its campaign's accounts while too few
 * of them are there. Null without an account.
 */
export function openRoundPace(db: Database): (run: Pick<Run, 'id' | 'campaignId' | 'createdAtMs'>) => number | null {
  const newest = db.prepare<[{ id: number; createdAtMs: number }], { atMs: number }>(`
    select atMs from (
      select run_id as runId, settled_at_ms as atMs from attempts where settled_at_ms >= @createdAtMs
      order by settled_at_ms desc limit ${lookedAtMax})
    where runId = @id limit ${messagesMax}`)
  // Queues have no holes, so whoever sends for it has a target at position 0.
  const caps = db.prepare<[number], { all: number | null; lowest: number | null }>(`
    select sum(a.cap_per_minute) as "all", min(a.cap_per_minute) as lowest
    from campaign_targets t join accounts a on a.id = t.account_id where t.campaign_id = ? and t.position = 0`)
  return ({ id, campaignId, createdAtMs }) => {
    const { all, lowest } = caps.get(campaignId) ?? { all: null, lowest: null }
    if (all === null || lowest === null) return null
    const settledAtMs = newest.all({ id, createdAtMs }).map(({ atMs }) => atMs)
    return paceOf(settledAtMs, minuteMs / lowest) ?? minuteMs / all
  }
}

/**
 * From when messages were settled, in any order. A pause, quiet hours or a server that was away is a gap far above the others: it is
 * no pace, and left out.
 * @param gapMs of the slowest of its accounts: several that send at once leave gaps of that length between their bursts
 */
export function paceOf(settledAtMs: readonly number[], gapMs: number): number | null {
  if (settledAtMs.length < messagesMin) return null
  const rising = settledAtMs.toSorted((one, other) => one - other)
  const gaps = rising.slice(1).map((atMs, index) => atMs - (rising[index] ?? atMs))
  const kept = gaps.toSorted((one, other) => one - other)
  let sum = kept.reduce((all, gap) => all + gap, 0)
  while (kept.length >= messagesMin - 1) {
    const largest = kept.at(-1) ?? 0
    const othersMean = (sum - largest) / (kept.length - 1)
    if (largest <= outlier * Math.max(othersMean, gapMs)) break
    sum -= largest
    kept.pop()
  }
  return sum / kept.length
}

/** Against the mean of the others: what an account waits between messages varies by less. */
const outlier = 4
