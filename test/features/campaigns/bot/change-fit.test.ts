import { describe, expect, it } from 'vitest'
import { openCampaigns } from './in-process.ts'

describe('a change of a campaign that runs', () => {
  it('says on each screen what a round takes, and leads to the ways out where the new interval is too short', async () => {
    const { press, says, heard, campaign, here } = await running({ groups: 40 })
    expect((await press('change')).text).not.toContain('One round takes')
    for (const action of ['text', 'interval', 'groups']) {
      expect((await press(action)).text, action).toContain('One round takes about 7 minutes')
      await press('back')
    }

    await press('interval')
    const short = await says('5 min')
    expect(heard('A change holds from the next round on.')).toBe(true)
    expect((await here()).screen).toBe('campaigns.fit')
    expect(short.text).toContain('A round needs 7 minutes, and the interval is 5 min.')
    expect(short.buttons).toEqual([
      '⏱ Make it 10 min: everybody has a turn',
      expect.stringMatching(/^👥 Fewer groups: up to \d+ fit$/),
      '👤 Another account',
      '⬅️ Leave it so',
    ])
    expect(await campaign()).toMatchObject({ everyMs: 300_000 })
    await press('fewer')
    expect((await here()).screen).toBe('groups.choose')
    await press('done')
    expect((await here()).screen).toBe('campaigns.regroup')
    await press('back')
    await press('interval')
    await says('5 min')
    const enough = await press('every', 600_000)
    expect(enough.text).toContain('⏱ every 10 minutes · 👥 40 groups')
    expect(heard('One round takes about 7 minutes')).toBe(true)
    expect(await campaign()).toMatchObject({ everyMs: 600_000 })
  })

  it('is not beside itself: what it sends already takes nothing from what it would send', async () => {
    const { press, says, here } = await running({ groups: 40 })
    await press('change')
    await press('interval')
    await says('10 min')
    await press('change')
    await press('interval')
    // Of 8 minutes it takes 7, and of 10 as well.
    await says('8 min')
    expect((await here()).screen).toBe('campaigns.one')
  })

  it('is looked at as it is planned: times, quiet hours, and what these cut', async () => {
    const { press, says, here } = await running({ groups: 40 })
    const plan = await press('schedule')
    expect(plan.text).toContain('One round takes about 7 minutes')
    await press('times')
    const times = await says('17:05')
    expect(times.text).toContain('One round takes about 7 minutes')
    expect(times.text).not.toContain('Quiet hours')
    await press('back')
    await press('schedule')
    await press('ask', 'quiet')
    const quiet = await says('17:03-08:00')
    expect(quiet.text).toContain('🌙 Quiet hours (17:03–08:00) cut a round: the rest of it goes when they are over.')
    await press('done')
    expect((await here()).screen).toBe('campaigns.one')
  })
})

describe('before a start', () => {
  it('the outlook names the quiet hours that cut a round', async () => {
    const { compose, press, says } = await openCampaigns({ groups: 40 })
    await compose()
    expect((await press('every', 3_600_000)).text).not.toContain('cut a round')
    await press('more')
    await press('ask', 'quiet')
    await says('17:03-08:00')
    const ready = await press('done')
    expect(ready.text).toContain('🌙 Quiet hours (17:03–08:00) cut a round')
  })
})

describe('a group in slow mode', () => {
  it.each([
    [
      'en',
      '🐢 Slow mode (up to 15 min): 1 group (Alpha). Not every round will reach them. With 20 min or more between rounds, each one does.',
    ],
    [
      'ru',
      '🐢 Медленный режим (до 15 мин): 1 группа (Alpha). Туда дойдёт не каждый круг. При интервале от 20 мин дойдёт каждый.',
    ],
    [
      'uz',
      '🐢 Sekin rejim (15 daqgacha): 1 ta guruh (Alpha). Ularga har bir aylanish yetib bormaydi. Oraliq kamida 20 daq bo‘lsa, har biri yetib boradi.',
    ],
  ] as const)(
    'is named before the start and at a change, with the interval that is enough (%s)',
    async (language, line) => {
      const { compose, press, says, heard, db, campaign } = await openCampaigns({ groups: 3, language })
      db.exec(`update peers set slow_mode_seconds = 900 where title = 'Alpha'`)
      await compose()
      await press('when')
      expect((await says('5')).text).toContain(line)
      expect((await press('every', 1_200_000)).text).not.toContain('🐢')
      await press('start')
      await press('change')
      await press('interval')
      await says('6')
      expect(heard(line)).toBe(true)
      expect(await campaign()).toMatchObject({ everyMs: 360_000 })
    },
  )
})

/** At the card of a campaign that runs every hour. */
async function running(options: { readonly groups: number }) {
  const bot = await openCampaigns(options)
  await bot.compose()
  await bot.press('every', 3_600_000)
  await bot.press('start')
  return bot
}
