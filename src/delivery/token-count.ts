/** Whoever sends with a token: the account of the engine that has it, and the bot that answers people. */
export type TokenUser = 'engine' | 'control-bot'

/**
 * What Telegram allows a token: 30 messages a second in all, and one a second in a chat, with short bursts above it
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). How short is not published; five at once are what
 * a second each of five seconds would come to. An edit counts like a message (https://grammy.dev/advanced/flood, unofficial).
 */
const all = { max: 30, windowMs: 1_000 } as const
const inChat = { max: 5, windowMs: 5_000 } as const

/** What was answered stays for a chat's window, and at most `all.max` of them begin in each of its seconds; those on their way beside it. */
const places = all.max * (1 + inChat.windowMs / all.windowMs)
const bytesEach = BigInt64Array.BYTES_PER_ELEMENT

/**
 * What one token sends, counted by everybody in this process who uses it, whatever their threads. Telegram counts a message somewhere
 * between its launch and its answer; so what is unanswered counts, and what was answered within the window. Then no delay on the way can
 * push more into one window than we let go.
 *
 * Each message has a place: when it was answered, or by whom it is awaited. Whoever wants to send marks a free place first and counts
 * afterwards: of two who do so at once at least one sees the other's, so no lock is needed, which a thread that is ended could leave shut.
 */
export class TokenCount {
  /** How many people wait for their answer; the engine leaves so much room. */
  readonly #waiting: BigInt64Array<SharedArrayBuffer>
  /** 0: never used; above: answered at; below: awaited by. */
  readonly #states: BigInt64Array<SharedArrayBuffer>
  readonly #chats: BigInt64Array<SharedArrayBuffer>

  readonly #user: TokenUser

  /** @param memory of `tokenMemory`, the same for everybody who uses the token */
  constructor(memory: SharedArrayBuffer, user: TokenUser) {
    this.#user = user
    this.#waiting = new BigInt64Array(memory, 0, 1)
    this.#states = new BigInt64Array(memory, bytesEach, places)
    this.#chats = new BigInt64Array(memory, bytesEach * (1 + places), places)
  }

  /** One more message is about to leave. @returns its place, to be given to `end`; undefined when Telegram might count too many */
  begin(chat: number, nowMs: number): number | undefined {
    const place = this.#mark(awaitedBy[this.#user], nowMs)
    if (place === undefined) return undefined
    Atomics.store(this.#chats, place, BigInt(chat))
    if (this.#counted(nowMs).length <= this.#max) return place
    this.end(place, undefined)
    return undefined
  }

  /** @param answeredAtMs when nothing more can come of it; undefined when it did not leave after all */
  end(place: number, answeredAtMs: number | undefined): void {
    Atomics.store(this.#states, place, BigInt(answeredAtMs ?? 0))
  }

  /** When one more may go: now, later, or not before an answer, which is Infinity. */
  freeAtMs(nowMs: number): number {
    const counted = this.#counted(nowMs)
    const tooMany = counted.length - this.#max + 1
    if (tooMany <= 0) return nowMs
    return (counted.toSorted((a, b) => a - b)[tooMany - 1] ?? Number.POSITIVE_INFINITY) + all.windowMs
  }

  /** When the engine may write into this chat, where a person may be talking with the bot; Infinity while a message is on its way there. */
  chatFreeAtMs(chat: number, nowMs: number): number {
    const lately = this.#lately(chat, nowMs).toSorted((a, b) => a - b)
    const last = lately.at(-1)
    if (last === undefined) return nowMs
    const tooMany = lately.length - inChat.max + 1
    const burstOverAtMs = tooMany > 0 ? (lately[tooMany - 1] ?? 0) + inChat.windowMs : 0
    return Math.max(nowMs, last + all.windowMs, burstOverAtMs)
  }

  /** A chat that has just had all that it may: when Telegram refuses, it means the chat and not the token. */
  isChatFull(chat: number, nowMs: number): boolean {
    return this.#lately(chat, nowMs).length >= inChat.max
  }

  /** Somebody waits for their answer, or does not any more. */
  wait(change: 1 | -1): void {
    Atomics.add(this.#waiting, 0, BigInt(change))
  }

  /** The same user in a thread that is gone awaited answers: nobody will say when they came. */
  takeOver(nowMs: number): void {
    for (let place = 0; place < places; place++) {
      Atomics.compareExchange(this.#states, place, awaitedBy[this.#user], BigInt(nowMs))
    }
  }

  /** People first: the engine leaves as many places as people wait. */
  get #max(): number {
    return this.#user === 'engine' ? all.max - Number(Atomics.load(this.#waiting, 0)) : all.max
  }

  #mark(mark: bigint, nowMs: number): number | undefined {
    for (let place = 0; place < places; place++) {
      const state = Atomics.load(this.#states, place)
      const isOver = state >= 0n && !isWithin(Number(state), inChat.windowMs, nowMs)
      if (isOver && Atomics.compareExchange(this.#states, place, state, mark) === state) return place
    }
    return undefined
  }

  /** Of what counts, when it was answered; Infinity for what is not. */
  #counted(nowMs: number): number[] {
    const counted: number[] = []
    for (let place = 0; place < places; place++) {
      const atMs = this.#answeredAtMs(place)
      if (isWithin(atMs, all.windowMs, nowMs)) counted.push(atMs)
    }
    return counted
  }

  #lately(chat: number, nowMs: number): number[] {
    const [lately, wanted] = [[] as number[], BigInt(chat)]
    for (let place = 0; place < places; place++) {
      if (Atomics.load(this.#chats, place) !== wanted) continue
      const atMs = this.#answeredAtMs(place)
      if (isWithin(atMs, inChat.windowMs, nowMs)) lately.push(atMs)
    }
    return lately
  }

  #answeredAtMs(place: number): number {
    const state = Atomics.load(this.#states, place)
    return state < 0n ? Number.POSITIVE_INFINITY : Number(state)
  }
}

/**
 * For one token. What an earlier process sent in its last second counts too, and nobody here knows what that was; so the first second is
 * full.
 */
export function tokenMemory(nowMs: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytesEach * (1 + 2 * places))
  new BigInt64Array(memory, bytesEach, all.max).fill(BigInt(nowMs))
  return memory
}

const awaitedBy: Readonly<Record<TokenUser, bigint>> = { engine: -1n, 'control-bot': -2n }

/** An answer of the future is one of a clock that was wrong. */
function isWithin(atMs: number, windowMs: number, nowMs: number): boolean {
  return atMs === Number.POSITIVE_INFINITY || (atMs > nowMs - windowMs && atMs < nowMs + windowMs)
}
