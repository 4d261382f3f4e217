import type { AccountKind } from './attempt.ts'

/** Why a partition changed hands. `move`: given back on purpose, with nothing in flight. */
export type HandoverCause = 'boot' | 'crash' | 'move'

/** An attempt that was in flight in this many crashes of its shard is the likely cause, and is not tried again. */
const crashesMax = 3

/** Before it is given up it is tried alone, so that it cannot be blamed for what a neighbour did. */
export function mustRunAlone(crashes: number): boolean {
  return crashes >= crashesMax - 1
}

/**
 * What becomes of an attempt that an older epoch left in flight. Nobody knows whether its bytes left, so that a message is given up
 * as uncertain: only other work, which leaves no message in a chat and can be repeated, has failed for certain. No try is counted: that happens when it is
 * settled. Only a crash of the shard counts against it, never a restart of the whole process.
 */
export function recover(
  attempt: { readonly kind: string; readonly accountKind: AccountKind; readonly crashes: number },
  cause: HandoverCause,
): { readonly event: 'unknown' | 'lose' | 'bury'; readonly crashes: number } {
  const crashes = attempt.crashes + (cause === 'crash' ? 1 : 0)
  if (crashes >= crashesMax) return { event: attempt.kind === 'send' ? 'lose' : 'bury', crashes }
  const isRepeatable = attempt.kind !== 'send' || attempt.accountKind === 'user'
  return { event: isRepeatable ? 'unknown' : 'lose', crashes }
}
