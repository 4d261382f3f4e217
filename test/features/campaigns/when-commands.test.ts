import { describe, expect, it } from 'vitest'
import { instantOf } from '../../../src/scheduler/zone.ts'
import { create, refused, setup } from './commands-setup.ts'

const all = [...create, '--groups', 'all']
/** A Monday, far enough from now. */
const monday = '2199-07-15'
const day = Date.UTC(2199, 6, 15) / 86_400_000

interface Told {
  readonly campaign: { readonly id: number; readonly nextAtMs: number | null; readonly timetable: object | null }
}

describe('karvon campaigns create', () => {
  it('takes times of day in the zone of its owner, hours of rest, and bounds', async () => {
    const { json, karvon } = await setup()

    const { campaign } = await json<Told>(
      ...all,
      ...'--at 18:00,9:00 --days mon-fri --quiet 22:00-07:00 --until 2199-12-31 --rounds 10 --start'.split(' '),
      '--from',
      monday,
    )

    expect(campaign).toMatchObject({
      state: 'running',
      everyMs: null,
      nextAtMs: instantOf('Asia/Tashkent', day, 9 * 60),
      timetable: {
        zone: 'Asia/Tashkent',
        calendar: { times: [540, 1080], days: [0, 1, 2, 3, 4] },
        quiet: { from: 1320, until: 420 },
        beginsAtMs: instantOf('Asia/Tashkent', day, 0),
        // The whole of that day.
        endsAtMs: Date.parse('2200-01-01T00:00+05:00'),
        rounds: 10,
      },
    })
    const { stdout } = await karvon('campaigns', 'show', '1')
    expect(stdout).toContain(`When        at 09:00,18:00 mon-fri (Asia/Tashkent)
Quiet       22:00-07:00 (Asia/Tashkent)
From        15 July 2199, 00:00 (Asia/Tashkent)
Until       the end of 31 December 2199 (Asia/Tashkent)
Rounds      10
`)
    expect(stdout).toMatch(/Next +in \d+ d, 15 July 2199, 09:00 \(Asia\/Tashkent\)\n/)
  })

  it('takes a zone of its own, an instant, and a beginning for what runs once', async () => {
    const { json, karvon } = await setup()

    await json<Told>(...all, '--once', '--from', `${monday}T09:30`, '--zone', 'Europe/Berlin', '--start')

    const { stdout } = await karvon('campaigns', 'show', '1')
    expect(stdout).toContain('From        15 July 2199, 09:30 (Europe/Berlin)\n')
    // Berlin is three hours behind Tashkent in summer.
    expect(stdout).toMatch(/Next +in \d+ d, 15 July 2199, 12:30 \(Asia\/Tashkent\)\n/)
  })

  it.each([
    [['--at', '25:00'], `option '--at <times>' argument '25:00' is invalid. Give times such as 09:00,18:00.`],
    [
      ['--at', '9:00,9:xx'],
      `option '--at <times>' argument '9:00,9:xx' is invalid. '9:xx' is none. Give times such as 09:00,18:00.`,
    ],
    [
      ['--at', '9:00', '--days', 'mon-frid'],
      `option '--days <days>' argument 'mon-frid' is invalid. Give days such as mon-fri or mon,wed,sat, or daily.`,
    ],
    [
      ['--at', '9:00', '--zone', 'Mars'],
      `option '--zone <name>' argument 'Mars' is invalid. Give a name such as Asia/Tashkent or Europe/Berlin.`,
    ],
    [
      ['--once', '--quiet', '22'],
      `option '--quiet <hours>' argument '22' is invalid. Give hours such as 22:00-07:00, or off.`,
    ],
    [
      ['--once', '--from', '2026-02-30'],
      `--from '2026-02-30' is no day: give one such as 2026-11-25 or 2026-11-25T09:00, or off`,
    ],
    [
      ['--once', '--until', '2020-01-01'],
      '--until the end of 1 January 2020 (Asia/Tashkent) has passed: give a later end',
    ],
    [
      ['--once', '--from', '2199-01-02', '--until', '2199-01-01'],
      '--until the end of 1 January 2199 (Asia/Tashkent) is not after --from 2 January 2199, 00:00: give a later end',
    ],
    [
      ['--at', '9:00', '--days', 'tue', '--from', monday, '--until', monday],
      'no round would begin before --until: give a later end',
    ],
    [
      ['--at', '9:00,23:30', '--quiet', '22-7'],
      '--at 23:30 lies in the quiet hours 22:00-07:00: leave it out, or make them shorter',
    ],
    [
      ['--once', '--quiet', '7:00-7:00'],
      '--quiet begins and ends at the same time: leave hours in which messages may go, such as 22:00-07:00',
    ],
    [['--every', '5m', '--days', 'mon'], '--days needs times: give --at 09:00,18:00 with it'],
    [
      ['--every', '5m', '--zone', 'UTC'],
      '--zone UTC means nothing by itself: give --at, --quiet, --from or --until with it',
    ],
    [['--every', '5m', '--at', '9:00'], `option '--every <interval>' cannot be used with option '--at <times>'`],
    [['--once', '--rounds', '2'], `option '--once' cannot be used with option '--rounds <count>'`],
    [
      ['--every', '5m', '--rounds', '0'],
      `option '--rounds <count>' argument '0' is invalid. Give a whole number from 1 to 100000.`,
    ],
  ])('refuses %s in one line, and makes nothing', async (flags, line) => {
    const { karvon, json } = await setup()

    expect(await karvon(...all, ...flags)).toEqual(refused(line))
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })
})

describe('times that are closer than the shortest interval', () => {
  it('are refused like such an interval', async () => {
    const { karvon } = await setup({ TEST_MODE: 'false', MIN_INTERVAL_MINUTES: '5' })

    expect(await karvon(...all, '--at', '9:00,9:04')).toEqual(
      refused('--at 09:00,09:04 is closer than the shortest interval, 5m: leave one out'),
    )
  })
})

describe('karvon campaigns set', () => {
  it('changes what is named and keeps the rest', async () => {
    const { json, karvon } = await setup()
    await json<Told>(...all, '--at', '9:00', '--quiet', '22-7', '--from', monday, '--start')
    const set = async (...flags: string[]) => (await json<Told>('campaigns', 'set', '1', ...flags)).campaign

    expect(await set('--days', 'sat,sun')).toMatchObject({
      nextAtMs: instantOf('Asia/Tashkent', day + 5, 540),
      timetable: { calendar: { times: [540], days: [5, 6] }, quiet: { from: 1320, until: 420 } },
    })
    expect(await set('--every', '2h', '--from', 'off')).toMatchObject({
      everyMs: 7_200_000,
      timetable: { calendar: null, beginsAtMs: null },
    })
    expect(await set('--quiet', 'off')).toMatchObject({ everyMs: 7_200_000, timetable: null })
    const { stdout } = await karvon('campaigns', 'set', '1', '--at', '9:00', '--from', monday)
    expect(stdout).toMatch(
      /^Campaign 1 runs at 09:00 every day \(Asia\/Tashkent\), from 15 July 2199, 00:00 \(Asia\/Tashkent\)\.\nIts next round: in \d+ d, 15 July 2199, 09:00 \(Asia\/Tashkent\)\.\n$/,
    )
  })

  it('says what becomes of older messages, alone or with other times', async () => {
    const { json, karvon } = await setup()
    await json<Told>(...all, '--every', '1h')

    expect((await karvon('campaigns', 'set', '1', '--keep-latest', 'delete')).stdout).toBe(
      'Campaign 1 runs every 1h.\nOlder messages: deleted once the new one stands.\n',
    )
    expect(await json('campaigns', 'set', '1', '--keep-latest', 'off', '--every', '2h')).toMatchObject({
      campaign: { keepLatest: 'off', everyMs: 7_200_000 },
    })
  })

  it('refuses what cannot be kept, and changes nothing', async () => {
    const { json, karvon } = await setup()
    const { campaign } = await json<Told>(...all, '--at', '9:00', '--from', monday)

    expect(await karvon('campaigns', 'set', '1', '--quiet', '8:00-10:00')).toEqual(
      refused('--at 09:00 lies in the quiet hours 08:00-10:00: leave it out, or make them shorter'),
    )
    expect(await karvon('campaigns', 'set', '1')).toEqual(
      refused('there is nothing to set: give --every, --at, --quiet, --from, --until, --rounds or --keep-latest'),
    )
    expect(await karvon('campaigns', 'set', '7', '--quiet', 'off')).toEqual(
      refused('there is no campaign 7: see `karvon campaigns list`'),
    )
    expect(await json('campaigns', 'show', '1')).toMatchObject({ campaign })
  })
})

describe('karvon campaigns set --rounds', () => {
  it('says of a campaign that has had as many that it is over', async () => {
    const { json, karvon, withDatabase } = await setup()
    await json(...all, '--every', '1h', '--start')
    withDatabase((db) => db.exec('update campaigns set rounds_done = 3'))

    expect((await karvon('campaigns', 'set', '1', '--rounds', '4')).stdout).not.toContain('already')
    const { stdout } = await karvon('campaigns', 'set', '1', '--rounds', '1')

    expect(stdout).toContain('\nCampaign 1 has had 3 rounds already: it is over.\n')
    expect(await json('campaigns', 'set', '1', '--rounds', '2')).toMatchObject({
      campaign: { state: 'finished' },
      warning: 'Campaign 1 has had 3 rounds already: it is over.',
    })
  })
})

describe('karvon campaigns now', () => {
  it('begins a round beside the plan, and says why when it does not', async () => {
    const { json, karvon, withDatabase } = await setup()
    const { campaign } = await json<Told>(...all, '--at', '9:00', '--from', monday)
    expect(await karvon('campaigns', 'now', '1')).toEqual(
      refused('campaign 1 has not been started: `karvon campaigns start 1` begins it'),
    )
    await json('campaigns', 'start', '1')

    expect((await karvon('campaigns', 'now', '1')).stdout).toBe('Campaign 1: a round begins now, beside its plan.\n')
    const nextAtMs = instantOf('Asia/Tashkent', day, 540)
    expect(await json('campaigns', 'show', '1')).toMatchObject({
      campaign: { id: campaign.id, nextAtMs, roundsDone: 0 },
      runs: [{ state: 'planning' }],
    })
    expect(await karvon('campaigns', 'now', '1')).toEqual(
      refused('a round of campaign 1 is under way: see `karvon campaigns show 1`'),
    )

    withDatabase((db) => db.exec(`update runs set state = 'finished', finished_at_ms = 9`))
    // Quiet but for a minute, which is not this one.
    const minute = new Date(Date.now() + 5 * 3_600_000 + 600_000).getUTCMinutes()
    const hour = new Date(Date.now() + 5 * 3_600_000 + 600_000).getUTCHours()
    const text = (of: number) => `${hour}:${String(of).padStart(2, '0')}`
    const [from, until] = minute === 59 ? [text(59), `${(hour + 1) % 24}:00`] : [text(minute + 1), text(minute)]
    await json('campaigns', 'set', '1', '--every', '1h', '--quiet', `${from}-${until}`)
    if (minute !== 59) {
      const { code, stderr } = await karvon('campaigns', 'now', '1')
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('campaign 1 has quiet hours until '),
      })
    }
  })
})
