import type { Api } from 'telegram'
import type { Clock } from '../../base/clock.ts'
import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import type { FileToMove, SentFiles } from '../../delivery/media.ts'
import { outcomeOf } from '../../delivery/outcome-of.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import { isSlowModeWait } from '../../delivery/slow-mode.ts'
import type {
  Address,
  Answer,
  DialogCursor,
  LinkEnd,
  LinkOptions,
  MessageAddress,
  MessageEdit,
  MessageToDelete,
  MessagesAddress,
  OutgoingMessage,
  SentMessage,
  TelegramLink,
  TopicCursor,
  WantedChat,
} from '../contract.ts'
import { outcomeOfChange } from '../change.ts'
import type { Change } from '../change.ts'
import { LinkEnds } from '../link-ends.ts'
import type { EndSignal } from '../link-ends.ts'
import type { Call, Called, Failed } from './call.ts'
import { deleteMessage, editMessage } from './change.ts'
import { fetchDialogs } from './dialogs.ts'
import { abortFailure } from './failure.ts'
import type { Failure } from './failure.ts'
import { findChat } from './find-chat.ts'
import { findFiles } from './find-files.ts'
import { fetchFolders } from './folders.ts'
import { fetchHealth } from './health.ts'
import { findSent } from './history.ts'
import { LiveClient } from './live-client.ts'
import type { LiveClientDeps, Opened } from './live-client.ts'
import { fetchSelf } from './self.ts'
import { methodOf, sendMessage } from './send.ts'
import { fetchSlowMode } from './slow-mode.ts'
import { fetchSuccessor } from './successor.ts'
import { fetchTopics } from './topics.ts'
import { upload } from './upload.ts'

export interface LinkDeps {
  readonly client: LiveClientDeps
  readonly classify: ClassifyTelegramError
  readonly clock: Clock
  readonly told?: Pick<LinkOptions, 'onOpened' | 'onClosed' | 'onAlert'>
}

/** The life of one account's connection. A client that failed is never used again, and the next one waits until it is gone. */
export class MtprotoLink implements TelegramLink {
  readonly #deps: LinkDeps
  #client: LiveClient | undefined
  #opening: Promise<LiveClient | Failed> | undefined
  /** Settle when the messages before are over, and what was asked before. */
  readonly #turns: Record<Lane, Promise<unknown>> = { send: Promise.resolve(), read: Promise.resolve() }
  /** Settles when every earlier client is gone. */
  #gone: Promise<unknown> = Promise.resolve()
  readonly #ends = new LinkEnds()
  #lastUsedAtMs: number

  constructor(deps: LinkDeps) {
    this.#deps = deps
    this.#lastUsedAtMs = deps.clock.nowMs()
  }

  get isOpen(): boolean {
    return this.#opening !== undefined || this.#client !== undefined
  }

  get lastUsedAtMs(): number {
    return this.#lastUsedAtMs
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome> {
    const sent = await this.#inTurn('send', signal, (call) => sendMessage(call, message))
    if (sent.type === 'failed') return this.#explained(this.#outcomeOf(sent, methodOf(message)), message.to, signal)
    const [messageId = null] = sent.result
    const isPlain = message.files === undefined && message.forward === undefined
    const files: SentFiles = { messageIds: sent.result }
    return { type: 'sent', messageId, result: isPlain ? null : JSON.stringify(files) }
  }

  /**
   * With what the refusal itself does not say. Asked for once in a group, because what is known then is kept; nobody waits for it longer
   * than for a message.
   */
  async #explained(outcome: Outcome, to: Address, signal: AbortSignal): Promise<Outcome> {
    if (outcome.type === 'stale' && outcome.what === 'migrated') {
      const asked = await this.#inTurn('send', signal, (call) => fetchSuccessor(call, to))
      return asked.type === 'answered' && asked.result !== null ? { ...outcome, migratedTo: asked.result } : outcome
    }
    if (!isSlowModeWait(outcome)) return outcome
    const asked = await this.#inTurn('send', signal, (call) => fetchSlowMode(call, to))
    const isTold = asked.type === 'answered' && asked.result > 0
    return isTold ? { ...outcome, slowModeMs: asked.result } : outcome
  }

  /** Beside the messages, like what is read: it may take minutes, and can be repeated when it is given up. */
  upload(file: FileToMove, signal: AbortSignal) {
    return this.#read(signal, 'messages.uploadMedia', (call) => upload(call, file))
  }

  findFiles(at: MessagesAddress, signal: AbortSignal) {
    return this.#read(signal, 'channels.getMessages', (call) => findFiles(call, at))
  }

  deleteMessage(message: MessageToDelete, signal: AbortSignal): Promise<Outcome> {
    return this.#change('delete', message, signal, (call) => deleteMessage(call, message))
  }

  editMessage(edit: MessageEdit, signal: AbortSignal): Promise<Outcome> {
    return this.#change('edit', edit, signal, (call) => editMessage(call, edit))
  }

  fetchDialogs(cursor: DialogCursor | null, signal: AbortSignal) {
    return this.#read(signal, 'messages.getDialogs', (call) => fetchDialogs(call, cursor))
  }

  fetchTopics(forum: Address, cursor: TopicCursor | null, signal: AbortSignal) {
    return this.#read(signal, 'channels.getForumTopics', (call) => fetchTopics(call, forum, cursor))
  }

  fetchFolders(signal: AbortSignal) {
    return this.#read(signal, 'messages.getDialogFilters', fetchFolders)
  }

  findChat(wanted: WantedChat, signal: AbortSignal) {
    const method = wanted.type === 'name' ? 'contacts.resolveUsername' : 'messages.checkChatInvite'
    return this.#read(signal, method, (call) => findChat(call, wanted))
  }

  findSent(wanted: SentMessage, signal: AbortSignal) {
    return this.#read(signal, 'messages.getHistory', (call) => findSent(call, wanted))
  }

  self(signal: AbortSignal) {
    return this.#read(signal, 'users.getUsers', fetchSelf)
  }

  health(signal: AbortSignal) {
    return this.#read(signal, 'users.getUsers', fetchHealth)
  }

  async close(): Promise<void> {
    this.#ends.abortAll()
    await Promise.all(Object.values(this.#turns))
    if (this.#client !== undefined) this.#drop(this.#client, 'closed')
    await this.#gone
  }

  async #read<Value>(
    signal: AbortSignal,
    method: string,
    read: (call: Call) => Promise<Called<Value>>,
  ): Promise<Answer<Value>> {
    const got = await this.#inTurn('read', signal, read)
    if (got.type === 'answered') return { type: 'answer', value: got.result }
    const outcome = this.#outcomeOf(got, method)
    // "It is so already" is no answer to a question.
    return outcome.type === 'sent' ? { type: 'failed', error: got.failure.name } : outcome
  }

  /** In the turn of what is read: no message waits for it, and it can be repeated when it is given up. */
  async #change(
    change: Change,
    { messageId }: MessageAddress,
    signal: AbortSignal,
    ask: (call: Call) => Promise<Called<unknown>>,
  ): Promise<Outcome> {
    const done = await this.#inTurn('read', signal, ask)
    if (done.type === 'answered') return { type: 'sent', messageId, result: null }
    return outcomeOfChange(change, done.failure.name, this.#outcomeOf(done, methods[change]))
  }

  /**
   * One message after another, because GramJS chains sends that wait together and refuses all of them with the first; and what is read
   * beside them, also one after another.
   */
  async #inTurn<Value>(
    lane: Lane,
    signal: AbortSignal,
    work: (call: Call) => Promise<Called<Value>>,
  ): Promise<Called<Value>> {
    const end = this.#ends.of(signal)
    const done = this.#turns[lane].then(() => this.#run(lane, end, work))
    this.#turns[lane] = done.catch(() => {}) // A bug reaches the caller; the next call is not its business.
    return done
  }

  async #run<Value>(lane: Lane, end: EndSignal, work: (call: Call) => Promise<Called<Value>>): Promise<Called<Value>> {
    try {
      return await work((request) => this.#call(lane, request, end.signal))
    } finally {
      end.release()
      this.#lastUsedAtMs = this.#deps.clock.nowMs()
    }
  }

  async #call<Request extends Api.AnyRequest>(
    lane: Lane,
    request: Request,
    signal: AbortSignal,
  ): Promise<Called<Request['__response']>> {
    if (signal.aborted) return aborted
    const client = this.#client ?? (await this.#connected(signal))
    if (!(client instanceof LiveClient)) return client
    if (signal.aborted) return aborted

    const { dcId } = client
    const called = await client.invoke(request, signal, lane)
    if (called.type === 'answered') return called
    const movedTo = client.dcId === dcId ? undefined : client.dcId
    if (movedTo !== undefined || endsClient(called.failure)) this.#drop(client, 'failed')
    return movedTo === undefined ? called : migrated(movedTo)
  }

  /** Whoever comes while it is being made waits for the same connection. */
  #connected(signal: AbortSignal): Promise<LiveClient | Failed> {
    this.#opening ??= this.#connect(signal).finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #connect(signal: AbortSignal): Promise<LiveClient | Failed> {
    const startedAtMs = this.#deps.clock.nowMs()
    const opened = await this.#open(signal)
    if (opened.type === 'failed') return opened

    const { client } = opened
    this.#client = client
    this.#deps.told?.onOpened?.(this.#deps.clock.nowMs() - startedAtMs)
    client.onIdleEnd = () => this.#drop(client, 'lost')
    return client
  }

  async #open(signal: AbortSignal): Promise<Opened> {
    await this.#gone
    return LiveClient.open(this.#deps.client, signal)
  }

  #drop(client: LiveClient, reason: LinkEnd): void {
    if (this.#client === client) {
      this.#client = undefined
      this.#deps.told?.onClosed?.(reason)
    }
    this.#gone = Promise.all([this.#gone, client.retire(reason === 'failed' ? 'reset' : 'close')])
  }

  #outcomeOf({ failure, wasWritten }: Failed, method: string): Outcome {
    const classified = this.#deps.classify({ ...failure, method })
    const { alert, row, action } = classified
    if (alert !== '') this.#deps.told?.onAlert?.({ level: alert, row, action })
    return outcomeOf(classified, wasWritten)
  }
}

type Lane = 'send' | 'read'

const methods: Readonly<Record<Change, string>> = { delete: 'messages.deleteMessages', edit: 'messages.editMessage' }

const aborted: Failed = { type: 'failed', failure: abortFailure, wasWritten: false }

/** After these, an answer may still come that nobody waits for, or the connection is worth nothing. */
function endsClient({ layer, code, name }: Failure): boolean {
  if (layer === 'mtproto') return code === 401 || name === 'AUTH_KEY_DUPLICATED'
  return !name.startsWith('Request was unsuccessful')
}

/**
 * GramJS followed the account to another DC, with a new key on which nobody is signed in. What it heard there says nothing about
 * the session, which is unchanged.
 */
function migrated(dcId: number): Failed {
  const failure = { layer: 'mtproto', code: 303, name: `USER_MIGRATE_${dcId}` } as const
  return { type: 'failed', failure, wasWritten: false }
}
