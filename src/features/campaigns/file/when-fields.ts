import { InvalidArgumentError } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseCount, parseDuration } from '../../../cli/arguments.ts'
import { isZone, roundsMax } from '../../../scheduler/timetable.ts'
import type { Quiet } from '../../../scheduler/timetable.ts'
import type { CampaignLimits } from '../campaign.ts'
import { problemInWords } from '../refusals.ts'
import { parseDays, whenFrom } from '../when/flags.ts'
import type { WhenFlags } from '../when/flags.ts'
import { parseQuiet, parseTimes } from '../when/parse.ts'
import { whenProblem } from '../when/problem.ts'
import type { When } from '../when/verbs.ts'
import type { FileNode, Placed } from './node.ts'

/** When a campaign sends, as its options at the command line are called. */
export const whenFields = {
  every: { about: 'an interval such as 30m, or once', read: readInterval },
  at: { about: 'times of day instead of every, such as 9:00, 18:00', read: readTimes },
  days: { about: 'of the week, such as mon-fri', read: readDays },
  zone: { about: 'of all these times, such as Asia/Tashkent', read: readZone },
  quiet: { about: 'hours in which nothing leaves, such as 22:00-07:00', read: readQuiet },
  from: { about: 'the day on which it begins, such as 2026-11-25', read: readWords },
  until: { about: 'its last day', read: readWords },
  rounds: { about: 'so many and no more', read: readRounds },
}

type WhenWritten = {
  readonly [Name in keyof typeof whenFields]?: Placed<NonNullable<ReturnType<(typeof whenFields)[Name]['read']>>>
}

interface WhenCircumstances {
  readonly limits: CampaignLimits
  /** The owner's. */
  readonly zone: string
  readonly nowMs: number
}

/** The plan that is meant. @returns undefined where it cannot be kept; what is wrong is noted in the line of what it is about */
export function resolveWhen(
  lines: WhenWritten,
  given: WhenCircumstances,
  wrong: (text: string, line: number) => undefined,
): When | undefined {
  const { every, at, rounds } = lines
  const refuse = (text: string): undefined => {
    // The option that is named first is what it is about.
    const named = Object.entries(lines)
      .filter(([name, written]) => written !== undefined && text.includes(`--${name}`))
      .sort(([a], [b]) => text.indexOf(`--${a}`) - text.indexOf(`--${b}`))
    const about = named[0]?.[1]
    return wrong(text.replaceAll(/--(?=[a-z])/g, ''), about?.line ?? every?.line ?? at?.line ?? 1)
  }
  if (every !== undefined && at !== undefined) return wrong('every and at stand here both: keep one', at.line)
  if (every?.value === 'once' && rounds !== undefined) {
    return wrong('what runs once has one round: leave rounds out', rounds.line)
  }
  try {
    const when = whenFrom(flagsOf(lines), { everyMs: null, timetable: null }, given.zone)
    const problem = whenProblem(when, given.limits, given.nowMs)
    return problem === undefined ? when : refuse(problemInWords(problem))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(error.message)
  }
}

function flagsOf({ every, at, days, zone, quiet, from, until, rounds }: WhenWritten): WhenFlags {
  return {
    ...(every === undefined ? {} : every.value === 'once' ? { once: true } : { every: every.value }),
    ...(at !== undefined && { at: at.value }),
    ...(days !== undefined && { days: days.value }),
    ...(zone !== undefined && { zone: zone.value }),
    ...(quiet !== undefined && { quiet: quiet.value }),
    ...(from !== undefined && { from: from.value }),
    ...(until !== undefined && { until: until.value }),
    ...(rounds !== undefined && { rounds: rounds.value }),
  }
}

function readInterval(node: FileNode): number | 'once' | undefined {
  const text = node.text()?.trim() ?? ''
  if (text === 'once') return text
  return (
    tried(() => parseDuration(text)) ??
    node.wrong(`${shown(text)} is no interval: give one such as 30m, 2h or 1d, or once`)
  )
}

function readTimes(node: FileNode): number[] | undefined {
  const text = wordsOf(node)
  const parsed = parseTimes(text)
  if ('value' in parsed) return parsed.value
  return node.wrong(`${shown(parsed.bad)} is no time: give times such as 9:00, 18:00`)
}

function readDays(node: FileNode): number[] | undefined {
  const text = wordsOf(node)
  return (
    tried(() => parseDays(text)) ?? node.wrong(`${shown(text)} are no days: give days such as mon-fri or mon, wed, sat`)
  )
}

function readZone(node: FileNode): string | undefined {
  const text = node.text()?.trim() ?? ''
  return isZone(text) ? text : node.wrong(`${shown(text)} is no time zone: give a name such as Asia/Tashkent`)
}

function readQuiet(node: FileNode): Quiet | undefined {
  const parsed = parseQuiet(node.text() ?? '')
  if ('value' in parsed) return parsed.value
  return node.wrong(`${shown(parsed.bad)} are no hours: give hours such as 22:00-07:00`)
}

/** A day means something in a zone only, which may stand below it. */
function readWords(node: FileNode): string | undefined {
  return node.text()?.trim() ?? node.wrong('a day is one value, such as 2026-11-25 or 2026-11-25T09:00')
}

function readRounds(node: FileNode): number | undefined {
  const text = node.text() ?? ''
  return (
    tried(() => parseCount(1, roundsMax)(text)) ??
    node.wrong(`${shown(text)} is no number of rounds: give one from 1 to ${roundsMax}`)
  )
}

/** A list, or one text with commas. */
function wordsOf(node: FileNode): string {
  return (node.list() ?? [node]).map((item) => item.text() ?? '').join(',')
}

function tried<Value>(parse: () => Value): Value | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined
    throw error
  }
}

function shown(text: string): string {
  return text === '' ? 'this' : `'${text.slice(0, 40)}'`
}
