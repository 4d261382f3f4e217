import type { ServiceAlert } from '../../delivery/service-alert.ts'
import type { NewsKind, NewsPace, RoundFigures } from './verbs.ts'

/** One account or campaign in a bundle. */
export interface NewsItem {
  /** What it is called; for the service, the account with which it was noticed, or nothing. */
  readonly name: string
  readonly accountId?: number
  readonly campaignId?: number
  /** Of the campaign, when it is told: another round follows by itself. */
  readonly goesOn?: boolean
  /** Of the account, or why the campaign rests. */
  readonly state?: string
  readonly untilMs?: number | null
  readonly figures?: RoundFigures
  /** Of the service. */
  readonly alert?: ServiceAlert
}

/** Named in one notice; the others are counted. */
export const itemsShown = 10

/** What goes wrong together is told together: a thousand accounts do not fail in one instant. */
const gatherMs = 15_000
/** Between two notices of a kind that cannot wait. */
const criticalGapMs = 10 * 60_000
const dayMs = 24 * 3_600_000

/** Whether it is told at once, whatever somebody has chosen: they lose messages until they act. */
export function isCritical(kind: NewsKind): boolean {
  return kind === 'login' || kind === 'stopped' || kind === 'service'
}

/** When a bundle that begins now is told. @param toldAtMs when the last one of its kind, or of its campaign, was; null: never */
export function dueAtMs(given: {
  readonly kind: NewsKind
  readonly pace: Exclude<NewsPace, 'off'>
  readonly toldAtMs: number | null
  readonly nowMs: number
}): number {
  const { kind, pace, toldAtMs, nowMs } = given
  const gapMs = isCritical(kind) ? criticalGapMs : pace === 'daily' || kind === 'failing' ? dayMs : 0
  return Math.max(nowMs + gatherMs, toldAtMs === null ? 0 : toldAtMs + gapMs)
}
