import type { SimulatorClient } from '../../src/simulator/client.ts'
import type { Message } from '../../src/simulator/world/model.ts'

/** A message of the bot as a person sees it. */
export interface Seen {
  readonly messageId: number
  readonly text: string
  /** Labels, row by row; of an inline keyboard, or of one that stands where people type. */
  readonly rows: readonly (readonly string[])[]
  readonly buttons: readonly string[]
}

/** A button or a text, by its words or by a shape. */
export type Words = string | RegExp

/** Longer than a loaded machine takes for a login with a password. */
const patienceMs = 60_000

/**
 * Somebody with a phone, who talks to the bot through the simulated Telegram: presses what they see and reads what comes. Every wait is
 * for something that happens, so nothing is missed and nothing slept for.
 */
export class Person {
  readonly id: number
  readonly #client: SimulatorClient
  readonly #botId: number
  /** Told of everything that was done and seen, in order; for transcripts. */
  readonly #watch: ((line: TranscriptLine) => void) | undefined

  constructor(client: SimulatorClient, id: number, botId: number, watch?: (line: TranscriptLine) => void) {
    this.#client = client
    this.id = id
    this.#botId = botId
    this.#watch = watch
  }

  async starts(payload?: string): Promise<void> {
    this.#watch?.({ type: 'writes', text: payload === undefined ? '/start' : `/start ${payload}` })
    await this.#client.people.start(this.id, this.#botId, payload)
  }

  async writes(text: string): Promise<Message> {
    this.#watch?.({ type: 'writes', text })
    return this.#client.people.write(this.id, this.#botId, text)
  }

  async sharesContact(): Promise<void> {
    this.#watch?.({ type: 'contact' })
    await this.#client.people.shareContact(this.id, this.#botId)
  }

  /** The bot's newest message, once it has these words. */
  async sees(words: Words): Promise<Seen> {
    const ask = async () => {
      const newest = await this.#newest()
      return newest !== undefined && fits(newest.text, words) && seen(newest)
    }
    const found = await this.#waitFor(`${words} to be seen by ${this.id}`, ask)
    this.#watch?.({ type: 'sees', seen: found })
    return found
  }

  /** What the bot wrote last, now. */
  async screen(): Promise<Seen> {
    const newest = await this.#newest()
    if (newest === undefined) throw new Error(`the bot has not written to ${this.id}`)
    return seen(newest)
  }

  /** The bot's messages, newest first. */
  async history(): Promise<readonly Seen[]> {
    const messages = await this.#client.people.messages(this.id, this.#botId, { limit: 50 })
    return messages.filter(({ fromId }) => fromId === this.#botId).map(seen)
  }

  /**
   * Presses a button of the newest message that has one with these words, and waits until the bot has answered. A simulated thumb is
   * faster than the bot lets anybody be: it does what it is told then, and presses again after a moment.
   * @returns what the answer said for a moment; empty when nothing
   */
  async presses(words: Words, messageId?: number): Promise<string> {
    for (;;) {
      const said = await this.#pressesOnce(words, messageId)
      if (!slowDown.test(said)) return said
      await this.#client.until('a moment to pass', afterTicks(3), { on: ['tick'] })
    }
  }

  async #pressesOnce(words: Words, messageId?: number): Promise<string> {
    const { message, label } = await this.#buttonOf(words, messageId)
    this.#watch?.({ type: 'presses', label })
    const ending = new AbortController()
    const timer = setTimeout(() => ending.abort(new Error(`nobody answered the button ${label}`)), patienceMs)
    try {
      const events = await this.#client.events(['answered'], ending.signal)
      const { callbackId } = await this.#client.people.press(this.id, this.#botId, message.id, { text: label })
      for await (const event of events) {
        if (event.type !== 'answered' || event.callbackId !== callbackId) continue
        if (event.text !== '') this.#watch?.({ type: 'told', text: event.text })
        return event.text
      }
      throw new Error(`the simulator ended while ${this.id} waited for the button ${label}`)
    } finally {
      clearTimeout(timer)
      ending.abort()
    }
  }

  async #buttonOf(words: Words, messageId: number | undefined): Promise<{ message: Message; label: string }> {
    const ask = async () => {
      const messages = await this.#client.people.messages(this.id, this.#botId, { limit: 50 })
      const message = messages.find(
        (each) =>
          each.fromId === this.#botId && (messageId ?? each.id) === each.id && labelIn(each, words) !== undefined,
      )
      const label = message === undefined ? undefined : labelIn(message, words)
      return message !== undefined && label !== undefined && { message, label }
    }
    return this.#waitFor(`a button ${words} for ${this.id}`, ask)
  }

  async #waitFor<Found>(what: string, ask: () => Promise<Found | false>): Promise<Found> {
    try {
      return await this.#client.until(what, ask, {
        timeoutMs: patienceMs,
        on: ['message', 'edited', 'deleted', 'tick'],
      })
    } catch (error) {
      const instead = await this.#newest()
      const shown = instead === undefined ? 'nothing' : `${instead.text} [${seen(instead).buttons.join(' | ')}]`
      throw new Error(`${(error as Error).message}; seen instead: ${shown}`, { cause: error })
    }
  }

  async #newest(): Promise<Message | undefined> {
    const messages = await this.#client.people.messages(this.id, this.#botId, { limit: 10 })
    return messages.find(({ fromId }) => fromId === this.#botId)
  }
}

/** One step of a transcript. */
export type TranscriptLine =
  | { readonly type: 'writes'; readonly text: string }
  | { readonly type: 'presses'; readonly label: string }
  | { readonly type: 'contact' }
  | { readonly type: 'told'; readonly text: string }
  | { readonly type: 'sees'; readonly seen: Seen }

/** How the bot says that somebody is too fast. */
const slowDown = /^(Juda tez-tez|Слишком часто|That is too fast)/

export function afterTicks(count: number): () => Promise<boolean> {
  let left = count + 1
  return () => Promise.resolve(--left <= 0)
}

function fits(text: string, words: Words): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text)
}

function labelIn(message: Message, words: Words): string | undefined {
  return seen(message).buttons.find((label) => (typeof words === 'string' ? label === words : words.test(label)))
}

function seen(message: Message): Seen {
  const markup = message.markup ?? {}
  const keyboard = (markup['inline_keyboard'] ?? markup['keyboard'] ?? []) as readonly (readonly { text: string }[])[]
  const rows = keyboard.map((row) => row.map(({ text }) => text))
  return { messageId: message.id, text: message.text, rows, buttons: rows.flat() }
}
