import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hoursAt } from '../../src/scheduler/calendar.ts'
import { firstInstant, instantAfter, runNow } from '../../src/scheduler/misfire.ts'
import { everyDay, inOrder, isWithin, shortestGapMs, timetableProblem } from '../../src/scheduler/timetable.ts'
import type { Timetable } from '../../src/scheduler/timetable.ts'
import { dayAt, instantOf, weekdayOf } from '../../src/scheduler/zone.ts'

const [berlin, newYork, tashkent] = ['Europe/Berlin', 'America/New_York', 'Asia/Tashkent'] as const
const hourMs = 3_600_000

describe('a calendar', () => {
  it('comes at its times on its days, as the clock of its zone shows them', () => {
    const timetable = at(tashkent, ['09:00', '18:00'], [0, 1, 2, 3, 4])

    // A Friday; Tashkent is five hours ahead all year.
    expect(instants(timetable, '2026-11-20T00:00Z', 4)).toEqual([
      '2026-11-20T04:00Z',
      '2026-11-20T13:00Z',
      '2026-11-23T04:00Z',
      '2026-11-23T13:00Z',
    ])
  })

  it('passes the ends of months and years, and the 29th of February', () => {
    expect(instants(at(tashkent, ['00:00']), '2027-12-31T18:00Z', 2)).toEqual([
      '2027-12-31T19:00Z',
      '2028-01-01T19:00Z',
    ])
    expect(instants(at(tashkent, ['12:00']), '2028-02-28T08:00Z', 2)).toEqual([
      '2028-02-29T07:00Z',
      '2028-03-01T07:00Z',
    ])
  })

  it.each([
    // On 29 March 2026 Berlin goes from 02:00 to 03:00, on 8 March New York does.
    [berlin, '2026-03-28T12:00Z', ['2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    [newYork, '2026-03-07T12:00Z', ['2026-03-08T07:30Z', '2026-03-09T06:30Z']],
    // Half past two comes twice in Berlin on 25 October; in New York it is half past one that does, on 1 November.
    [berlin, '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    [newYork, '2026-10-31T12:00Z', ['2026-11-01T07:30Z', '2026-11-02T07:30Z']],
  ])('comes once where clocks change: 02:30 in %s from %s', (zone, from, expected) => {
    expect(instants(at(zone, ['02:30']), from, 2)).toEqual(expected)
  })

  it('comes once at an hour that New York has twice', () => {
    expect(instants(at(newYork, ['01:30']), '2026-11-01T00:00Z', 2)).toEqual(['2026-11-01T05:30Z', '2026-11-02T06:30Z'])
  })

  it('is one round where two times fall upon each other because an hour is left out', () => {
    expect(instants(at(berlin, ['02:30', '03:30']), '2026-03-28T20:00Z', 3)).toEqual([
      '2026-03-29T01:30Z',
      '2026-03-30T00:30Z',
      '2026-03-30T01:30Z',
    ])
  })

  it('collapses what was missed into the latest', () => {
    const timetable = at(tashkent, ['09:00', '18:00'])
    const point = { nextAtMs: Date.parse('2026-11-16T04:00Z'), everyMs: null, timetable }

    expect(runNow(point, Date.parse('2026-11-20T10:00Z'))).toEqual({
      type: 'run',
      plannedAtMs: Date.parse('2026-11-20T04:00Z'),
      nextAtMs: Date.parse('2026-11-20T13:00Z'),
    })
  })
})

describe('quiet hours', () => {
  const night = { ...none(berlin), quiet: { from: 22 * 60, until: 7 * 60 } }

  it.each([
    ['2026-11-20T20:59Z', { isQuiet: false, changesAtMs: ms('2026-11-20T21:00Z') }],
    ['2026-11-20T21:00Z', { isQuiet: true, changesAtMs: ms('2026-11-21T06:00Z') }],
    ['2026-11-21T05:59Z', { isQuiet: true, changesAtMs: ms('2026-11-21T06:00Z') }],
    ['2026-11-21T06:00Z', { isQuiet: false, changesAtMs: ms('2026-11-21T21:00Z') }],
    // An hour shorter, and an hour longer, than any other night.
    ['2026-03-28T23:00Z', { isQuiet: true, changesAtMs: ms('2026-03-29T05:00Z') }],
    ['2026-10-24T23:00Z', { isQuiet: true, changesAtMs: ms('2026-10-25T06:00Z') }],
  ])('over midnight, at %s', (atIso, hours) => {
    expect(hoursAt(night, ms(atIso))).toEqual(hours)
  })

  it('within a day', () => {
    const noon = { ...none(tashkent), quiet: { from: 12 * 60, until: 13 * 60 } }

    expect(hoursAt(noon, ms('2026-11-20T06:59Z'))).toEqual({ isQuiet: false, changesAtMs: ms('2026-11-20T07:00Z') })
    expect(hoursAt(noon, ms('2026-11-20T07:30Z'))).toEqual({ isQuiet: true, changesAtMs: ms('2026-11-20T08:00Z') })
    expect(hoursAt(noon, ms('2026-11-20T08:00Z'))).toEqual({ isQuiet: false, changesAtMs: ms('2026-11-21T07:00Z') })
  })

  it('last to the second time that the clock shows their end', () => {
    const early = { ...none(berlin), quiet: { from: 0, until: 150 } }

    expect(hoursAt(early, ms('2026-10-25T00:45Z'))).toEqual({ isQuiet: true, changesAtMs: ms('2026-10-25T01:30Z') })
  })

  it('move an instant of an interval to their end, and what follows counts from there', () => {
    const timetable = { ...none(tashkent), quiet: { from: 22 * 60, until: 7 * 60 } }
    const point = { nextAtMs: ms('2026-11-20T15:10Z'), everyMs: 2 * hourMs, timetable }

    // 20:10 in Tashkent; 22:10 is quiet.
    expect(runNow(point, point.nextAtMs)).toMatchObject({ nextAtMs: ms('2026-11-21T02:00Z') })
    expect(runNow({ ...point, nextAtMs: ms('2026-11-21T02:00Z') }, ms('2026-11-21T02:00Z'))).toMatchObject({
      nextAtMs: ms('2026-11-21T04:00Z'),
    })
  })

  it('let a round that was missed begin when they are over', () => {
    const timetable = { ...none(tashkent), quiet: { from: 22 * 60, until: 7 * 60 } }
    const point = { nextAtMs: ms('2026-11-20T15:10Z'), everyMs: 2 * hourMs, timetable }

    expect(runNow(point, ms('2026-11-20T18:00Z'))).toEqual({ type: 'skip', nextAtMs: ms('2026-11-21T02:00Z') })
  })
})

describe('a beginning, an end and a number of rounds', () => {
  const [beginsAtMs, endsAtMs] = [ms('2026-11-20T00:00Z'), ms('2026-11-21T00:00Z')]
  const timetable = { ...at(tashkent, ['09:00']), beginsAtMs, endsAtMs }

  it('nothing begins before, nothing after', () => {
    expect(firstInstant({ everyMs: null, timetable }, ms('2026-11-01T00:00Z'))).toBe(ms('2026-11-20T04:00Z'))
    expect(firstInstant({ everyMs: hourMs, timetable: { ...timetable, calendar: null } }, 0)).toBe(beginsAtMs)
    expect(firstInstant({ everyMs: null, timetable }, ms('2026-11-20T04:01Z'))).toBeNull()
    const last = { nextAtMs: ms('2026-11-20T04:00Z'), everyMs: null, timetable }
    expect(runNow(last, last.nextAtMs)).toEqual({ type: 'run', plannedAtMs: last.nextAtMs, nextAtMs: null })
    expect(runNow(last, endsAtMs)).toEqual({ type: 'skip', nextAtMs: null })
    expect(instantAfter(last, endsAtMs)).toBeNull()
  })

  it('nothing follows the last round', () => {
    const point = { nextAtMs: 1_000, everyMs: 500 }

    expect(runNow({ ...point, roundsLeft: 2 }, 1_000)).toMatchObject({ plannedAtMs: 1_000, nextAtMs: 1_500 })
    expect(runNow({ ...point, roundsLeft: 1 }, 1_000)).toMatchObject({ plannedAtMs: 1_000, nextAtMs: null })
    expect(runNow({ ...point, roundsLeft: 0 }, 1_000)).toEqual({ type: 'skip', nextAtMs: null })
  })
})

describe('any timetable', () => {
  const seed = Date.now() % 1_000_000
  const aMinute = fc.integer({ min: 0, max: 1439 })
  const aTimetable = fc.record({
    zone: fc.constantFrom(berlin, newYork, tashkent, 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo'),
    times: fc.uniqueArray(aMinute, { minLength: 1, maxLength: 6 }),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    quiet: fc.option(fc.record({ from: aMinute, until: aMinute })),
    fromMs: fc.integer({ min: ms('2026-01-01T00:00Z'), max: ms('2027-01-01T00:00Z') }),
  })

  it(`comes later and later, at its times, on its days, and never in its quiet hours (seed ${seed})`, () => {
    const property = fc.property(aTimetable, ({ zone, times, days, quiet, fromMs }) => {
      const timetable = { ...none(zone), calendar: { times: inOrder(times), days: inOrder(days) }, quiet }
      fc.pre(timetableProblem(timetable, 0) === undefined)
      let [nowMs, count] = [firstInstant({ everyMs: null, timetable }, fromMs) ?? 0, 0]
      expect(nowMs).toBeGreaterThanOrEqual(fromMs)
      for (; count < 40; count++) {
        const day = dayAt(zone, nowMs)
        const [minute, isLeftOut] = [clock(zone, nowMs), changesNear(zone, day)]
        if (quiet !== null) expect(hoursAt(timetable, nowMs).isQuiet).toBe(false)
        // On the day of a change a time may be moved.
        if (!isLeftOut) {
          expect(days).toContain(weekdayOf(day))
          expect(times).toContain(minute)
          if (quiet !== null) expect(isWithin(quiet, minute)).toBe(false)
        }
        const step = runNow({ nextAtMs: nowMs, everyMs: null, timetable }, nowMs)
        if (step.type !== 'run' || step.nextAtMs === null) throw new Error('a calendar without an end has one')
        expect(step.plannedAtMs).toBe(nowMs)
        expect(step.nextAtMs).toBeGreaterThan(nowMs)
        nowMs = step.nextAtMs
      }
    })

    fc.assert(property, { seed, numRuns: 50 })
  })

  it(`keeps an interval apart by at least itself, and out of its quiet hours (seed ${seed})`, () => {
    const property = fc.property(
      aTimetable,
      fc.integer({ min: 5, max: 3_000 }),
      fc.array(fc.integer({ min: 0, max: 9 * 86_400_000 }), { minLength: 1, maxLength: 20 }),
      ({ zone, quiet, fromMs }, everyMin, delays) => {
        fc.pre(quiet === null || quiet.from !== quiet.until)
        const [timetable, everyMs] = [{ ...none(zone), quiet }, everyMin * 60_000]
        let [nowMs, lastAtMs] = [fromMs, Number.NEGATIVE_INFINITY]
        let nextAtMs = firstInstant({ everyMs, timetable }, fromMs) ?? 0
        for (const delayMs of delays) {
          nowMs = Math.max(nowMs, nextAtMs) + delayMs
          const step = runNow({ nextAtMs, everyMs, timetable }, nowMs)
          if (step.type === 'run') {
            expect(hoursAt(timetable, step.plannedAtMs).isQuiet).toBe(false)
            expect(step.plannedAtMs - lastAtMs).toBeGreaterThanOrEqual(everyMs)
            expect(step.plannedAtMs).toBeLessThanOrEqual(nowMs)
            lastAtMs = step.plannedAtMs
          } else if (step.type === 'skip') expect(hoursAt(timetable, nowMs).isQuiet).toBe(true)
          expect(step.nextAtMs).toBeGreaterThan(nowMs)
          nextAtMs = step.nextAtMs ?? 0
          expect(hoursAt(timetable, nextAtMs).isQuiet).toBe(false)
        }
      },
    )

    fc.assert(property, { seed, numRuns: 50 })
  })
})

describe('the closest instants of a calendar', () => {
  it.each([
    [{ times: [540], days: everyDay }, 24],
    [{ times: [540, 1080], days: everyDay }, 9],
    [{ times: [60, 1380], days: everyDay }, 2],
    [{ times: [540], days: [0] }, 7 * 24],
    [{ times: [540], days: [0, 3] }, 3 * 24],
    [{ times: [60, 1380], days: [0, 2] }, 22],
  ])('%o: %i hours', (calendar, hours) => {
    expect(shortestGapMs(calendar)).toBe(hours * hourMs)
  })
})

describe('a timetable that cannot be kept', () => {
  const good = at(tashkent, ['09:00', '18:00'])

  it.each<[string, Partial<Timetable>, object]>([
    ['a zone that is none', { zone: 'Mars/Base' }, { type: 'zone', zone: 'Mars/Base' }],
    ['no times', { calendar: { times: [], days: [1] } }, { type: 'no-times' }],
    ['no days', { calendar: { times: [1], days: [] } }, { type: 'no-days' }],
    ['times too close', { calendar: { times: [540, 541], days: [1] } }, { type: 'too-close', times: [540, 541] }],
    ['a day of quiet', { quiet: { from: 60, until: 60 } }, { type: 'always-quiet' }],
    ['a time in it', { quiet: { from: 1020, until: 420 } }, { type: 'time-in-quiet', time: 1080 }],
    ['an end first', { beginsAtMs: 5, endsAtMs: 5 }, { type: 'ends-first' }],
    ['half a round', { rounds: 0.5 }, { type: 'rounds', rounds: 0.5 }],
  ])('%s', (_, part, problem) => {
    expect(timetableProblem(good, 300_000)).toBeUndefined()
    expect(timetableProblem({ ...good, ...part }, 300_000)).toMatchObject(problem)
  })
})

function ms(iso: string): number {
  return Date.parse(iso)
}

function none(zone: string): Timetable {
  return { zone, calendar: null, quiet: null, beginsAtMs: null, endsAtMs: null, rounds: null }
}

function at(zone: string, times: readonly string[], days: readonly number[] = everyDay): Timetable {
  const minutes = times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)))
  return { ...none(zone), calendar: { times: minutes, days } }
}

/** The first so many instants, as their rounds would follow each other. */
function instants(timetable: Timetable, fromIso: string, count: number): string[] {
  const found = [firstInstant({ everyMs: null, timetable }, ms(fromIso)) ?? 0]
  while (found.length < count) {
    const nextAtMs = found.at(-1) ?? 0
    found.push(instantAfter({ nextAtMs, everyMs: null, timetable }, nextAtMs) ?? 0)
  }
  return found.map((atMs) => new Date(atMs).toISOString().replace(':00.000Z', 'Z'))
}

/** Asked of Intl, which the code under test does not ask. */
function clock(zone: string, atMs: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const [hour, minute] = format.format(atMs).split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

/** Whether clocks change on that day or beside it. */
function changesNear(zone: string, day: number): boolean {
  return instantOf(zone, day + 2, 0) - instantOf(zone, day - 1, 0) !== 3 * 24 * hourMs
}
