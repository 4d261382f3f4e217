import { setTimeout as sleep } from 'node:timers/promises'
import type { Transformer } from 'grammy'
import type { Clock } from '../base/clock.ts'

/** A person does not look at a screen for longer; what takes more than that is told as failed. */
const patienceMs = 60_000
const triesMax = 5

/** What Telegram asks of the token, as everybody who uses it knows it. */
export interface TokenWaits {
  /** Until when nothing may be asked; null when it may. */
  freeAtMs(): Promise<number | null>
  note(untilMs: number, reason: string): Promise<void>
}

/**
 * Obeys what Telegram asks: no call before `retry_after` is over, and then the refused one again, which Telegram has not carried out. It
 * does not say whether it means the token or one chat; where this chat has just had more than its one a second, it is the chat, because
 * somebody with fast thumbs must not hold up all others. Asking for updates is left alone, because it has a rhythm of its own.
 */
export function obeyWaits(
  clock: Clock,
  token: TokenWaits = nobodyElse,
  wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
): Transformer {
  const chats = new ChatWaits(clock)
  let freeAtMs = 0
  return async (call, method, payload, signal) => {
    if (method === 'getUpdates') return call(method, payload, signal)
    const chat = chatOf(payload)
    for (let tries = 1; ; tries++) {
      const leftMs = Math.max(freeAtMs, (await token.freeAtMs()) ?? 0, chats.freeAtMs(chat)) - clock.nowMs()
      if (leftMs > patienceMs) return refusedFor(leftMs)
      if (leftMs > 0) await wait(leftMs)
      chats.note(chat)
      const answer = await call(method, payload, signal)
      const askedMs = answer.ok ? 0 : (answer.parameters?.retry_after ?? 0) * 1000
      if (answer.ok || askedMs === 0) return answer
      const untilMs = clock.nowMs() + askedMs
      if (chats.isHot(chat)) chats.hold(chat, untilMs)
      else {
        freeAtMs = Math.max(freeAtMs, untilMs)
        await token.note(untilMs, answer.description)
      }
      if (askedMs > patienceMs || tries === triesMax) return answer
    }
  }
}

const nobodyElse: TokenWaits = { freeAtMs: () => Promise.resolve(null), note: () => Promise.resolve() }

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: one a second, with short bursts above it. */
const windowMs = 5_000
const perWindow = 5

/** What went to each chat of late, and until when one has to wait. Forgotten when it is over. */
class ChatWaits {
  readonly #clock: Clock
  readonly #chats = new Map<number, { atMs: number[]; freeAtMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  note(chat: number | undefined): void {
    if (chat === undefined) return
    const nowMs = this.#clock.nowMs()
    const { atMs, freeAtMs } = this.#chats.get(chat) ?? { atMs: [], freeAtMs: 0 }
    this.#chats.delete(chat)
    this.#chats.set(chat, { atMs: [...atMs.filter((each) => each > nowMs - windowMs), nowMs], freeAtMs })
    for (const [other, { atMs: lately, freeAtMs: until }] of this.#chats) {
      if (Math.max((lately.at(-1) ?? 0) + windowMs, until) > nowMs) return
      this.#chats.delete(other)
    }
  }

  isHot(chat: number | undefined): boolean {
    return chat !== undefined && (this.#chats.get(chat)?.atMs.length ?? 0) > perWindow
  }

  hold(chat: number | undefined, untilMs: number): void {
    const known = chat === undefined ? undefined : this.#chats.get(chat)
    if (known !== undefined) known.freeAtMs = untilMs
  }

  freeAtMs(chat: number | undefined): number {
    return chat === undefined ? 0 : (this.#chats.get(chat)?.freeAtMs ?? 0)
  }
}

function chatOf(payload: object): number | undefined {
  return 'chat_id' in payload && typeof payload.chat_id === 'number' ? payload.chat_id : undefined
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
