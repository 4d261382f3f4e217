import { describe, expect, it } from 'vitest'
import { languages } from '../../../../src/bot/language.ts'
import { planProblemInWords, planTexts } from '../../../../src/features/campaigns/bot/plan/texts.ts'
import { boundsIn, gridIn } from '../../../../src/features/campaigns/bot/plan/words.ts'
import type { Timetable, TimetableProblem } from '../../../../src/scheduler/timetable.ts'
import { openScheduler } from '../../../support/scheduling.ts'
import { aziz, openCampaigns } from './in-process.ts'

describe('a campaign at set times', () => {
  it('is made by writing the times and choosing the days', async () => {
    const { compose, press, says, heard, campaign, here } = await openCampaigns()
    const often = await compose()
    expect(often.buttons).toContain('🗓 At set times')
    const times = await press('times')
    expect(times.text).toContain('Time zone: Asia/Tashkent, now 21 November 2026, 17:00.')
    expect(times.buttons).not.toContain('✔️ Done')

    await says('9:00 quarter')
    expect(heard('“quarter” is no time.')).toBe(true)
    expect((await says('18.00, 9:00')).text).toContain('🗓 every day at 09:00, 18:00')
    await press('day', 5)
    expect((await press('day', 6)).text).toContain('🗓 Mon–Fri at 09:00, 18:00')
    const ready = await press('done')
    expect(ready.text).toContain('⏱ Mon–Fri at 09:00, 18:00')
    // It is Saturday.
    expect(ready.text).toContain('First round: 23 November 2026, 09:00')
    const card = await press('start')

    expect((await here()).screen).toBe('campaigns.one')
    expect(card.text).toContain('⏱ Mon–Fri at 09:00, 18:00')
    expect(card.text).toContain('Next round: 23 November 2026, 09:00')
    expect(await campaign()).toMatchObject({
      state: 'running',
      everyMs: null,
      nextAtMs: Date.parse('2026-11-23T04:00Z'),
      timetable: { zone: 'Asia/Tashkent', calendar: { times: [540, 1080], days: [0, 1, 2, 3, 4] } },
    })
  })

  it('asks for a time and a day before it goes on', async () => {
    const { compose, press, says, heard, here } = await openCampaigns()
    await compose()
    await press('times')
    await press('done')
    expect(heard('No time is given yet.')).toBe(true)
    await says('9')
    for (const day of [0, 1, 2, 3, 4, 5, 6]) await press('day', day)
    await press('done')
    expect(heard('Choose one day at least.')).toBe(true)
    expect((await here()).screen).toBe('campaigns.times')
  })

  it('gives way to an interval, which keeps the quiet hours', async () => {
    const { compose, press, says, campaign } = await openCampaigns()
    await compose()
    await press('times')
    await says('9:00')
    await press('done')
    await press('more')
    await press('ask', 'quiet')
    await press('quiet', '22:00-07:00')
    expect((await press('done')).text).toContain('🌙 nothing is sent 22:00–07:00')
    await press('when')
    await press('every', 7_200_000)
    await press('start')

    expect(await campaign()).toMatchObject({
      everyMs: 7_200_000,
      timetable: { calendar: null, quiet: { from: 1320, until: 420 } },
    })
  })
})

describe('the schedule of a campaign', () => {
  it.each([
    ['en', '⚠️ It has had 3 rounds already: once this is saved, none follows and it is over.'],
    ['ru', '⚠️ Кругов уже было 3: если сохранить, новых не будет и рассылка закончится.'],
    ['uz', '⚠️ Aylanishlar soni allaqachon 3 taga yetgan: saqlasangiz, boshqasi boshlanmaydi va e’lon tugaydi.'],
  ] as const)('says before it is saved that as many rounds have been (%s)', async (language, line) => {
    const { compose, press, says, db, campaign } = await openCampaigns({ language })
    await compose()
    await press('every', 3_600_000)
    await press('start')
    db.exec('update campaigns set rounds_done = 3')
    await press('schedule')
    await press('ask', 'rounds')
    expect((await says('4')).text).not.toContain('⚠️')
    await press('ask', 'rounds')
    expect((await says('2')).text).toContain(line)
    expect(await campaign()).toMatchObject({ state: 'running', timetable: null })
  })

  it('has quiet hours, a beginning, an end and rounds, each taken away again', async () => {
    const { compose, press, says, heard, campaign } = await openCampaigns()
    await compose()
    await press('every', 3_600_000)
    await press('more')
    await press('ask', 'until')
    await says('yesterday')
    expect(heard('I did not understand.')).toBe(true)
    await says('20.11.2026')
    expect(heard('That has passed already: 21 November 2026, 00:00.')).toBe(true)
    expect((await says('30.11.2026')).text).toContain('🏁 Ends: 1 December 2026, 00:00')
    await press('ask', 'from')
    await says('1.12.2026')
    expect(heard('The end must be after the beginning.')).toBe(true)
    expect((await says('22.11.2026 8:30')).text).toContain('▶️ Begins: 22 November 2026, 08:30')
    await press('ask', 'rounds')
    await says('0')
    expect(heard('The number of rounds can be from 1 to 100,000.')).toBe(true)
    expect((await says('3')).text).toContain('🔢 Rounds: 3')
    await press('ask', 'until')
    expect((await press('none')).text).not.toContain('Ends')
    expect((await press('done')).text).toContain('First round: 22 November 2026, 08:30')
    await press('start')

    expect(await campaign()).toMatchObject({
      nextAtMs: Date.parse('2026-11-22T03:30Z'),
      timetable: { endsAtMs: null, rounds: 3 },
    })
  })

  it('is changed while it runs, and says so; nothing is changed by going back', async () => {
    const { compose, press, says, heard, toasts, campaign, here } = await openCampaigns()
    await compose()
    await press('every', 3_600_000)
    await press('start')
    await press('schedule')
    await press('ask', 'quiet')
    const unsaved = await press('quiet', '23:00-06:00')
    expect(unsaved.text).toContain('Not saved yet: press “✔️ Done”.')
    await press('back')
    expect(toasts().at(-1)).toBe('Not saved: the schedule is as it was.')
    expect(await campaign()).toMatchObject({ timetable: null })

    await press('schedule')
    await press('times')
    await says('23:30')
    await press('done')
    expect(await campaign()).toMatchObject({ everyMs: null, timetable: { calendar: { times: [1410] } } })
    await press('schedule')
    await press('ask', 'quiet')
    await press('quiet', '23:00-06:00')
    expect(heard('23:30 lies in the quiet hours (23:00–06:00).')).toBe(true)
    expect((await here()).screen).toBe('campaigns.bounds')
  })

  it('of somebody else is not there', async () => {
    const { press, store, db, compose, campaign } = await openCampaigns()
    await compose()
    await press('every', 3_600_000)
    await press('start')
    const own = await campaign()
    await press('schedule')
    db.prepare('update campaigns set owner_id = 1').run()

    const { text } = await press('ask', 'quiet')
    expect(text).toBe('There is no such campaign.')
    await press('list')
    expect(
      await store.setWhen({
        id: own?.id ?? 0,
        ownerId: aziz.id,
        everyMs: null,
        timetable: null,
        limits: { intervalMinMs: 1 },
        nowMs: 1,
      }),
    ).toEqual({
      problem: { type: 'not-found' },
    })
  })
})

describe('a round at once', () => {
  it('is asked about once more, and begins beside the plan', async () => {
    const { compose, press, says, campaign, db } = await openCampaigns()
    await compose()
    await press('times')
    await says('9:00')
    await press('done')
    expect((await press('start')).buttons).toContain('⚡ Send now')

    expect((await press('sure', 'now')).text).toContain('One round beside the plan: 1 group.')
    await press('now')
    const runs = () => db.prepare('select state from runs').all()
    expect(runs()).toEqual([{ state: 'planning' }])
    await press('now')
    expect(runs()).toHaveLength(1)
    expect(await campaign()).toMatchObject({ nextAtMs: Date.parse('2026-11-22T04:00Z'), roundsDone: 0 })
  })
})

describe('quiet hours on the card', () => {
  it('say when the round goes on by itself', async () => {
    const { compose, press, store, clock } = await openCampaigns()
    await compose()
    await press('once')
    await press('start')
    await openScheduler(store, clock).tick()
    await press('schedule')
    await press('ask', 'quiet')
    await press('quiet', '21:00-08:00')
    await press('done')
    clock.at = Date.parse('2026-11-21T17:00Z')
    await openScheduler(store, clock).tick()
    const card = await press('stay')

    expect(card.text).toContain('🌙 Quiet hours: it goes on by itself on 22 November 2026, 08:00.')
  })
})

describe('the words of a plan', () => {
  const timetable: Timetable = {
    zone: 'Europe/Berlin',
    calendar: { times: [540], days: [0, 2] },
    quiet: { from: 1320, until: 420 },
    beginsAtMs: 0,
    endsAtMs: 1,
    rounds: 10,
  }

  it.each(languages)('name everything: %s', (language) => {
    expect(gridIn(language, { everyMs: null, timetable })).toContain('09:00')
    const said = boundsIn(language, { everyMs: null, timetable }, 'Asia/Tashkent').join('\n')
    for (const part of ['22:00–07:00', '1970', '10', 'Europe/Berlin']) expect(said).toContain(part)
    expect(boundsIn(language, { everyMs: null, timetable }, 'Europe/Berlin').join()).not.toContain('Berlin')
  })

  it.each(languages)('say each problem: %s', (language) => {
    const quiet = { from: 1320, until: 420 }
    const problems: TimetableProblem[] = [
      { type: 'zone', zone: 'x' },
      { type: 'no-times' },
      { type: 'no-days' },
      { type: 'too-many-times', count: 50, max: 48 },
      { type: 'too-close', times: [1, 2], minMs: 300_000 },
      { type: 'always-quiet' },
      { type: 'time-in-quiet', time: 1380, quiet },
      { type: 'ends-first', beginsAtMs: 2, endsAtMs: 1, zone: 'UTC' },
      { type: 'over', endsAtMs: 1, zone: 'UTC' },
      { type: 'never' },
      { type: 'rounds', rounds: 0, max: 100_000 },
    ]
    const said = problems.map((problem) => planProblemInWords(language, problem))

    expect(new Set(said).size).toBe(problems.length)
    expect(planTexts.bounds[language].quiet).not.toBe('')
  })
})
