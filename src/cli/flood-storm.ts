import type { FloodStorm } from '../delivery/flood-breaker.ts'
import { counted, duration, relative } from './output.ts'

/** A line about a storm for whoever asks how it goes: since when, what goes on meanwhile, and that nothing has to be done. */
export function stormInWords({ beganAtMs, waits, share, endsAtMs }: FloodStorm, nowMs: number): string {
  const told = `${counted(waits, 'flood wait')} in ${duration(nowMs - beganAtMs)}`
  if (share >= 1)
    return `Telegram slowed the whole installation: ${told}. Everything goes again; it is over ${relative(endsAtMs, nowMs)} if it stays quiet.`
  return `Telegram slows the whole installation: ${told}. Of the turns to send one in ${Math.round(1 / share)} goes, more by itself as it stays quiet.`
}
