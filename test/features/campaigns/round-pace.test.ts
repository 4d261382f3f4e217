import { describe, expect, it } from 'vitest'
import { paceOf } from '../../../src/features/campaigns/round-pace.ts'
import { openScheduler } from '../../support/scheduling.ts'
import { openCampaigns } from './bot/in-process.ts'

const every = (stepMs: number, count: number, fromMs = 0) =>
  Array.from({ length: count }, (_, i) => fromMs + i * stepMs)

describe('the pace of a round', () => {
  it('is that of its messages, and no pause', () => {
    expect(paceOf(every(10_000, 10), 10_000)).toBe(10_000)
    expect(paceOf([...every(10_000, 6), ...every(10_000, 6, 3_600_000)], 10_000)).toBe(10_000)
    expect(paceOf([...every(10_000, 4), ...every(10_000, 4, 3_600_000), ...every(10_000, 4, 9_000_000)], 10_000)).toBe(
      10_000,
    )
  })

  it('is not known of fewer than five messages', () => {
    expect(paceOf(every(10_000, 4), 10_000)).toBeNull()
  })

  it('of several accounts is that of all of them', () => {
    const bursts = every(10_000, 5).flatMap((atMs) => every(100, 6, atMs))
    expect(paceOf(bursts, 10_000)).toBeCloseTo((bursts.at(-1) ?? 0) / (bursts.length - 1))
  })
})

describe('the card of a campaign', () => {
  it('estimates what is left by the pace of its messages, whatever pauses were between', async () => {
    const { compose, press, store, clock, db } = await openCampaigns({ groups: 13 })
    await compose()
    await press('once')
    await press('start')
    await openScheduler(store, clock).tick()
    const sendAt = db.prepare(`
      update attempts set state = 'sent', message_id = 5, claimed_at_ms = 1, settled_at_ms = ?
      where id in (select id from attempts where state = 'pending' order by id limit 1)`)
    const sends = (count: number, gapMs: number) => {
      for (let left = count; left > 0; left--) sendAt.run((clock.at += gapMs))
      db.exec(`update runs set sent = (select count(*) from attempts where state = 'sent')`)
    }
    sends(1, 10_000)
    // Of one message nothing is known: by the account's six a minute.
    expect((await press('stay')).text).toContain('At this pace another 2 minutes.')
    clock.at += 3_600_000
    sends(6, 20_000)

    expect((await press('stay')).text).toContain('At this pace another 2 minutes.')
  })
})
