import { describe, expect, it } from 'vitest'
import { campaignPlan } from '../../../../src/features/campaigns/plan.ts'
import { undoPlan } from '../../../../src/features/campaigns/undo/plan.ts'
import { openScheduler } from '../../../support/scheduling.ts'
import { openCampaigns } from './in-process.ts'

describe('the messages of a round that are taken back', () => {
  it('are said to begin until they are counted, and each row begins with a sign', async () => {
    const { compose, press, store, clock, db } = await openCampaigns()
    const tick = () => openScheduler(store, clock, { plans: [campaignPlan(store), undoPlan(store)] }).tick()
    await compose()
    await press('once')
    await press('start')
    await tick()
    db.exec(`
      update attempts set state = 'sent', message_id = 5, claimed_at_ms = 1, settled_at_ms = ${clock.at};
      update runs set state = 'finished', sent = targets, finished_at_ms = ${clock.at};
      update campaigns set state = 'finished', next_at_ms = null`)
    await press('stay')
    await press('rounds')
    const runId = db.prepare<[], { id: number }>('select id from runs').get()?.id ?? 0
    expect((await press('open', runId)).text).toContain('✅ Alpha: ')

    await press('sure')
    const begun = await press('undo')
    expect(begun.text).toContain('🗑 Taking back begins…')
    expect(begun.text).not.toContain('0 of 0')
    await tick()
    const counted = await press('stay')
    expect(counted.text).toContain('🗑 Taken back: 0 of 1')
    expect(counted.text).toContain('\n⏳ Alpha: to be done')
    db.exec(`update attempts set state = 'sent', settled_at_ms = ${clock.at} where kind = 'delete'`)
    expect((await press('stay')).text).toContain('\n🗑 Alpha: taken back')
  })
})
