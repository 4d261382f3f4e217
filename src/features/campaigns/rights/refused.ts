import { decodeForbidden, forbiddenIn } from '../../../delivery/forbidden.ts'
import type { MessageKind } from '../../../delivery/forbidden.ts'
import type { Content } from '../../../delivery/message.ts'

/** What of a message a group does not take. */
export interface Refused {
  readonly kinds: readonly MessageKind[]
  /** When all of it is over; null: not by itself. */
  readonly untilMs: number | null
}

/** @param forbidden as it stands in `peers.forbidden` @returns undefined where nothing is known against it */
export function refusedThere(content: Content | null, forbidden: string | null, atMs: number): Refused | undefined {
  if (content === null || forbidden === null) return undefined
  const rules = decodeForbidden(forbidden)
  const kinds = forbiddenIn(content, rules, atMs)
  if (kinds.length === 0) return undefined
  const ends = kinds.map((kind) => rules[kind] ?? Number.POSITIVE_INFINITY)
  const untilMs = Math.max(...ends)
  return { kinds, untilMs: Number.isFinite(untilMs) ? untilMs : null }
}
