import { MessageChannel } from 'node:worker_threads'
import type { MessagePort, Worker } from 'node:worker_threads'
import type { CopyProgress } from './copy-database.ts'
import { connectStore } from './store-client.ts'
import type { StorePort, Verbs } from './store.ts'
import type { FromStoreThread, StoreFigures, StoreThreadStart, ToStoreThread } from './thread-protocol.ts'

export interface StoreHandleDeps {
  /** `() => startThread('store-thread', import.meta.url)`, from a file beside the entry; it may have been loading for a while. */
  startThread(): Worker
  readonly start: StoreThreadStart
  /** The file was removed or replaced under us: alert somebody, and stop. */
  onLost?(reason: string): void
  /** The thread ended without being asked to. */
  onEnd?(reason: string): void
}

/** The copy or the figures could not be had. `code` is the database's own word. */
export class StoreThreadError extends Error {
  override readonly name = 'StoreThreadError'
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  resolve(value: StoreFigures | undefined): void
  reject(error: Error): void
  onProgress?: CopyProgress
}

/** The store's thread as its owner sees it. Start it only while the process lock is held and the schema fits. */
export class StoreHandle {
  readonly #deps: StoreHandleDeps
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended: Promise<void>
  #nextId = 1
  #isStopping = false
  #failure: string | undefined

  private constructor(deps: StoreHandleDeps) {
    this.#deps = deps
    this.#worker = deps.startThread()
    this.#worker.postMessage(deps.start)
    this.#worker.on('message', (message: FromStoreThread) => this.#heard(message))
    this.#worker.on('error', (error: unknown) => {
      this.#failure ??= error instanceof Error ? error.message : String(error)
    })
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#failure ??= `exit code ${code}`
        for (const caller of this.#waiting.values()) caller.reject(this.#endError())
        this.#waiting.clear()
        if (!this.#isStopping) deps.onEnd?.(this.#failure)
        resolve()
      })
    })
  }

  /** @throws StoreThreadError when the thread ends before it serves */
  static async start(deps: StoreHandleDeps): Promise<StoreHandle> {
    const handle = new StoreHandle(deps)
    const isReady = await Promise.race([
      new Promise<true>((resolve) => {
        handle.#worker.on('message', ({ type }: FromStoreThread) => type === 'ready' && resolve(true))
      }),
      handle.#ended,
    ])
    if (isReady !== true) throw handle.#endError()
    return handle
  }

  /** The verbs, for this thread: those that its entry serves. */
  connect<V = Verbs>(): StorePort<V> & { close(): void } {
    return connectStore<V>(this.newPort())
  }

  /** A port to transfer to another thread, which calls `connectStore` on it. */
  newPort(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    this.#tell({ type: 'connect', port: port2 }, [port2])
    return port1
  }

  /**
   * Copies the database as it is at the end of the copy into `to`, an empty file or none, while verbs go on.
   * @throws StoreThreadError
   */
  async copy(to: string, onProgress: CopyProgress = () => {}): Promise<void> {
    await this.#ask((id) => ({ type: 'copy', id, to }), onProgress)
  }

  async figures(): Promise<StoreFigures> {
    const figures = await this.#ask((id) => ({ type: 'figures', id }))
    if (figures === undefined) throw new StoreThreadError('the store answered without figures')
    return figures
  }

  /** Commits what is queued, folds the log back and closes the file. */
  async stop(): Promise<void> {
    if (!this.#isStopping) this.#tell({ type: 'stop' })
    this.#isStopping = true
    await this.#ended
  }

  #ask(message: (id: number) => ToStoreThread, onProgress?: CopyProgress): Promise<StoreFigures | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined || this.#isStopping) {
        reject(this.#endError())
        return
      }
      const id = this.#nextId++
      this.#waiting.set(id, { resolve, reject, ...(onProgress === undefined ? {} : { onProgress }) })
      this.#tell(message(id))
    })
  }

  #tell(message: ToStoreThread, transfer: MessagePort[] = []): void {
    this.#worker.postMessage(message, transfer)
  }

  #heard(message: FromStoreThread): void {
    switch (message.type) {
      case 'ready':
        return
      case 'failed':
        this.#failure = message.message
        return
      case 'copying':
        return this.#waiting.get(message.id)?.onProgress?.(message)
      case 'copied':
        return this.#take(message.id)?.resolve(undefined)
      case 'copy-failed':
        return this.#take(message.id)?.reject(new StoreThreadError(message.message, message.code))
      case 'figures':
        return this.#take(message.id)?.resolve(message.figures)
      case 'lost':
        return this.#deps.onLost?.(message.reason)
      default:
        return message satisfies never
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #endError(): StoreThreadError {
    return new StoreThreadError(`the store thread ended: ${this.#failure ?? 'it was stopped'}`)
  }
}
