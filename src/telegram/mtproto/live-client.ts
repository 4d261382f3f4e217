import { errors } from 'telegram'
import type { TelegramClient } from 'telegram'
import type { Api } from 'telegram'
import type { ConnectGate } from '../connect-gate.ts'
import type { Called, Failed } from './call.ts'
import { connectsMax, makeClient, savedSession } from './client.ts'
import type { ClientParams } from './client.ts'
import { failureOf } from './errors.ts'
import { abortFailure, clientFailure, transportFailure } from './failure.ts'
import type { Failure } from './failure.ts'
import { Wire } from './wire.ts'

export interface LiveClientDeps extends Omit<ClientParams, 'connectionClass'> {
  readonly gate: ConnectGate
  readonly port: number | undefined
  readonly mayUse: () => boolean
  /** A packet has left while a call waits for its answer. */
  readonly onWritten: () => void
  /** For connecting, from the moment the gate lets us through; and for each call. GramJS has none. */
  readonly deadlineMs: number
  readonly counters: ClientCounters
}

/** What nobody waits for any more, but somebody may want to know. */
export interface ClientCounters {
  /** Clients that were made. */
  clients: number
  /** Answers and errors that came when the call was already given up. */
  lateAnswers: number
  /** Calls and connects that were given up after their deadline. */
  deadlines: number
}

export type Opened = { readonly type: 'opened'; readonly client: LiveClient } | Failed

/**
 * A connected client in which every wait ends: by an answer, by the death of its connection, by our deadline or by the caller's
 * signal. After anything but an answer the client is of no use and must be retired; calls that GramJS still holds then never
 * settle, so they are raced, never awaited.
 */
export class LiveClient {
  readonly #client: TelegramClient
  readonly #wire: Wire
  readonly #deps: LiveClientDeps
  /** What is waited for now. */
  readonly #waiting = new Set<Waiting>()
  #calls = 0
  /** What had been sent when the last connection ended; 0 as long as none did. */
  #packetsAtEnd = 0
  #retiring: Promise<void> | undefined

  /** Called once, when the connection ended while nobody waited for anything: reconnecting would serve nobody. */
  onIdleEnd: () => void = () => {}

  private constructor(deps: LiveClientDeps) {
    this.#deps = deps
    const { gate, port, mayUse } = deps
    const onWritten = () => {
      if (this.#calls > 0) deps.onWritten()
    }
    const onClosed = () => {
      this.#packetsAtEnd = this.#wire.packetsSent
      if (this.#waiting.size === 0) this.onIdleEnd()
    }
    const onDied = (failure: Failure) => this.#giveUpAll(failure)
    this.#wire = new Wire({ gate, port, mayUse, onWritten, connectsMax, onClosed, onDied })
    this.#client = makeClient({ ...deps, connectionClass: this.#wire.connectionClass })
    deps.counters.clients += 1
  }

  /** Connects. A client that failed to is already gone when this returns. */
  static async open(deps: LiveClientDeps, signal: AbortSignal): Promise<Opened> {
    const live = new LiveClient(deps)
    const failed = await live.#connect(signal)
    if (failed === undefined) return { type: 'opened', client: live }
    await live.retire('reset')
    return failed
  }

  /** Empty before there is a key. */
  get session(): string {
    return savedSession(this.#client)
  }

  get dcId(): number {
    return this.#client.session.dcId
  }

  /**
   * @param lane `read`: when it is given up, a call beside it that is no read is let come to its end on the same connection. `send`: a
   * refusal counts only where no earlier try within the call may be done; left out, as at a login, the last word does
   */
  async invoke<Request extends Api.AnyRequest>(
    request: Request,
    signal: AbortSignal,
    lane?: 'send' | 'read',
  ): Promise<Called<Request['__response']>> {
    const before = this.#wire.packetsSent
    this.#calls += 1
    const doubts: Failure[] = []
    const noting = notingDoubts(this.#client, doubts)
    const ended = await this.#race(this.#client.invokeWithSender(request, noting), signal, lane === 'read')
    this.#calls -= 1
    if (ended.type === 'done') return { type: 'answered', result: ended.value }
    // GramJS repeats by itself what was on a line that ended.
    if (this.#packetsAtEnd > before) doubts.push(transportFailure('ECONNRESET'))
    // What the repeat was told, a wait also, says nothing of the try before it, which may be done.
    const [doubt] = ended.type === 'threw' && lane === 'send' ? doubts : []
    return { type: 'failed', failure: doubt ?? ended.failure, wasWritten: this.#wire.packetsSent > before }
  }

  /**
   * Ends the connection, once what is no read has ended on it; resolves when another client may use the key. May be called twice.
   * @param how `reset` when the server may still have something of ours to read
   */
  retire(how: 'close' | 'reset'): Promise<void> {
    this.#retiring ??= this.#retire(how)
    return this.#retiring
  }

  async #retire(how: 'close' | 'reset'): Promise<void> {
    const spared = this.#spared()
    if (spared.length > 0) await Promise.all(spared)
    this.#cut(how)
    // Never `disconnect()`: its pings would go on for ever.
    await this.#client.destroy()
  }

  #spared(): Promise<unknown>[] {
    return [...this.#waiting].flatMap(({ isRead, ended }) => (isRead ? [] : [ended]))
  }

  #cut(how: 'close' | 'reset'): void {
    this.#wire.retire(how)
    this.#giveUpAll(abortFailure)
  }

  #giveUpAll(failure: Failure): void {
    for (const { giveUp } of this.#waiting) giveUp(failure)
  }

  async #connect(signal: AbortSignal): Promise<Failed | undefined> {
    const abort = () => this.#wire.retire('close')
    signal.addEventListener('abort', abort, { once: true })
    try {
      await this.#wire.enter()
    } catch {
      return { type: 'failed', failure: abortFailure, wasWritten: false }
    } finally {
      signal.removeEventListener('abort', abort)
    }
    const ended = await this.#race(this.#client.connect(), signal)
    if (ended.type === 'done' && ended.value) return undefined
    const failure =
      ended.type === 'done' ? (this.#wire.lastFailure ?? transportFailure('not connected')) : ended.failure
    return { type: 'failed', failure, wasWritten: false }
  }

  async #race<Value>(work: Promise<Value>, signal: AbortSignal, isRead = false): Promise<Ended<Value>> {
    const { deadlineMs, counters } = this.#deps
    let isOver = false
    const settled = work.then(
      (value): Ended<Value> => ({ type: 'done', value }),
      (error: unknown): Ended<Value> => ({ type: 'threw', failure: failureOf(error) }),
    )
    void settled.then(() => {
      if (isOver) counters.lateAnswers += 1
    })
    const { gaveUp, giveUp, stop } = startWaiting(deadlineMs, signal, this.#wire.death)
    const racing = Promise.race([settled, gaveUp])
    const waiting = { isRead, giveUp, ended: racing }
    this.#waiting.add(waiting)
    const ended = await racing
    this.#waiting.delete(waiting)
    stop()
    isOver = true
    if (ended.type === 'gave-up') {
      // At once, so that no byte can leave after we have said that none did; of what is only read that does no harm.
      if (!isRead || this.#spared().length === 0) this.#cut('reset')
      if (ended.failure === deadline) counters.deadlines += 1
    }
    return ended
  }
}

/**
 * GramJS repeats within the call what Telegram failed at inside, and tells only of the last try. Its sender is asked to note the others.
 * @returns undefined before there is one
 */
function notingDoubts({ _sender: sender }: TelegramClient, doubts: Failure[]): Sender | undefined {
  if (sender === undefined) return undefined
  const addStateToQueue: Sender['addStateToQueue'] = (state) => {
    sender.addStateToQueue(state)
    state.promise?.catch((error: unknown) => {
      if (isRepeatedInside(error)) doubts.push(failureOf(error))
    })
  }
  return new Proxy(sender, {
    get: (_, name): unknown => (name === 'addStateToQueue' ? addStateToQueue : Reflect.get(sender, name)),
  })
}

type Sender = NonNullable<TelegramClient['_sender']>

/** As GramJS decides. */
function isRepeatedInside(error: unknown): boolean {
  if (error instanceof errors.ServerError) return true
  return error instanceof errors.RPCError && ['RPC_CALL_FAIL', 'RPC_MCGET_FAIL'].includes(error.errorMessage)
}

interface Waiting {
  readonly isRead: boolean
  readonly giveUp: (failure: Failure) => void
  readonly ended: Promise<unknown>
}

type GaveUp = { readonly type: 'gave-up'; readonly failure: Failure }
type Ended<Value> =
  { readonly type: 'done'; readonly value: Value } | { readonly type: 'threw'; readonly failure: Failure } | GaveUp

const deadline = clientFailure('TimeoutError')

/** Every way in which waiting ends without an answer, as one promise that never rejects. */
function startWaiting(ms: number, signal: AbortSignal, death: Failure | undefined) {
  let giveUp: (failure: Failure) => void = () => {}
  const gaveUp = new Promise<GaveUp>((resolve) => {
    giveUp = (failure) => resolve({ type: 'gave-up', failure })
  })
  const timer = setTimeout(() => giveUp(deadline), ms)
  const abort = () => giveUp(abortFailure)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  if (death !== undefined) giveUp(death)
  const stop = () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
  return { gaveUp, giveUp, stop }
}
