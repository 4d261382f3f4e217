import { expect, it } from 'vitest'
import { forecast } from '../../../../src/features/campaigns/fit/forecast.ts'
import { senderOf } from '../../../../src/features/campaigns/fit/sender.ts'
import { systemClock } from '../../../../src/base/clock.ts'
import { startEngine } from '../../../support/engine.ts'
import { campaignOf, newCampaign, openScheduler } from '../../../support/scheduling.ts'

const gapMs = 1_500
/** Of the simulated Telegram, next door. */
const answerMs = 40
const second = 1_000

interface RealCase {
  readonly groups: number
  readonly everyMs: number | null
  readonly rounds: number
  /** So many of its groups have a slow mode of so many seconds, which is known. */
  readonly slow?: { readonly count: number; readonly seconds: number }
  /** What the account sends beside it. */
  readonly other?: { readonly groups: number; readonly everyMs: number | null }
}

const cases: readonly (readonly [string, RealCase])[] = [
  ['goes once', { groups: 12, everyMs: null, rounds: 1 }],
  ['is beside another one', { groups: 6, everyMs: 30 * second, rounds: 1, other: { groups: 6, everyMs: 30 * second } }],
  ['has slow groups', { groups: 8, everyMs: 15 * second, rounds: 2, slow: { count: 2, seconds: 21 } }],
]

// Real time, the real GramJS and the ledger's own clock, with a gap of a second and a half instead of ten. Each has a Telegram and a
// store of its own, and they run beside one another, because nearly all of it is waiting.
it('the rounds of campaigns take as long as was predicted', async () => {
  await Promise.all(cases.map(([name, given]) => judge(name, given)))
})

async function judge(name: string, given: RealCase): Promise<void> {
  const { groups, everyMs, rounds, slow, other } = given
  const { store, db, shard, begin, chats, telegram } = await startEngine({ groups, policy: { gapMinMs: gapMs } })
  for (const chat of chats.slice(0, slow?.count ?? 0)) {
    telegram.world.chats.update(chat, { slowModeSeconds: slow?.seconds ?? 0 })
    db.prepare('update peers set slow_mode_seconds = ? where peer = ?').run(slow?.seconds, chat.peer)
  }
  const scheduler = openScheduler(store, systemClock, {
    policy: { checkEveryMs: 100, dueMax: 500, jitterMaxMs: 0, gapMinMs: gapMs },
    hint: (accounts) => void shard.hint(accounts.map(({ id }) => id)),
  })
  await begin()
  const make = async (of: { readonly groups: number; readonly everyMs: number | null }) => {
    const targets = chats.slice(0, of.groups).map(({ peer }) => ({ accountId: 1, peer, topic: 0 }))
    const limits = { intervalMinMs: 1 }
    const wanted = newCampaign({ targets, everyMs: of.everyMs, limits, nowMs: Date.now(), isStarted: true })
    return campaignOf(await store.createCampaign(wanted)).id
  }
  if (other !== undefined) await make(other)
  const id = await make({ groups, everyMs })
  const sending = await store.accountSending(1)
  const asked = sending?.plans.find(({ campaignId }) => campaignId === id)
  if (sending === undefined || asked === undefined) throw new Error('nothing is to be sent')
  const nowMs = Date.now()
  const sender = senderOf(sending.account, { gapMinMs: gapMs }, { nowMs, answerMs })
  const others = sending.plans.filter((plan) => plan !== asked)
  const predicted = forecast({ sender, plans: [asked, ...others], nowMs, jitterMaxMs: 0, rounds })

  await scheduler.start()
  const real = () =>
    db
      .prepare<[number], { ms: number; sent: number }>(
        `select max(a.settled_at_ms) - r.created_at_ms as ms, count(*) as sent from runs r
        join attempts a on a.run_id = r.id and a.state = 'sent' where r.campaign_id = ? group by r.id order by r.id`,
      )
      .all(id)
  await expect
    .poll(
      () =>
        real()
          .slice(0, rounds)
          .map(({ sent }) => sent),
      { timeout: 60_000, interval: 200 },
    )
    .toEqual(predicted.map(({ sent }) => sent))
  await scheduler.stop()

  for (const [index, { beginsAtMs, endsAtMs }] of predicted.entries()) {
    const ms = real()[index]?.ms ?? 0
    const wrongBy = Math.abs(endsAtMs - beginsAtMs - ms)
    expect(wrongBy, `one that ${name}: ${endsAtMs - beginsAtMs} instead of ${ms}`).toBeLessThanOrEqual(0.1 * ms)
  }
}
