import { clampUntil } from './wait.ts'

/** What an account is allowed: by its owner, who may lower it, and by an admin, who may raise it. */
export interface PaceLimits {
  /** Messages a minute, never exceeded. Telegram publishes no numbers; 6 is what has held for years of such accounts. */
  readonly capPerMinute: number
  /** Between an answer and the next message, however high the cap. */
  readonly gapMinMs: number
  /** After a flood wait the pace stands still for so long; 10 minutes when it is not said. */
  readonly calmMs?: number
  /** Then it climbs by a cap in so much time; an hour when it is not said. */
  readonly capClimbMs?: number
}

export const defaultLimits: PaceLimits = { capPerMinute: 6, gapMinMs: 10_000 }

/**
 * How fast an account sends: at its cap, until Telegram objects. A flood wait halves the pace. After its end and ten clean minutes the
 * pace climbs again by a cap an hour, so that one halving is made good in forty minutes.
 *
 * A value, plain data: it stands in the account's row and survives a restart. The climb is computed from the time that passed, so
 * nothing has to tick, and an account that slept for a night wakes at its cap.
 */
export interface Pace {
  /** What the pace fell to at the last flood wait. Infinite before the first, which means the cap, whatever the cap becomes. */
  readonly fellToPerMinute: number
  /** When that flood wait ended, or ends. */
  readonly cleanSinceMs: number
}

export const fullPace: Pace = { fellToPerMinute: Number.POSITIVE_INFINITY, cleanSinceMs: 0 }

/** Half as fast: one step is enough, because the wait itself has already let the account cool down. */
const fallFactor = 0.5
/** Not slower than a message in five minutes: below that a wait does better, and Telegram asks for one itself. */
const slowestPerMinute = 0.2
const usualCalmMs = 10 * 60_000
const usualCapClimbMs = 60 * 60_000

/** Messages a minute at this moment: above nothing, at most the cap. */
export function perMinute(pace: Pace, limits: PaceLimits, nowMs: number): number {
  const { capPerMinute, calmMs = usualCalmMs, capClimbMs = usualCapClimbMs } = limits
  const climbingMs = Math.max(0, nowMs - pace.cleanSinceMs - calmMs)
  return Math.min(capPerMinute, pace.fellToPerMinute + (capPerMinute * climbingMs) / capClimbMs)
}

/** After a flood wait that ends at `untilMs`. Slow mode of a chat is none: it says nothing about the account. */
export function afterFlood(pace: Pace, limits: PaceLimits, nowMs: number, untilMs: number): Pace {
  const halved = perMinute(pace, limits, nowMs) * fallFactor
  // An owner's cap below the slowest pace holds all the same.
  const floor = Math.min(slowestPerMinute, limits.capPerMinute)
  return { fellToPerMinute: Math.max(halved, floor), cleanSinceMs: Math.max(untilMs, nowMs) }
}

/**
 * When the next message may go, after an answer at `answeredAtMs`. Written with the claim, then from the claim's instant, so that
 * `kill -9` between a message and its answer does not let the next one go at once.
 */
export function nextAllowedAtMs(pace: Pace, limits: PaceLimits, answeredAtMs: number): number {
  return answeredAtMs + gapMs(pace, limits, answeredAtMs)
}

/** Whole milliseconds from one message to the next. */
export function gapMs(pace: Pace, limits: PaceLimits, nowMs: number): number {
  return Math.ceil(Math.max(limits.gapMinMs, 60_000 / perMinute(pace, limits, nowMs)))
}

export function encodePace(pace: Pace): string {
  return Number.isFinite(pace.fellToPerMinute) ? JSON.stringify(pace) : ''
}

/** From the account's row. An instant further ahead than a wait can be means that a clock was wrong: the cut is the same. */
export function decodePace(text: string, nowMs: number): Pace {
  if (text === '') return fullPace
  const { fellToPerMinute, cleanSinceMs } = JSON.parse(text) as Pace
  return { fellToPerMinute, cleanSinceMs: clampUntil(cleanSinceMs, nowMs) }
}
