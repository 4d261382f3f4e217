import { systemClock } from '../../../../src/base/clock.ts'
import type { Database } from '../../../../src/base/sqlite.ts'
import { senderOf } from '../../../../src/features/campaigns/fit/sender.ts'
import type { Quiet } from '../../../../src/scheduler/timetable.ts'
import { unbound } from '../../../../src/scheduler/timetable.ts'
import { answerMs, startVirtualShard } from '../../../shard/virtual-shard.ts'
import { campaignOf, groupAt, limits, newCampaign, openScheduler } from '../../../support/scheduling.ts'

export interface CampaignCase {
  readonly groups: number
  readonly everyMs: number | null
  /** The first so many groups are slow. */
  readonly slow?: number
  /** Started so long before the others. */
  readonly beforeMs?: number
  readonly quiet?: Quiet
}

export interface RoundCase {
  readonly perMinute: number
  readonly slowSeconds?: number
  /** The first is the one that is asked about. */
  readonly campaigns: readonly [CampaignCase, ...CampaignCase[]]
}

const jitterMaxMs = 0
/** Whatever begins, begins at a multiple of it. */
const tickMs = 5_000

/** One account in virtual time, with the real scheduler, store and shard, and campaigns of it that begin together. */
export async function startVirtualRounds({ perMinute, slowSeconds = 0, campaigns }: RoundCase) {
  const gapMs = 60_000 / perMinute
  const { store, db, shard, begin, after } = await startVirtualShard({ gapMs, policy: { pollEveryMs: tickMs } })
  addGroups(db, Math.max(...campaigns.map(({ groups }) => groups)) + 1_000 * campaigns.length, slowSeconds)
  const scheduler = openScheduler(store, systemClock, {
    policy: { checkEveryMs: tickMs, dueMax: 500, jitterMaxMs, gapMinMs: gapMs },
    hint: (accounts) => void shard.hint(accounts.map(({ id }) => id)),
  })
  const ids = new Map<number, number>()
  // Whoever asks comes last.
  const order = [...campaigns.entries()].sort(([i, a], [j, b]) => (b.beforeMs ?? 0) - (a.beforeMs ?? 0) || j - i)
  const firstMs = order[0]?.[1].beforeMs ?? 0
  const nowMs = Date.now()
  for (const [index, { groups, everyMs, slow = 0, quiet, beforeMs = 0 }] of order) {
    await after(nowMs + firstMs - beforeMs - Date.now())
    // Every campaign has groups of its own but for the slow ones, whose slow mode they share.
    const targets = Array.from({ length: groups }, (_, place) => ({
      accountId: 1,
      peer: groupAt(place < slow ? place : 1_000 * (index + 1) + place),
      topic: 0,
    }))
    const timetable = quiet === undefined ? null : { ...unbound('UTC'), quiet }
    const made = newCampaign({ targets, everyMs, timetable, limits: anyLimits, nowMs: Date.now(), isStarted: true })
    ids.set(index, campaignOf(await store.createCampaign(made)).id)
  }
  const sending = await store.accountSending(1)
  if (sending === undefined) throw new Error('no account 1')
  const asked = sending.plans.find(({ campaignId }) => campaignId === ids.get(0))
  if (asked === undefined) throw new Error('the campaign does not run')
  const others = sending.plans.filter((plan) => plan !== asked)
  const sender = senderOf(sending.account, { gapMinMs: gapMs }, { nowMs: Date.now(), answerMs })
  const startedAtMs = Date.now()
  await begin()
  await scheduler.start()
  return {
    demand: { plan: asked, others, sender, nowMs: startedAtMs, jitterMaxMs },
    gapMs,
    after,
    stop: () => scheduler.stop(),
    /** Rounds of the campaign that is asked about, the first first. */
    rounds: () =>
      db
        .prepare<[number], { plannedAtMs: number; endsAtMs: number | null; sent: number }>(
          `select r.planned_at_ms as plannedAtMs, max(a.settled_at_ms) as endsAtMs, count(a.id) as sent
          from runs r left join attempts a on a.run_id = r.id and a.state = 'sent'
          where r.campaign_id = ? group by r.id order by r.id`,
        )
        .all(ids.get(0) ?? 0),
  }
}

const anyLimits = { ...limits, intervalMinMs: 1 }

function addGroups(db: Database, groups: number, slowSeconds: number): void {
  const add = db.prepare(`
    insert into peers (account_id, peer, kind, title, may_post, is_forum, slow_mode_seconds, seen_at_ms)
    values (1, ?, 'supergroup', ?, 1, 0, ?, 1)`)
  // Of the shared ones, at the beginning.
  for (let index = 0; index < groups; index++)
    add.run(groupAt(index), `Group ${index}`, index < 1_000 ? slowSeconds : 0)
}
