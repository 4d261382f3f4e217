import { setTimeout as sleep } from 'node:timers/promises'
import { HttpError } from 'grammy'
import type { Transformer } from 'grammy'
import type { Clock } from '../base/clock.ts'
import { chatOf, nowhere } from './count-sends.ts'
import type { TokenSends } from './count-sends.ts'

/** A person does not look at a screen for longer; what takes more than that is told as failed. */
const patienceMs = 60_000
const triesMax = 5

/** What Telegram asks of the token, as everybody who uses it knows it. */
export interface TokenWaits {
  /** Until when nothing may be asked; null when it may. */
  freeAtMs(): Promise<number | null>
  note(untilMs: number, reason: string): Promise<void>
}

/** The token, as whoever else uses it knows it. */
export interface TokenOfBot {
  readonly tokenWaits: TokenWaits
  readonly sends: Pick<TokenSends, 'isChatFull'>
}

/**
 * Obeys what Telegram asks: no call before `retry_after` is over, and then the refused one again, which Telegram has not carried out. It
 * does not say whether it means the token or one chat; where this chat has just had all that it may, it is the chat, because somebody
 * with fast thumbs must not hold up all others. Asking for updates is left alone, because it has a rhythm of its own.
 */
export function obeyWaits(
  clock: Clock,
  { tokenWaits: token, sends }: TokenOfBot,
  wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
): Transformer {
  const chats = new Map<number, number>()
  let freeAtMs = 0
  return async (call, method, payload, signal) => {
    if (method === 'getUpdates') return call(method, payload, signal)
    const chat = chatOf(payload)
    for (let tries = 1; ; tries++) {
      const leftMs = Math.max(freeAtMs, (await token.freeAtMs()) ?? 0, chats.get(chat) ?? 0) - clock.nowMs()
      if (leftMs > patienceMs) return refusedFor(leftMs)
      if (leftMs > 0) await wait(leftMs)
      const answer = await untilAnswered(() => call(method, payload, signal), wait)
      const askedMs = answer.ok ? 0 : (answer.parameters?.retry_after ?? 0) * 1000
      if (answer.ok || askedMs === 0) return answer
      const untilMs = clock.nowMs() + askedMs
      if (chat !== nowhere && sends.isChatFull(chat, clock.nowMs())) hold(chats, chat, untilMs, clock.nowMs())
      else {
        freeAtMs = Math.max(freeAtMs, untilMs)
        await token.note(untilMs, answer.description)
      }
      if (askedMs > patienceMs || tries === triesMax) return answer
    }
  }
}

/**
 * A server that is away for a moment is asked again: somebody who is told that it failed does it once more, though it was done. A message
 * may then stand there twice, which is better.
 */
async function untilAnswered<Answer extends { readonly ok: boolean }>(
  ask: () => Promise<Answer>,
  wait: (ms: number) => Promise<unknown>,
): Promise<Answer> {
  for (const pauseMs of pausesMs) {
    try {
      const answer = await ask()
      if (answer.ok || !('error_code' in answer) || Number(answer.error_code) < 500) return answer
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
    }
    await wait(pauseMs)
  }
  return ask()
}

const pausesMs = [500, 2_000]

/** What is over is forgotten, so that it does not grow with the people. */
function hold(chats: Map<number, number>, chat: number, untilMs: number, nowMs: number): void {
  for (const [other, freeAtMs] of chats) if (freeAtMs <= nowMs) chats.delete(other)
  chats.set(chat, untilMs)
}

/** As Telegram would say it: it need not be asked. */
function refusedFor(ms: number) {
  const seconds = Math.ceil(ms / 1000)
  return {
    ok: false,
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  } as const
}
