import type { Outcome } from './outcome.ts'

/** Seconds between two messages of a member, as the apps offer them: https://core.telegram.org/method/channels.toggleSlowMode */
const steps = [5, 10, 30, 60, 300, 900, 3_600]

/** A refusal by a group's slow mode, and not for anything that the account did. */
export function isSlowModeWait(outcome: Outcome): outcome is Extract<Outcome, { readonly type: 'wait' }> {
  return outcome.type === 'wait' && outcome.scope === 'peer' && outcome.error.startsWith('SLOWMODE_WAIT')
}

/**
 * How long a group makes its members wait, after it refused a message. Where the group itself told it, that holds, also when it is
 * less than before. Otherwise the refusal says only how much of it is left: it is at least that much, at least what was known, and one
 * of the steps that administrators can choose.
 */
export function slowModeAfter(
  { waitMs, slowModeMs }: { waitMs: number; slowModeMs?: number },
  knownMs: number,
): number {
  if (slowModeMs !== undefined) return slowModeMs
  const atLeastMs = Math.max(waitMs, knownMs)
  const step = steps.find((seconds) => seconds * 1_000 >= atLeastMs)
  return step === undefined ? atLeastMs : step * 1_000
}
