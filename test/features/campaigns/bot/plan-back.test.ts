import { describe, expect, it } from 'vitest'
import { openCampaigns } from './in-process.ts'

describe('the times of a campaign', () => {
  it('are left by Back for the question it came from, with nothing chosen', async () => {
    const { compose, press, says, draft, here, campaign } = await openCampaigns()
    await compose()
    await press('times')
    expect((await press('back')).text).toContain('How often')
    await press('times')
    expect((await says('9:00')).text).toContain('Not saved yet: press “✔️ Done”.')
    const often = await press('back')

    expect((await here()).screen).toBe('campaigns.when')
    expect(often.buttons).not.toContain('▶️ Start')
    expect(await draft()).not.toContain('everyMs')
    // What was written is there again, and chosen by Done alone.
    const again = await press('times')
    expect(again.text).toContain('🗓 every day at 09:00')
    expect(again.text).toContain('Not saved yet')
    expect((await press('done')).text).toContain('⏱ every day at 09:00')
    await press('when')
    expect((await press('times')).text).not.toContain('Not saved yet')
    await press('back')
    expect((await press('once')).text).toContain('⏱ once')
    await press('start')
    expect(await campaign()).toMatchObject({ everyMs: null, timetable: null })
  })

  it('are left by Back for the schedule of a campaign that stands, which is as it was', async () => {
    const { compose, press, says, heard, here, campaign } = await openCampaigns()
    await compose()
    await press('every', 3_600_000)
    await press('start')
    await press('schedule')
    await press('ask', 'rounds')
    expect((await says('3')).text).toContain('Not saved yet')
    await press('times')
    await says('9:00')
    const schedule = await press('back')

    expect((await here()).screen).toBe('campaigns.bounds')
    expect(schedule.text).toContain('⏱ every hour')
    expect(schedule.text).toContain('🔢 Rounds: 3')
    expect(heard('the schedule is as it was')).toBe(false)
    await press('done')
    expect(await campaign()).toMatchObject({ everyMs: 3_600_000, timetable: { calendar: null, rounds: 3 } })
    expect((await press('schedule')).text).not.toContain('Not saved yet')
  })
})

describe('the schedule of a campaign', () => {
  it('keeps what it shows of one that is being made, by Back as by Done', async () => {
    const { compose, press, says, campaign } = await openCampaigns()
    await compose()
    await press('every', 3_600_000)
    await press('more')
    await press('ask', 'quiet')
    expect((await says('22-7')).text).toContain('🌙 nothing is sent 22:00–07:00')
    await press('ask', 'from')
    await says('22.11.2026 8:30')
    await press('ask', 'until')
    await says('30.11.2026')
    await press('ask', 'rounds')
    expect((await says('3')).text).not.toContain('Not saved yet')
    const ready = await press('back')
    for (const part of ['every hour', '22:00–07:00', '22 November 2026, 08:30', '1 December', 'Rounds: 3']) {
      expect(ready.text).toContain(part)
    }
    await press('more')
    await press('ask', 'quiet')
    await press('none')
    expect((await press('back')).text).not.toContain('🌙')
    await press('start')

    expect(await campaign()).toMatchObject({
      everyMs: 3_600_000,
      timetable: { quiet: null, rounds: 3, beginsAtMs: Date.parse('2026-11-22T03:30Z') },
    })
  })
})
