import { setTimeout as sleep } from 'node:timers/promises'
import { Api } from 'grammy'
import type { Update, UserFromGetMe } from 'grammy/types'
import type { Person } from '../access/people.ts'
import type { PeopleVerbs } from '../access/verbs.ts'
import type { Clock } from '../base/clock.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Logger } from '../base/log.ts'
import type { Secret } from '../base/secret.ts'
import type { Service } from '../base/service.ts'
import type { StorePort, Verbs } from '../store/store.ts'
import { Allowance } from './allowance.ts'
import { Albums } from './albums.ts'
import { obeyWaits } from './api-waits.ts'
import type { TokenWaits } from './api-waits.ts'
import { Catalogue } from './catalogue.ts'
import { CommandMenus } from './command-menus.ts'
import { countSends } from './count-sends.ts'
import type { TokenSends } from './count-sends.ts'
import { Dialogue } from './dialogue.ts'
import { Inbox } from './inbox.ts'
import { Messenger } from './messenger.ts'
import { Notifier } from './notifier.ts'
import { Reception } from './reception.ts'
import type { BotPlug } from './screen.ts'
import { TokenConflict } from './token-conflict.ts'
import type { ConflictChange } from './token-conflict.ts'
import { Turns } from './turns.ts'
import { untilItWorks } from './until-it-works.ts'
import type { BotVerbs } from './verbs.ts'

/** What admins are to know of the bot itself. */
export type BotTrouble = { readonly type: 'update-given-up'; readonly personId: number } | ConflictChange

export interface ControlBotDeps {
  readonly token: Secret
  /** Another Bot API server than Telegram's. */
  readonly apiRoot: string | undefined
  readonly store: StorePort<PeopleVerbs & BotVerbs & Pick<Verbs, 'setting' | 'saveSetting'>>
  readonly keyring: Keyring
  readonly superAdminIds: readonly number[]
  /** By which somebody who asks for too much is slowed, if not by the clock: a simulated thumb is faster than a real one. */
  readonly allowanceClock?: Clock
  readonly plugs: (catalogue: () => Catalogue) => readonly BotPlug[]
  /** Somebody wrote who has no access yet. */
  onOutsider(person: Person): Promise<void>
  onTrouble(trouble: BotTrouble): void
  /** Telegram has answered to the token, and said whose it is. */
  onKnown(bot: UserFromGetMe): Promise<void>
  /** What Telegram asks of the token, and what is sent with it: others use it too. */
  readonly tokenWaits: TokenWaits
  readonly sends: TokenSends
  readonly clock: Clock
  readonly log: Logger
}

/** https://core.telegram.org/bots/api#getupdates, in seconds */
const pollTimeoutS = 30
/** No call takes longer than a poll that finds nothing. One on a dead line would hold up a person, or everybody, for that long. */
const callTimeoutS = pollTimeoutS + 15
/** Refusals of somebody who floods that may wait to be said. */
const refusalsMax = 50
const kinds = ['message', 'callback_query', 'my_chat_member'] as const
/**
 * The bot through which people use Karvon. It serves as soon as Telegram can be reached, and tries for as long as it cannot: the engine
 * does not depend on it.
 */
export class ControlBot implements Service {
  readonly #deps: ControlBotDeps
  readonly #api: Api
  readonly #turns: Turns
  readonly #refusals: Turns
  readonly #inbox: Inbox
  readonly #albums: Albums
  readonly #reception: Reception
  readonly #notifier: Notifier
  readonly #catalogue: Catalogue
  readonly #menus: CommandMenus
  readonly #conflict: TokenConflict
  readonly #stopping = new AbortController()
  #polling: Promise<void> = Promise.resolve()

  constructor(deps: ControlBotDeps) {
    this.#deps = deps
    const { store, clock, log, keyring, superAdminIds, onOutsider } = deps
    const server = deps.apiRoot === undefined ? {} : { apiRoot: deps.apiRoot }
    this.#api = new Api(deps.token.reveal(), { timeoutSeconds: callTimeoutS, ...server })
    // The first is the one nearest to Telegram.
    this.#api.config.use(
      countSends(clock, deps.sends),
      obeyWaits(clock, deps, (ms) => this.#pause(ms)),
    )
    const onError = (error: unknown, user: number) => log.error({ err: error, user }, 'a turn of a person failed')
    this.#turns = new Turns({ onError })
    this.#refusals = new Turns({ onError, waitingMax: refusalsMax })
    const catalogue = new Catalogue(deps.plugs(() => catalogue))
    this.#catalogue = catalogue
    const { commands } = catalogue
    this.#menus = new CommandMenus({ api: this.#api, store, commands, superAdminIds, clock, log })
    this.#conflict = new TokenConflict({ store, clock, log, onChange: (change) => deps.onTrouble(change) })
    const messenger = new Messenger(this.#api)
    const inTurn = (personId: number, work: () => Promise<void>) => this.#turns.add(personId, work)
    const dialogue = new Dialogue({ store, messenger, catalogue, clock, log, inTurn })
    this.#albums = new Albums((personId, parts) => this.#turns.add(personId, this.#workOn(personId, parts)))
    this.#inbox = new Inbox({ store, keyring, clock, log })
    this.#notifier = new Notifier({ store, messenger, catalogue, dialogue, clock, log })
    this.#reception = new Reception({
      store,
      messenger,
      dialogue,
      notifier: this.#notifier,
      allowance: new Allowance(deps.allowanceClock ?? clock),
      refusals: this.#refusals,
      superAdminIds,
      onOutsider,
      clock,
    })
  }

  async start(): Promise<void> {
    for (const service of this.#catalogue.services) await service.start()
    this.#polling = this.#serve()
  }

  /** What has arrived is finished. What Telegram asks us to wait for is not waited for: it fails, and that is said. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#notifier.stop()
    await this.#polling
    this.#albums.stop()
    await this.#turns.idle()
    await this.#refusals.idle()
    await this.#menus.idle()
    for (const service of this.#catalogue.services) await service.stop()
  }

  /** Something is to be told: it need not wait for the next look. */
  hint(): void {
    this.#notifier.hint()
  }

  /** Somebody became an admin, or is none any more. */
  roleChanged(personId: number): void {
    void this.#menus.changed(personId)
  }

  /** Never fails: the engine goes on whatever becomes of its bot. */
  async #serve(): Promise<void> {
    if (!(await this.#untilItWorks(() => this.#introduce()))) return
    await this.#notifier.start()
    if (!(await this.#untilItWorks(() => this.#takeLeft()))) return
    let offset: number | undefined
    while (!this.#stopping.signal.aborted) {
      const isDone = await this.#untilItWorks(async () => {
        offset = await this.#takeNext(offset)
      })
      if (!isDone) return
    }
  }

  #untilItWorks(work: () => Promise<void>): Promise<boolean> {
    return untilItWorks(work, {
      isStopped: () => this.#stopping.signal.aborted,
      pause: (ms) => this.#pause(ms),
      onConflict: () => this.#conflict.heard(),
      log: this.#deps.log,
    })
  }

  /** Learns its own name and tells Telegram its commands, which are a convenience. */
  async #introduce(): Promise<void> {
    const { log } = this.#deps
    const me = await this.#api.getMe(this.#signal)
    await this.#menus.begin()
    await this.#deps
      .onKnown(me)
      .catch((error: unknown) => log.error({ err: error }, 'the control bot could not become an account'))
    log.info({ bot: me.username }, 'the control bot serves')
  }

  /** What an earlier process has kept and not done; it was let in then. */
  async #takeLeft(): Promise<void> {
    for (const update of await this.#inbox.left()) {
      const personId = this.#reception.personOf(update)
      if (personId === undefined) await this.#inbox.drop(update)
      else if (!this.#albums.take(personId, update)) this.#turns.add(personId, this.#workOn(personId, [update]))
    }
  }

  /** @returns from where to ask the next time */
  async #takeNext(offset: number | undefined): Promise<number | undefined> {
    const updates = await this.#poll(offset)
    await this.#conflict.notHeard()
    if (offset !== undefined) await this.#inbox.confirmed(offset)
    const personOf = new Map<Update, number>()
    for (const update of updates) {
      const personId = this.#reception.admits(update)
      if (personId !== undefined) personOf.set(update, personId)
    }
    for (const update of await this.#inbox.keep([...personOf.keys()])) {
      const personId = personOf.get(update)
      if (personId === undefined || this.#albums.take(personId, update)) continue
      if (this.#turns.take(personId, this.#workOn(personId, [update]))) continue
      this.#reception.refuse(update)
      await this.#inbox.drop(update)
    }
    // Not the highest there ever was: after a quiet week Telegram begins anywhere.
    return updates.reduce<number | undefined>((_, { update_id: id }) => id + 1, offset)
  }

  #poll(offset: number | undefined): Promise<Update[]> {
    const options = {
      timeout: pollTimeoutS,
      limit: 100,
      allowed_updates: kinds,
      ...(offset === undefined ? {} : { offset }),
    }
    return this.#api.getUpdates(options, this.#signal)
  }

  /** grammY takes the signal of a package of its own, which Node's fits in all that is used of it. */
  get #signal() {
    return this.#stopping.signal as Parameters<Api['getUpdates']>[1]
  }

  /** @param parts an update, or those of an album, which are done together */
  #workOn(personId: number, parts: readonly Update[]): () => Promise<void> {
    return async () => {
      const [update, ...others] = parts
      if (update === undefined) return
      await this.#inbox.done(
        update,
        () => this.#reception.receive(update, parts),
        () => {
          this.#deps.onTrouble({ type: 'update-given-up', personId })
          return this.#reception.giveUp(update)
        },
      )
      for (const other of others) await this.#inbox.drop(other)
      await this.#menus.seen(personId)
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {})
  }
}
