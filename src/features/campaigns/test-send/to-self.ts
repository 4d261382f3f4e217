import type { DueAttempt } from '../../../store/store.ts'

/** The payload of a message that an account writes to its own Saved Messages: it needs no access hash of itself. */
export const toSelf = JSON.stringify({ to: 'self' })

export function isToSelf({ payload }: Pick<DueAttempt, 'payload'>): boolean {
  return payload === toSelf
}
