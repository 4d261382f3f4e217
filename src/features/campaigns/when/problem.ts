import { firstInstant } from '../../../scheduler/misfire.ts'
import { timetableProblem } from '../../../scheduler/timetable.ts'
import { intervalProblem } from '../campaign.ts'
import type { CampaignLimits, CampaignProblem } from '../campaign.ts'
import type { When } from './verbs.ts'

/** Why a campaign cannot follow that plan from now on. */
export function whenProblem(
  { everyMs, timetable }: When,
  limits: CampaignLimits,
  nowMs: number,
): CampaignProblem | undefined {
  const ofInterval = intervalProblem(everyMs, limits)
  if (ofInterval !== undefined || timetable === null) return ofInterval
  const problem = timetableProblem(timetable, limits.intervalMinMs)
  if (problem !== undefined) return { type: 'timetable', problem }
  const { endsAtMs, zone } = timetable
  if (endsAtMs !== null && endsAtMs <= nowMs) return { type: 'timetable', problem: { type: 'over', endsAtMs, zone } }
  if (firstInstant({ everyMs, timetable }, nowMs) !== null) return undefined
  return { type: 'timetable', problem: { type: 'never' } }
}
