import type { Clock } from '../../../base/clock.ts'

/** What a client may be off: core.telegram.org/mtproto/description, "message identifier". */
const tooOldSeconds = 300
const tooNewSeconds = 30

/** Message ids of one sender on our side: time in 2^-32 seconds, always rising. */
export class MessageIds {
  readonly #clock: Clock
  #last = 0n

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Ends in 01 for an answer to a message of the client, in 11 for all else. */
  next(isAnswer: boolean): bigint {
    const now = timeId(this.#clock.nowMs())
    this.#last = now > this.#last ? now : this.#last + 4n
    return this.#last | (isAnswer ? 1n : 3n)
  }
}

/** The code for bad_msg_notification, or undefined for an id that is fine. */
export function faultOfClientId(id: bigint, nowMs: number): 16 | 17 | 18 | undefined {
  if ((id & 3n) !== 0n) return 18
  const seconds = Number(id >> 32n)
  if (seconds < nowMs / 1000 - tooOldSeconds) return 16
  if (seconds > nowMs / 1000 + tooNewSeconds) return 17
  return undefined
}

function timeId(ms: number): bigint {
  const fraction = Math.floor((ms % 1000) * (2 ** 32 / 1000))
  return (BigInt(Math.floor(ms / 1000)) << 32n) | (BigInt(fraction) & ~3n)
}
