import { setTimeout as sleep } from 'node:timers/promises'
import type { Transformer } from 'grammy'
import type { Clock } from '../base/clock.ts'

/** What is sent with the token, as everybody in this process who uses it counts it: Telegram counts all of it together. */
export interface TokenSends {
  /** One more is about to leave. @returns what to end it with; undefined when it would be too many */
  begin(chat: number, nowMs: number): number | undefined
  /** @param answeredAtMs when nothing more can come of it */
  end(place: number, answeredAtMs: number): void
  /** When one more may go; Infinity: not before an answer. */
  freeAtMs(nowMs: number): number
  /** Somebody waits to send, or does not any more: the others leave room meanwhile. */
  wait(change: 1 | -1): void
  /** This chat has just had all that it may. */
  isChatFull(chat: number, nowMs: number): boolean
}

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: what makes a message or changes one. */
const counted = /^(send|edit|copy|forward)/

/** Others take room too, and their answers are not heard here. */
const lookEveryMs = 20

/** Sends when there is room in Telegram's window of a second; who has waited longest goes first. */
export function countSends(
  clock: Clock,
  sends: Omit<TokenSends, 'isChatFull'>,
  wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
): Transformer {
  let line: Promise<unknown> = Promise.resolve()
  const enter = async (before: Promise<unknown>, chat: number): Promise<number> => {
    sends.wait(1)
    await before
    for (;;) {
      const nowMs = clock.nowMs()
      const place = sends.begin(chat, nowMs)
      if (place !== undefined) {
        sends.wait(-1)
        return place
      }
      await wait(Math.max(1, Math.min(sends.freeAtMs(nowMs) - nowMs, lookEveryMs)))
    }
  }
  return async (call, method, payload, signal) => {
    if (!counted.test(method)) return call(method, payload, signal)
    const entered = enter(line, chatOf(payload))
    line = entered
    const place = await entered
    try {
      return await call(method, payload, signal)
    } finally {
      sends.end(place, clock.nowMs())
    }
  }
}

/** Of calls that write into no chat. */
export const nowhere = 0

export function chatOf(payload: object): number {
  return 'chat_id' in payload && typeof payload.chat_id === 'number' ? payload.chat_id : nowhere
}
