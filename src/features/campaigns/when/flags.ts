import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseCount, parseDuration } from '../../../cli/arguments.ts'
import { everyDay, inOrder, isBound, isZone, roundsMax, unbound } from '../../../scheduler/timetable.ts'
import type { Calendar, Quiet, Timetable } from '../../../scheduler/timetable.ts'
import { parseInstant, parseQuiet, parseTimes } from './parse.ts'
import type { Parsed } from './parse.ts'
import type { When } from './verbs.ts'
import { dayNames } from './words.ts'

/** As commander gives them. What takes something away again is `off`. */
export interface WhenFlags {
  readonly every?: number
  readonly once?: true
  readonly at?: readonly number[]
  readonly days?: readonly number[]
  readonly zone?: string
  readonly quiet?: Quiet | Off
  readonly from?: string
  readonly until?: string
  readonly rounds?: number | Off
}

type Off = 'off'

/** Their names. */
export const whenOptions = ['every', 'once', 'at', 'days', 'zone', 'quiet', 'from', 'until', 'rounds'] as const

/** The options by which a command is told when a campaign sends. */
export function withWhen(command: Command): Command {
  return command
    .addOption(
      new Option('--every <interval>', 'in rounds: 5m, 2h, 1d; start to start')
        .argParser(parseDuration)
        .conflicts(['once', 'at']),
    )
    .addOption(new Option('--once', 'one round').conflicts(['at', 'rounds']))
    .option('--at <times>', 'at times of day: 09:00,18:00', valueFrom(parseTimes, 'Give times such as 09:00,18:00.'))
    .option('--days <days>', 'only on these: mon-fri, or mon,wed,sat', parseDays)
    .option('--zone <name>', "of all these times, such as Asia/Tashkent; the owner's unless told", parseZone)
    .option('--quiet <hours>', 'nothing leaves then: 22:00-07:00; off', orOff(valueFrom(parseQuiet, quietHint)))
    .option('--from <day>', 'not before: 2026-11-25, or 2026-11-25T09:00; off')
    .option('--until <day>', 'not after: a day is its end, a time is that time; off')
    .option('--rounds <count>', 'so many and no more; off', orOff(parseCount(1, roundsMax)))
}

const quietHint = 'Give hours such as 22:00-07:00, or off.'

export function isAnyOf(flags: WhenFlags): boolean {
  return whenOptions.some((name) => flags[name] !== undefined)
}

/**
 * What was there, with what was told. @param zone where nothing names one
 * @throws Refusal where options do not fit each other, or a day is none
 */
export function whenFrom(flags: WhenFlags, base: When, ownZone: string): When {
  const old = base.timetable ?? unbound(ownZone)
  const zone = flags.zone ?? old.zone
  const calendar = calendarFrom(flags, old.calendar)
  const isOnce = flags.once === true
  const everyMs = calendar !== null || isOnce ? null : (flags.every ?? base.everyMs)
  const timetable: Timetable = {
    zone,
    calendar,
    quiet: changed(flags.quiet, old.quiet),
    beginsAtMs: instantFrom('--from', flags.from, zone, old.beginsAtMs),
    endsAtMs: instantFrom('--until', flags.until, zone, old.endsAtMs),
    rounds: isOnce ? null : changed(flags.rounds, old.rounds),
  }
  if (timetable.rounds !== null && everyMs === null && calendar === null) {
    throw new Refusal('--rounds needs --every or --at: what runs once has one round')
  }
  if (flags.zone !== undefined && !isBound(timetable)) {
    throw new Refusal(`--zone ${zone} means nothing by itself: give --at, --quiet, --from or --until with it`)
  }
  return { everyMs, timetable: isBound(timetable) ? timetable : null }
}

function calendarFrom({ at, days, every, once }: WhenFlags, old: Calendar | null): Calendar | null {
  if (at !== undefined) return { times: at, days: days ?? old?.days ?? everyDay }
  const kept = every !== undefined || once === true ? null : old
  if (days === undefined) return kept
  if (kept === null) throw new Refusal('--days needs times: give --at 09:00,18:00 with it')
  return { ...kept, days }
}

function changed<Value>(given: Value | Off | undefined, old: Value | null): Value | null {
  return given === undefined ? old : given === 'off' ? null : given
}

function instantFrom(option: string, text: string | undefined, zone: string, old: number | null): number | null {
  if (text === undefined) return old
  if (text === 'off') return null
  const parsed = parseInstant(text, zone, option === '--until')
  if ('value' in parsed) return parsed.value
  throw new Refusal(`${option} '${text}' is no day: give one such as 2026-11-25 or 2026-11-25T09:00, or off`)
}

function valueFrom<Value>(parse: (text: string) => Parsed<Value>, hint: string): (text: string) => Value {
  return (text) => {
    const parsed = parse(text)
    if ('value' in parsed) return parsed.value
    throw new InvalidArgumentError(parsed.bad === text ? hint : `'${parsed.bad}' is none. ${hint}`)
  }
}

function orOff<Value>(parse: (text: string) => Value): (text: string) => Value | Off {
  return (text) => (text === 'off' ? 'off' : parse(text))
}

function parseZone(text: string): string {
  if (isZone(text)) return text
  throw new InvalidArgumentError('Give a name such as Asia/Tashkent or Europe/Berlin.')
}

/** `mon-fri`, `sat,sun`, `fri-mon`, `daily`. @returns 0 for Monday, rising */
export function parseDays(text: string): number[] {
  if (text === 'daily') return [...everyDay]
  const days = text
    .toLowerCase()
    .split(',')
    .flatMap((part) => rangeOf(part.trim()))
  if (days.includes(-1)) throw new InvalidArgumentError('Give days such as mon-fri or mon,wed,sat, or daily.')
  return inOrder(days)
}

function rangeOf(part: string): number[] {
  const [first = '', last = first, ...rest] = part.split('-').map((name) => name.trim())
  const [from, to] = [dayNames.findIndex((name) => name === first), dayNames.findIndex((name) => name === last)]
  if (from === -1 || to === -1 || rest.length > 0) return [-1]
  // Over the end of the week, too.
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7)
}
