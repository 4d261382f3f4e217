import type { Socket } from 'node:net'

/** Messages that are handled before the other connections have their turn. */
const messagesPerTurn = 16
/** Beyond either, nothing more is taken from the client until it reads, or until the disk has what the answers tell of. */
const unsentBytesMax = 1024 * 1024
const heldAnswersMax = 256

/**
 * Takes in what a client sends no faster than its answers go out, so that one that asks for much and reads nothing costs little
 * memory, and one that asks for much at once does not make the others wait.
 */
export class Intake {
  readonly #socket: Socket
  readonly #onFailure: (error: unknown) => void
  /** What is left of the bytes that came; the socket is not read meanwhile. */
  #work: Iterator<unknown> | undefined
  #heldBytes = 0
  #heldAnswers = 0
  #isScheduled = false
  #isFrozen = false

  /** @param onFailure what a step threw; the rest of the work is dropped before. */
  constructor(socket: Socket, onFailure: (error: unknown) => void) {
    this.#socket = socket
    this.#onFailure = onFailure
    socket.on('drain', () => this.#goOn())
  }

  get isBusy(): boolean {
    return this.#work !== undefined
  }

  /** Answers that are made and not written, and what is written and has not left this process. */
  get unsentBytes(): number {
    return this.#heldBytes + this.#socket.writableLength
  }

  /** Does the work that came with some bytes, a message with each step: now, or as soon as there is room for the answers. */
  begin(work: Iterator<unknown>): void {
    this.#work = work
    this.#run()
    if (this.#work !== undefined) this.#socket.pause()
  }

  /** An answer is made and waits to be written. */
  hold(bytes: number): void {
    this.#heldBytes += bytes
    this.#heldAnswers++
  }

  release(bytes: number, answers = 1): void {
    this.#heldBytes -= bytes
    this.#heldAnswers -= answers
    this.#goOn()
  }

  /** Drops what is left to do. What comes from now on is for the caller to drop. */
  stop(): void {
    this.#work = undefined
    if (!this.#isFrozen) this.#socket.resume()
  }

  freeze(): void {
    this.#isFrozen = true
    this.#socket.pause()
  }

  thaw(): void {
    this.#isFrozen = false
    if (this.#work === undefined) this.#socket.resume()
    else this.#goOn()
  }

  get #isFull(): boolean {
    return this.#heldAnswers > heldAnswersMax || this.unsentBytes > unsentBytesMax
  }

  #goOn(): void {
    if (this.#work !== undefined && !this.#isFrozen && !this.#isFull) this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#run()
      if (this.#work === undefined && !this.#isFrozen) this.#socket.resume()
    })
  }

  #run(): void {
    for (let messages = 0; this.#work !== undefined && !this.#isFrozen; messages++) {
      if (this.#isFull) return // `release` or `drain` goes on.
      if (messages === messagesPerTurn) {
        this.#schedule()
        return
      }
      this.#step(this.#work)
    }
  }

  #step(work: Iterator<unknown>): void {
    try {
      if (work.next().done === true) this.#work = undefined
    } catch (error) {
      this.#work = undefined
      this.#onFailure(error)
    }
  }
}
