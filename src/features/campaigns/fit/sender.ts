import { botLimits } from '../../../delivery/bot-pace.ts'
import { decodePace, gapMs } from '../../../delivery/pace.ts'
import { fullGapMs } from '../../../scheduler/due-time.ts'
import type { Spread } from '../../../scheduler/due-time.ts'
import type { Sender } from './forecast.ts'
import type { SendingAccount } from './verbs.ts'

/** What Telegram usually takes to answer a message; a person's account sends the next one only then. */
const usualAnswerMs = 200

/** How an account sends as things stand, slowed down or not. */
export function senderOf(
  { kind, capPerMinute, pace, nextAtMs }: Pick<SendingAccount, 'kind' | 'capPerMinute' | 'pace' | 'nextAtMs'>,
  spread: Omit<Spread, 'jitterMaxMs'>,
  { nowMs, answerMs = usualAnswerMs }: { readonly nowMs: number; readonly answerMs?: number },
): Sender {
  const { gapMinMs, capMax = Infinity } = spread
  const limits = kind === 'bot' ? botLimits(capPerMinute) : { capPerMinute: Math.min(capPerMinute, capMax), gapMinMs }
  const stored = decodePace(pace, nowMs)
  return {
    nextAtMs,
    gapMs: fullGapMs({ accountKind: kind, capPerMinute }, spread),
    gapAt: (atMs) => gapMs(stored, limits, atMs),
    answerMs: kind === 'bot' ? 0 : answerMs,
  }
}
