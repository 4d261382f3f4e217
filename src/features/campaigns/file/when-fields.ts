import { InvalidArgumentError } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseCount, parseDuration } from '../../../cli/arguments.ts'
import { isZone, roundsMax } from '../../../scheduler/timetable.ts'
import type { Quiet } from '../../../scheduler/timetable.ts'
import type { CampaignLimits } from '../campaign.ts'
import { problemInWords } from '../refusals.ts'
import { parseDays, whenFrom } from '../when/flags.ts'
import type { WhenFlags } from '../when/flags.ts'
import { parseInstant, parseQuiet, parseTimes } from '../when/parse.ts'
import { whenProblems } from '../when/problem.ts'
import type { When } from '../when/verbs.ts'
import type { FileNode, Placed } from './node.ts'

/** When a campaign sends, as its options at the command line are called. */
export const whenFields = {
  every: { about: 'an interval such as 30m, or once', read: readInterval },
  at: { about: 'times of day instead of every, such as 9:00, 18:00', read: readTimes },
  days: { about: 'of the week, such as mon-fri', read: readDays },
  zone: { about: 'of all these times, such as Asia/Tashkent', read: readZone },
  quiet: { about: 'hours in which nothing leaves, such as 22:00-07:00', read: readQuiet },
  from: { about: 'the day on which it begins, such as 2026-11-25', read: readDay },
  until: { about: 'its last day, to the end of it', read: readDay },
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
  /** The lines of all that the file has, what cannot be read among it. */
  readonly standing: ReadonlyMap<string, number>
}

/**
 * The plan that is meant. Of a plan that cannot be kept each reason is noted in the line of what it is about, those that would follow
 * from something that cannot be read left out. @returns undefined then
 */
export function resolveWhen(
  lines: WhenWritten,
  { limits, zone, nowMs, standing }: WhenCircumstances,
  wrong: (text: string, line: number) => undefined,
): When | undefined {
  let isGood = whenNames.every((name) => !standing.has(name) || Object.hasOwn(lines, name))
  const say = (text: string, name: WhenName): void => {
    isGood = false
    wrong(text, standing.get(name) ?? 1)
  }
  sayConflicts(lines, standing, say)
  const refuse = (text: string): void => say(text.replaceAll(/--(?=[a-z])/g, ''), aboutWhich(text, standing))
  const isZoneRead = !standing.has('zone') || lines.zone !== undefined
  for (const problem of whenProblems(readableIn(lines, zone), limits, nowMs)) {
    const type = problem.type === 'timetable' ? problem.problem.type : problem.type
    const follows = (type === 'never' && !isGood) || (type === 'over' && !isZoneRead)
    if (!follows) refuse(problemInWords(problem))
  }
  // What is missing is said of the whole file.
  if (!isGood || !(standing.has('every') || standing.has('at'))) return undefined
  try {
    return whenFrom(flagsOf(lines), { everyMs: null, timetable: null }, zone)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    refuse(error.message)
    return undefined
  }
}

function sayConflicts(
  { every }: WhenWritten,
  standing: ReadonlyMap<string, number>,
  say: (text: string, name: WhenName) => void,
): void {
  if (standing.has('every') && standing.has('at')) say('every and at stand here both: keep one', 'at')
  if (every?.value === 'once' && standing.has('rounds')) say('what runs once has one round: leave rounds out', 'rounds')
  if (standing.has('days') && !standing.has('at')) say('days needs times: give at 09:00,18:00 with it', 'days')
}

/** The option that is named first is what it is about; where none is, the interval. */
function aboutWhich(text: string, standing: ReadonlyMap<string, number>): WhenName {
  const [about = standing.has('every') ? 'every' : 'at'] = whenNames
    .filter((name) => standing.has(name) && text.includes(`--${name}`))
    .sort((a, b) => text.indexOf(`--${a}`) - text.indexOf(`--${b}`))
  return about
}

/** A plan of what can be read and does not contradict itself, to look at what is wrong with it. */
function readableIn({ every, at, days, rounds, zone, quiet, from, until }: WhenWritten, ownZone: string): When {
  const everyMs = every === undefined || every.value === 'once' ? null : every.value
  const grid = {
    ...(at === undefined ? { ...(every && { every }) } : { at, ...(days && { days }) }),
    ...(rounds && (everyMs !== null || at !== undefined) && { rounds }),
  }
  const bounds = { ...(quiet && { quiet }), ...(from && { from }), ...(until && { until }) }
  const given = flagsOf({ ...grid, ...bounds })
  return { ...whenFrom(given, { everyMs: null, timetable: null }, zone?.value ?? ownZone), everyMs }
}

type WhenName = keyof typeof whenFields

const whenNames = ['every', 'at', 'days', 'zone', 'quiet', 'from', 'until', 'rounds'] as const

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

/** Which instant it means says the zone, which may stand below it. */
function readDay(node: FileNode): string | undefined {
  const text = node.text()?.trim() ?? ''
  const isDay = text === 'off' || 'value' in parseInstant(text, 'UTC', false)
  return isDay ? text : node.wrong(`${shown(text)} is no day: give one such as 2026-11-25 or 2026-11-25T09:00`)
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
