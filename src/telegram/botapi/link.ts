import type { Clock } from '../../base/clock.ts'
import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import { outcomeOf } from '../../delivery/outcome-of.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import { outcomeOfChange } from '../change.ts'
import type {
  Answer,
  Health,
  LinkOptions,
  MessageEdit,
  MessageToDelete,
  OutgoingMessage,
  Self,
  TelegramLink,
} from '../contract.ts'
import { LinkEnds } from '../link-ends.ts'
import { deleteMessage, editCaption, editMessage, isCaptioned } from './change.ts'
import { BotConnection } from './connection.ts'
import type { ConnectionDeps, RawApi } from './connection.ts'
import type { Called, Failed } from './failure.ts'
import { methodOf, send } from './send.ts'

export interface BotLinkDeps {
  readonly connection: Omit<ConnectionDeps, 'onOpened' | 'onClosed'>
  readonly classify: ClassifyTelegramError
  readonly clock: Clock
  /** Then nothing is asked: a direct connection would show Telegram the machine's own address. */
  readonly hasProxy: boolean
  readonly told?: Pick<LinkOptions, 'onOpened' | 'onClosed' | 'onAlert'>
}

/**
 * One bot's way to Telegram. Unlike a user account's, its calls run side by side, each on a connection that nobody else uses meanwhile;
 * whoever calls decides how many.
 */
export class BotLink implements TelegramLink {
  readonly #deps: BotLinkDeps
  /** At rest; the one that was used last is taken first, so that the others end by themselves. */
  readonly #free: BotConnection[] = []
  readonly #all = new Set<BotConnection>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #ends = new LinkEnds()
  #lastUsedAtMs: number
  #open = 0

  constructor(deps: BotLinkDeps) {
    this.#deps = deps
    this.#lastUsedAtMs = deps.clock.nowMs()
  }

  get isOpen(): boolean {
    return this.#open > 0 || this.#running.size > 0
  }

  get lastUsedAtMs(): number {
    return this.#lastUsedAtMs
  }

  /** Without a `random_id`, which the Bot API does not have: a repeat is a second message. */
  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    const sent = await this.#call(methodOf(message), signal, (api) => send(api, message))
    if (sent.type === 'failed') return this.#outcomeOf(sent)
    const { messageIds } = sent.result
    const isPlain = message.files === undefined && message.forward === undefined
    return { type: 'sent', messageId: messageIds[0] ?? null, result: isPlain ? null : JSON.stringify(sent.result) }
  }

  /** A bot has no place to keep a file: it goes with the first message that carries it. */
  async upload(): Promise<Answer<never>> {
    return notForBots
  }

  async findFiles(): Promise<Answer<never>> {
    return notForBots
  }

  async deleteMessage(message: MessageToDelete, signal: AbortSignal): Promise<Outcome> {
    const { messageId } = message
    const done = await this.#call('deleteMessage', signal, (api) => deleteMessage(api, message))
    if (done.type === 'answered') return { type: 'sent', messageId, result: null }
    return outcomeOfChange('delete', done.failure.name, this.#outcomeOf(done))
  }

  async editMessage(edit: MessageEdit, signal: AbortSignal): Promise<Outcome> {
    const { messageId } = edit
    const asked = await this.#call('editMessageText', signal, (api) => editMessage(api, edit))
    // Asked rather than kept with the message: the rows of messages that stand already do not tell.
    const hasFiles = asked.type === 'failed' && isCaptioned(asked.failure.name)
    const done = hasFiles ? await this.#call('editMessageCaption', signal, (api) => editCaption(api, edit)) : asked
    if (done.type === 'answered') return { type: 'sent', messageId, result: null }
    return outcomeOfChange('edit', done.failure.name, this.#outcomeOf(done))
  }

  async self(signal: AbortSignal): Promise<Answer<Self>> {
    const got = await this.#call('getMe', signal, (api) => api.getMe())
    if (got.type === 'answered') return { type: 'answer', value: selfOf(got.result) }
    const outcome = this.#outcomeOf(got)
    return outcome.type === 'sent' ? { type: 'failed', error: got.failure.name } : outcome
  }

  /** A bot whose token is good is well: the Bot API knows no more of it. */
  async health(signal: AbortSignal): Promise<Answer<Health>> {
    const self = await this.self(signal)
    if (self.type !== 'answer') return self
    return {
      type: 'answer',
      value: { isRestricted: false, isPremium: false, frozenSinceMs: null, frozenUntilMs: null },
    }
  }

  /** The Bot API tells no bot where it is. */
  async fetchDialogs(): Promise<Answer<never>> {
    return notForBots
  }

  async fetchTopics(): Promise<Answer<never>> {
    return notForBots
  }

  async fetchFolders(): Promise<Answer<never>> {
    return notForBots
  }

  async findChat(): Promise<Answer<never>> {
    return notForBots
  }

  /** Nor what it has written. */
  async findSent(): Promise<Answer<never>> {
    return notForBots
  }

  async close(): Promise<void> {
    this.#ends.abortAll()
    await Promise.all(this.#running)
    for (const connection of this.#all) connection.close()
  }

  async #call<Result>(
    method: string,
    signal: AbortSignal,
    ask: (api: RawApi) => Promise<Result>,
  ): Promise<Called<Result>> {
    if (this.#deps.hasProxy) return behindProxy
    const end = this.#ends.of(signal)
    const connection = this.#free.pop() ?? this.#connect()
    const called = connection.call(method, ask, end.signal)
    this.#running.add(called)
    try {
      return await called
    } finally {
      end.release()
      this.#running.delete(called)
      this.#free.push(connection)
      this.#lastUsedAtMs = this.#deps.clock.nowMs()
    }
  }

  #connect(): BotConnection {
    const { connection: given, told } = this.#deps
    const onOpened = (tookMs: number) => {
      this.#open += 1
      if (this.#open === 1) told?.onOpened?.(tookMs)
    }
    const onClosed = () => {
      this.#open -= 1
      if (this.#open === 0) told?.onClosed?.(this.#running.size > 0 ? 'failed' : 'closed')
    }
    const connection = new BotConnection({ ...given, onOpened, onClosed })
    this.#all.add(connection)
    return connection
  }

  #outcomeOf({ failure, wasWritten, migratedTo }: Failed): Outcome {
    const classified = this.#deps.classify(failure)
    const { alert, row, action } = classified
    if (alert !== '') this.#deps.told?.onAlert?.({ level: alert, row, action })
    const outcome = outcomeOf(classified, wasWritten)
    return outcome.type === 'stale' && migratedTo !== undefined ? { ...outcome, migratedTo } : outcome
  }
}

/** As Telegram calls it where a bot asks for what only people may. */
const notForBots = { type: 'refused', error: 'BOT_METHOD_INVALID', what: 'request' } as const

/** In the words of the table for a proxy that refuses us: the account is paused. */
const behindProxy: Failed = {
  type: 'failed',
  failure: { layer: 'transport', name: 'proxy rejected: bots go through none yet' },
  wasWritten: false,
}

function selfOf(me: Awaited<ReturnType<RawApi['getMe']>>): Self {
  return {
    id: me.id,
    firstName: me.first_name,
    lastName: me.last_name ?? '',
    username: me.username,
    phone: null,
    isPremium: false,
  }
}
