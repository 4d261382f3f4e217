import { describe, expect, it } from 'vitest'
import { unbound } from '../../../../src/scheduler/timetable.ts'
import { gridIn } from '../../../../src/features/campaigns/bot/plan/words.ts'
import { openCampaigns } from './in-process.ts'

describe('the list of campaigns', () => {
  it('says that there is none, and that all of them are archived', async () => {
    const { press, compose, db } = await openCampaigns()
    expect((await press('to', 'campaigns/list')).text).toContain('There is none yet.')
    await press('home')
    await compose()
    await press('once')
    await press('start')
    db.exec(`update campaigns set state = 'finished', next_at_ms = null, archived_at_ms = 1`)
    const list = await press('list')

    expect(list.text).toContain('All of your campaigns are archived.')
    expect(list.text).not.toContain('none yet')
    expect(list.buttons).toContain('🗄 Archive')
  })
})

describe('the words of buttons', () => {
  it('tell a pause from a stop in Uzbek, and say at what times', async () => {
    const { press, compose } = await openCampaigns({ language: 'uz' })
    await compose()
    await press('once')
    expect((await press('start')).buttons).toEqual(expect.arrayContaining(['⏸ Pauza', '⏹ To‘xtatish']))
    expect((await press('pause')).text).toContain('⏸ Pauzada')
    const timetable = { ...unbound('UTC'), calendar: { times: [540, 1110], days: [0, 1, 2, 3, 4, 5, 6] } }
    expect(gridIn('uz', { everyMs: null, timetable })).toBe('har kuni soat 09:00, 18:30 da')
  })

  it('give a chosen one its mark in the place of its sign', async () => {
    const { press, compose } = await openCampaigns()
    await compose()
    await press('once')
    const asked = await press('latest')
    expect(asked.buttons).toEqual(['✅ Keep all', '🗑 Delete the older one', '✏️ Update it in place', '⬅️ Back'])
  })
})
