import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Rich } from '../../../../bot/rich-text.ts'
import { go } from '../../../../bot/screen.ts'
import type { Next, Show, Visit } from '../../../../bot/screen.ts'
import { isBound, unbound } from '../../../../scheduler/timetable.ts'
import type { Timetable } from '../../../../scheduler/timetable.ts'
import { whenProblem } from '../../when/problem.ts'
import { timetableShape } from '../../when/shape.ts'
import { changedTo, outlookLines } from '../change/fit.ts'
import { findOne } from '../change/shared.ts'
import { composed, limitsOf } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { bounds, planProblemInWords, planTexts as texts } from './texts.ts'

/** A plan that is being made: of a campaign that is being made too, or of one that stands. */
export const planDraft = z.object({
  /** The one that stands. */
  id: z.int().nullable(),
  /** The one that is being made. */
  composing: composed.nullable().default(null),
  everyMs: z.int().nullable().default(null),
  timetable: timetableShape.nullable().default(null),
  /** What is being asked for. */
  asked: z.enum(bounds).nullable().default(null),
  /** While times are written for one that stands: the plan that its schedule showed before. */
  before: z.object({ everyMs: z.int().nullable(), timetable: timetableShape.nullable() }).nullable().default(null),
})

export type PlanDraft = z.output<typeof planDraft>

/** What is there to change; without anything yet, by the person's own clock. */
export function timetableOf({ timetable }: PlanDraft, { person }: Visit): Timetable {
  return timetable ?? unbound(person.timeZone)
}

/** With that part changed. Whoever has chosen times has no interval. */
export function planWith(draft: PlanDraft, part: Partial<Timetable>, visit: Visit): PlanDraft {
  const timetable = { ...timetableOf(draft, visit), ...part }
  const everyMs = timetable.calendar === null ? draft.everyMs : null
  return { ...draft, everyMs, timetable: isBound(timetable) ? timetable : null, asked: null }
}

/** Why it cannot be kept, in the person's words. */
export function problemIn(deps: CampaignBotDeps, { everyMs, timetable }: PlanDraft, visit: Visit): string | undefined {
  const problem = whenProblem({ everyMs, timetable }, limitsOf(deps), visit.nowMs)
  return problem?.type === 'timetable' ? planProblemInWords(visit.language, problem.problem) : undefined
}

/** Takes the plan over where it belongs, or stays and says why not. */
export async function finish(deps: CampaignBotDeps, screen: string, draft: PlanDraft, visit: Visit): Promise<Next> {
  const { id, composing, everyMs, timetable } = draft
  const { language, person, nowMs } = visit
  const said = problemIn(deps, draft, visit)
  if (said !== undefined) return go(screen, draft, { say: said })
  if (composing !== null) return go('campaigns.confirm', { ...composing, everyMs, timetable })
  if (id === null) return go('campaigns.list')
  const when = { everyMs, timetable, limits: limitsOf(deps), nowMs }
  const answer = await deps.store.setWhen({ id, ownerId: person.id, ...when })
  if ('problem' in answer) return go('campaigns.one', { id })
  return changedTo(deps, answer.campaign, visit, { toast: texts.saved[language] })
}

/** Of one that stands: whether it fits with this plan. Of one that is being made the last screen before its start says so. */
export async function planOutlook(
  deps: CampaignBotDeps,
  { id, everyMs, timetable }: PlanDraft,
  visit: Visit,
): Promise<Rich[]> {
  const campaign = id === null ? undefined : await findOne(deps, id, visit)
  return campaign === undefined ? [] : outlookLines(deps, campaign, visit, { everyMs, timetable })
}

/** Whether what the screen shows is what holds already. */
export async function isKept(
  deps: CampaignBotDeps,
  { id, composing, everyMs, timetable }: PlanDraft,
  visit: Visit,
): Promise<boolean> {
  const held = id === null ? composing : await findOne(deps, id, visit)
  return isDeepStrictEqual({ everyMs, timetable }, { everyMs: held?.everyMs, timetable: held?.timetable ?? null })
}

/**
 * Back from the schedule. Nothing of a campaign that is being made stands before its start, so there it keeps what it showed; one that
 * stands changes by Done alone, and what is left behind is said.
 */
export async function leave(deps: CampaignBotDeps, draft: PlanDraft, visit: Visit): Promise<Show> {
  const { id, composing, everyMs, timetable } = draft
  if (composing !== null) return go('campaigns.confirm', { ...composing, everyMs, timetable })
  if (id === null) return go('campaigns.list')
  const isSame = await isKept(deps, draft, visit)
  return go('campaigns.one', { id }, isSame ? {} : { toast: texts.leftBehind[visit.language] })
}

/**
 * Back from the times, to the question that led there. Nothing is chosen by it: not having said how often is no `once`. What was
 * written stands there again when the times of a campaign that is being made are asked for anew.
 */
export function leaveTimes({ id, composing, timetable, before }: PlanDraft): Show {
  if (composing !== null) return go('campaigns.when', { ...composing, everyMs: undefined, timetable })
  return id === null ? go('campaigns.list') : go('campaigns.bounds', { id, ...before })
}
