import { firstInstant } from '../../../scheduler/misfire.ts'
import { timetableProblems } from '../../../scheduler/timetable.ts'
import { intervalProblem } from '../campaign.ts'
import type { CampaignLimits, CampaignProblem } from '../campaign.ts'
import type { When } from './verbs.ts'

/** Why a campaign cannot follow that plan from now on: the first of the reasons. */
export function whenProblem(when: When, limits: CampaignLimits, nowMs: number): CampaignProblem | undefined {
  return whenProblems(when, limits, nowMs)[0]
}

/** Each reason that holds whatever else is wrong. */
export function whenProblems(when: When, limits: CampaignLimits, nowMs: number): CampaignProblem[] {
  const { everyMs, timetable } = when
  const ofInterval = intervalProblem(everyMs, limits)
  const problems = ofInterval === undefined ? [] : [ofInterval]
  if (timetable === null) return problems
  const ofTimetable = timetableProblems(timetable, limits.intervalMinMs)
  problems.push(...ofTimetable.map((problem) => ({ type: 'timetable', problem }) as const))
  const { endsAtMs, zone } = timetable
  const endsFirst = ofTimetable.some(({ type }) => type === 'ends-first' || type === 'zone')
  if (endsAtMs !== null && endsAtMs <= nowMs && !endsFirst) {
    problems.push({ type: 'timetable', problem: { type: 'over', endsAtMs, zone } })
  }
  if (problems.length > 0 || firstInstant({ everyMs, timetable }, nowMs) !== null) return problems
  return [{ type: 'timetable', problem: { type: 'never' } }]
}
