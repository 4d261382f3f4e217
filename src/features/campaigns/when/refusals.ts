import { moment } from '../../../bot/figures.ts'
import type { TimetableProblem } from '../../../scheduler/timetable.ts'
import type { CampaignProblem } from '../campaign.ts'
import { durationText } from '../duration-text.ts'
import { clockTime, endInWords, momentInWords } from './words.ts'

type WhenProblem = Extract<CampaignProblem, { readonly type: 'timetable' | 'quiet' | 'under-way' }>

/** Whether it is about when a campaign sends. */
export function isOfWhen(problem: CampaignProblem): problem is WhenProblem {
  return problem.type === 'timetable' || problem.type === 'quiet' || problem.type === 'under-way'
}

/** At the command line. @param name `campaign 4`, or `the campaign` */
export function whenProblemInWords(problem: WhenProblem, name: string, id: number | string = 'ID'): string {
  if (problem.type === 'timetable') return timetableInWords(problem.problem)
  if (problem.type === 'under-way') return `a round of ${name} is under way: see \`karvon campaigns show ${id}\``
  const until = momentInWords(problem.untilMs, problem.zone)
  return `${name} has quiet hours until ${until}: wait, or take them away with \`karvon campaigns set ${id} --quiet off\``
}

/** Names the option, what was wrong and the fix. */
function timetableInWords(problem: TimetableProblem): string {
  switch (problem.type) {
    case 'zone':
      return `--zone '${problem.zone}' is no time zone: give a name such as Asia/Tashkent or Europe/Berlin`
    case 'no-times':
      return '--at names no time: give times such as 09:00,18:00'
    case 'no-days':
      return '--days names no day: give days such as mon-fri'
    case 'too-many-times':
      return `--at names ${problem.count} times, and ${problem.max} are possible: use --every for more`
    case 'too-close':
      return `--at ${problem.times.map(clockTime).join(',')} is closer than the shortest interval, ${durationText(problem.minMs)}: leave one out`
    case 'always-quiet':
      return '--quiet begins and ends at the same time: leave hours in which messages may go, such as 22:00-07:00'
    case 'time-in-quiet':
      return `--at ${clockTime(problem.time)} lies in the quiet hours ${clockTime(problem.quiet.from)}-${clockTime(problem.quiet.until)}: leave it out, or make them shorter`
    case 'ends-first':
      return `--until ${endInWords(problem.endsAtMs, problem.zone)} is not after --from ${moment('en', problem.beginsAtMs, problem.zone)}: give a later end`
    case 'over':
      return `--until ${endInWords(problem.endsAtMs, problem.zone)} has passed: give a later end`
    case 'never':
      return 'no round would begin before --until: give a later end'
    case 'rounds':
      return `--rounds ${problem.rounds} is not possible: give a whole number from 1 to ${problem.max}`
    default:
      return problem satisfies never
  }
}
