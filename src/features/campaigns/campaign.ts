import { printable } from '../../base/printable.ts'
import { problemOf } from '../../delivery/message.ts'
import type { Content, ContentProblem } from '../../delivery/message.ts'
import type { TimetableProblem } from '../../scheduler/timetable.ts'
import type { LongCaption } from './rights/captions.ts'
import type { Refused } from './rights/refused.ts'

/**
 * - `draft`: being made; nothing happens until its owner starts it.
 * - `running`: the scheduler opens a run at each instant. Goes on after a crash.
 * - `paused`: by its owner, or because an instant was missed and the owner is to be asked. Its run's attempts are not claimed.
 * - `stopped`: by its owner, because Telegram refuses what it says, or because no group is left. What was left of its run is cancelled.
 * - `finished`: it was to run once, and has.
 */
export type CampaignState = 'draft' | 'running' | 'paused' | 'stopped' | 'finished'

/** What a person can tell a campaign. */
export type CampaignWord = 'start' | 'pause' | 'resume' | 'stop'

/** Every legal move. A campaign that was stopped or has finished may start again, on a new grid. */
export const campaignMoves = {
  draft: { start: 'running' },
  running: { pause: 'paused', stop: 'stopped' },
  paused: { resume: 'running', stop: 'stopped' },
  stopped: { start: 'running' },
  finished: { start: 'running' },
} as const satisfies Record<CampaignState, Partial<Record<CampaignWord, CampaignState>>>

/** @returns undefined when the campaign does not know that word in its state. */
export function nextCampaignState(state: CampaignState, word: CampaignWord): CampaignState | undefined {
  const moves: Partial<Record<CampaignWord, CampaignState>> = campaignMoves[state]
  return moves[word]
}

/** What an installation, or later a tariff, allows. */
export interface CampaignLimits {
  readonly intervalMinMs: number
}

/** Below a minute only in tests: a real group is not to hear from anybody every second. */
export function campaignLimits({ minutesMin, isTest }: { minutesMin: number; isTest: boolean }): CampaignLimits {
  return { intervalMinMs: isTest ? 1_000 : minutesMin * 60_000 }
}

/** Why a campaign does not do what it was told. A value: the bot, the panel and the command line say it in their words. */
export type CampaignProblem =
  /** There is none with this number, or it is another owner's. */
  | { readonly type: 'not-found' }
  | { readonly type: 'text'; readonly problem: ContentProblem }
  | { readonly type: 'no-text' }
  | { readonly type: 'no-group' }
  /** Its owner is banned, or their days are over. */
  | { readonly type: 'no-access'; readonly ownerId: number }
  /** None of its accounts can send: paused, signed out or stopped. */
  | { readonly type: 'no-account' }
  | { readonly type: 'interval'; readonly everyMs: number; readonly minMs: number; readonly maxMs: number }
  | { readonly type: 'timetable'; readonly problem: TimetableProblem }
  | { readonly type: 'not-your-account'; readonly accountId: number }
  | { readonly type: 'unknown-group'; readonly accountId: number; readonly peer: number }
  | { readonly type: 'may-not-post'; readonly accountId: number; readonly peer: number; readonly why: string }
  /** One of its accounts may not write so much below files. */
  | ({ readonly type: 'caption' } & LongCaption)
  /** The account may write there, and the group does not take what the campaign says. */
  | ({ readonly type: 'kind-forbidden'; readonly accountId: number; readonly peer: number } & Refused)
  | {
      readonly type: 'wrong-state'
      readonly state: CampaignState
      readonly word: CampaignWord | 'retry' | 'archive' | 'now'
    }
  /** A round at once was asked for, and one is being sent. */
  | { readonly type: 'under-way' }
  /** The same in its quiet hours. */
  | { readonly type: 'quiet'; readonly untilMs: number; readonly zone: string }
  /** Retry was asked for, and no attempt of the last run has failed. */
  | { readonly type: 'nothing-failed' }
  | { readonly type: 'name'; readonly max: number }
  /** A text of its own was given to a group that the campaign does not write to. */
  | { readonly type: 'not-a-target'; readonly accountId: number; readonly peer: number; readonly topic: number }

/** A year: longer is a mistake in the unit. */
export const intervalMaxMs = 366 * 24 * 3_600_000

export function intervalProblem(everyMs: number | null, limits: CampaignLimits): CampaignProblem | undefined {
  if (everyMs === null) return undefined
  const isFit = Number.isSafeInteger(everyMs) && everyMs >= limits.intervalMinMs && everyMs <= intervalMaxMs
  return isFit ? undefined : { type: 'interval', everyMs, minMs: limits.intervalMinMs, maxMs: intervalMaxMs }
}

/** @param content null: none is given yet */
export function textProblem(content: Content | null): CampaignProblem | undefined {
  const problem = content === null ? undefined : problemOf(content)
  return problem === undefined ? undefined : { type: 'text', problem }
}

export function captionProblem(long: LongCaption | undefined): CampaignProblem | undefined {
  return long === undefined ? undefined : { type: 'caption', ...long }
}

/** What a person calls a campaign: in one line. */
export function nameProblem(name: string): CampaignProblem | undefined {
  const isFit = name === name.trim() && name !== '' && name.length <= longNameMax && printable(name) === name
  return isFit ? undefined : { type: 'name', max: longNameMax }
}

/** UTF-16 code units of a name that somebody gives. */
export const longNameMax = 64

/** What a campaign has when it is told to start. */
export interface StartFacts {
  readonly content: Content | null
  readonly everyMs: number | null
  readonly targets: number
  /** Targets whose account can send, or will when a limit of Telegram is over. */
  readonly usableTargets: number
}

/** Looked at again at each start: the limits, an account or the groups may have changed since the campaign was made. */
export function startProblem(facts: StartFacts, limits: CampaignLimits): CampaignProblem | undefined {
  if (facts.content === null) return { type: 'no-text' }
  const problem = textProblem(facts.content)
  if (problem !== undefined) return problem
  if (facts.targets === 0) return { type: 'no-group' }
  if (facts.usableTargets === 0) return { type: 'no-account' }
  return intervalProblem(facts.everyMs, limits)
}

/** A name for a campaign whose owner gave none: how its text begins. */
export function nameFrom(content: Content | null): string {
  const [line = ''] = content?.text.trim().split('\n') ?? []
  const letters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment)
  if (letters.length === 0) return 'Campaign'
  return letters.length <= nameMax ? line : `${letters.slice(0, nameMax - 1).join('')}…`
}

const nameMax = 40
