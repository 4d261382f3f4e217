import { ProtocolError } from './protocol-error.ts'

const rememberedMax = 512
const runningMax = 4_096
const keptAnswersMax = 8
const keptAnswerBytesMax = 4_096

/** A call without an answer yet. */
export interface RunningCall {
  /** The client does not want the answer any more (rpc_drop_answer). */
  isDropped: boolean
  /** Calls that wait for this one, by invokeAfterMsg. */
  readonly followers: ((fate: 'done' | 'failed') => void)[]
}

/** What became of a message of the client. Service messages are `done` at once. */
export type Fate = RunningCall | 'done' | 'failed'

interface KeptAnswer {
  readonly body: Buffer
  /** The id of our message, once it went out. */
  sentAs: bigint | undefined
}

/**
 * The messages that a session has seen, so that a repeat is recognised and invokeAfterMsg knows what it waits for, and the last
 * small answers that the client has not acknowledged, so that a repeat can be answered again.
 */
export class CallMemory {
  /** In the order of arrival. */
  readonly #fates = new Map<bigint, Fate>()
  /** By the id of the request. */
  #kept: Map<bigint, KeptAnswer> | undefined
  #running = 0
  /** The highest id that was forgotten. */
  #forgotten = 0n

  fateOf(msgId: bigint): Fate | undefined {
    return this.#fates.get(msgId)
  }

  /** Whether the id is so old that a message with it may have been seen and forgotten. */
  isBeforeMemory(msgId: bigint): boolean {
    return msgId <= this.#forgotten
  }

  /** Whether the session has seen anything newer. */
  hasNewerThan(msgId: bigint): boolean {
    for (const seen of this.#fates.keys()) if (seen > msgId) return true
    return false
  }

  note(msgId: bigint, fate: Fate): void {
    if (typeof fate === 'object' && ++this.#running > runningMax) {
      throw new ProtocolError(`${runningMax} calls of one session are without an answer`)
    }
    this.#fates.set(msgId, fate)
    if (this.#fates.size > rememberedMax) this.#forgetOldest()
  }

  settle(msgId: bigint, fate: 'done' | 'failed'): void {
    this.#running--
    this.#fates.set(msgId, fate)
  }

  /** @param body of the rpc_result. */
  keepAnswer(requestId: bigint, body: Buffer): void {
    if (body.length > keptAnswerBytesMax) return
    this.#kept ??= new Map()
    this.#kept.set(requestId, { body, sentAs: undefined })
    if (this.#kept.size > keptAnswersMax) this.#dropKept(this.#kept.keys().next().value ?? 0n)
  }

  noteSent(requestId: bigint, sentAs: bigint): void {
    const kept = this.#kept?.get(requestId)
    if (kept) kept.sentAs = sentAs
  }

  keptAnswer(requestId: bigint): Buffer | undefined {
    return this.#kept?.get(requestId)?.body
  }

  /** @param answerId the id of our message, as msg_resend_req names it. */
  requestOfAnswer(answerId: bigint): bigint | undefined {
    for (const [requestId, { sentAs }] of this.#kept ?? []) if (sentAs === answerId) return requestId
    return undefined
  }

  /** The client has our message with this id. */
  acknowledge(answerId: bigint): void {
    const requestId = this.requestOfAnswer(answerId)
    if (requestId !== undefined) this.#dropKept(requestId)
  }

  #dropKept(requestId: bigint): void {
    this.#kept?.delete(requestId)
    if (this.#kept?.size === 0) this.#kept = undefined // An idle session keeps nothing.
  }

  #forgetOldest(): void {
    for (const [msgId, fate] of this.#fates) {
      if (typeof fate === 'object') continue // Still running: its answer is to come.
      this.#fates.delete(msgId)
      if (msgId > this.#forgotten) this.#forgotten = msgId
      return
    }
  }
}
