import type { Update } from 'grammy/types'
import type { Clock } from '../base/clock.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Logger } from '../base/log.ts'
import { Secret } from '../base/secret.ts'
import type { StorePort } from '../store/store.ts'
import type { BotVerbs, SealedUpdate } from './verbs.ts'

export interface InboxDeps {
  readonly store: StorePort<BotVerbs>
  readonly keyring: Keyring
  readonly clock: Clock
  readonly log: Logger
}

/** An update with which the process ended so often is not tried again: it would end it for ever. */
const triesMax = 3
/** Twice as long as Telegram keeps what nobody asked for: https://core.telegram.org/bots/api#getting-updates */
const keptMs = 48 * 3_600_000

/**
 * What people have written and pressed, from the moment it arrives until it is done. Telegram forgets an update once the next ones are
 * asked for, and asking must not wait for the slowest person; so it stands here in between, sealed, because it may be a password. What
 * is done leaves its number until Telegram knows that it arrived: otherwise a restart would get it again, and do it again.
 */
export class Inbox {
  readonly #deps: InboxDeps
  /** There may be marks to forget; also from an earlier process. */
  #hasDone = true
  /** What this process has taken, and has not done. */
  readonly #inHand = new Set<number>()

  constructor(deps: InboxDeps) {
    this.#deps = deps
  }

  /** @returns those that are to be done: Telegram gives again what it believes lost */
  async keep(updates: readonly Update[]): Promise<Update[]> {
    if (updates.length === 0) return []
    const { store, clock } = this.#deps
    const sealed = updates.map((update) => this.#seal(update))
    const isUndone = new Set(await store.receive(sealed, clock.nowMs()))
    return this.#inHandFrom(updates.filter(({ update_id: id }) => isUndone.has(id) && !this.#inHand.has(id)))
  }

  /** What an earlier process did not get to. What no key of ours opens any more is given up: it must not stand in the way of the rest. */
  async left(): Promise<Update[]> {
    const updates: Update[] = []
    for (const { updateId, body } of await this.#deps.store.inbox()) {
      try {
        updates.push(JSON.parse(this.#deps.keyring.open(body, placeOf(updateId)).reveal()) as Update)
      } catch (error) {
        this.#deps.log.error(
          { err: error, update: updateId },
          'an update that was kept cannot be read, and is given up',
        )
        await this.#finish(updateId)
      }
    }
    return this.#inHandFrom(updates)
  }

  /**
   * Does it, and marks it as done when it is, well or badly. An update is worked off at least once; twice only when the process ended
   * between what it did and the mark.
   * @param giveUp instead, once, when the process ended with it again and again: whoever waits for it is to be told
   */
  async done(update: Update, work: () => Promise<void>, giveUp: () => Promise<void>): Promise<void> {
    const { store, log } = this.#deps
    const id = update.update_id
    try {
      const tries = await store.tryUpdate(id)
      if (tries <= triesMax) await work()
      else log.error({ update: id }, 'an update was given up: the process ended with it three times')
      // Not again when the process ends with that too.
      if (tries === triesMax + 1) await giveUp()
    } catch (error) {
      log.error({ err: error, update: id }, 'an update could not be answered')
    }
    await this.#finish(id)
  }

  async drop(update: Update): Promise<void> {
    await this.#finish(update.update_id)
  }

  /** Telegram has been asked for what comes from that id on, and gives nothing below it again. */
  async confirmed(offset: number): Promise<void> {
    if (!this.#hasDone) return
    this.#hasDone = false
    await this.#deps.store.forgetDone(offset, this.#deps.clock.nowMs() - keptMs)
  }

  async #finish(updateId: number): Promise<void> {
    this.#hasDone = true
    try {
      await this.#deps.store.doneWith(updateId)
    } catch (error) {
      this.#deps.log.error({ err: error, update: updateId }, 'an update is done, and could not be marked so')
    }
    this.#inHand.delete(updateId)
  }

  #inHandFrom(updates: Update[]): Update[] {
    for (const { update_id: id } of updates) this.#inHand.add(id)
    return updates
  }

  #seal(update: Update): SealedUpdate {
    const updateId = update.update_id
    return { updateId, body: this.#deps.keyring.seal(new Secret(JSON.stringify(update)), placeOf(updateId)) }
  }
}

function placeOf(updateId: number) {
  return { table: 'inbox', row: updateId, column: 'body' }
}
