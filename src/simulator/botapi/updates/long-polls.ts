import { conflict } from '../bot-error.ts'
import type { BotError } from '../bot-error.ts'
import type { Update, UpdateQueue } from './update-queue.ts'

interface Poll {
  readonly limit: number
  answer(updates: Update[]): void
  refuse(error: BotError): void
}

/** getUpdates that wait for something to happen: at most one per bot. */
export class LongPolls {
  readonly #queue: UpdateQueue
  readonly #waiting = new Map<number, Poll>()

  constructor(queue: UpdateQueue) {
    this.#queue = queue
  }

  /**
   * Resolves with updates as soon as there are some, or with none when the time is over or `gone` aborts. A second call for the
   * same bot ends the first. @throws BotError 409 for the one that was ended
   */
  wait(botId: number, options: { limit: number; timeoutMs: number; gone: AbortSignal }): Promise<Update[]> {
    const { limit, timeoutMs, gone } = options
    this.end(botId, 'terminated by other getUpdates request; make sure that only one bot instance is running')
    const ready = this.#queue.peek(botId, limit)
    if (ready.length > 0 || timeoutMs === 0 || gone.aborted) return Promise.resolve(ready)

    return new Promise((resolve, reject) => {
      const giveUp = () => poll.answer([])
      const timer = setTimeout(giveUp, timeoutMs)
      const settle = () => {
        clearTimeout(timer)
        gone.removeEventListener('abort', giveUp)
        if (this.#waiting.get(botId) === poll) this.#waiting.delete(botId)
      }
      const poll: Poll = {
        limit,
        answer: (updates) => {
          settle()
          resolve(updates)
        },
        refuse: (error) => {
          settle()
          reject(error)
        },
      }
      gone.addEventListener('abort', giveUp)
      this.#waiting.set(botId, poll)
    })
  }

  /** Something was added for this bot. */
  wake(botId: number): void {
    const poll = this.#waiting.get(botId)
    if (poll === undefined) return
    const updates = this.#queue.peek(botId, poll.limit)
    if (updates.length > 0) poll.answer(updates)
  }

  end(botId: number, sentence: string): void {
    this.#waiting.get(botId)?.refuse(conflict(sentence))
  }

  stop(): void {
    for (const poll of this.#waiting.values()) poll.answer([])
  }
}
