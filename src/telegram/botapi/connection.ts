import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Api } from 'grammy'
import type { Clock } from '../../base/clock.ts'
import type { Secret } from '../../base/secret.ts'
import type { ConnectGate } from '../connect-gate.ts'
import { watchedAgent } from './agent.ts'
import { failedBy, givenUp } from './failure.ts'
import type { Called } from './failure.ts'
import { grammy } from './grammy.ts'

export interface ConnectionDeps {
  readonly token: Secret
  /** Without a slash at its end. */
  readonly apiRoot: string
  readonly gate: ConnectGate
  readonly clock: Clock
  /** Of a call, its connection included. */
  readonly deadlineMs: number
  readonly mayUse: () => boolean
  /** Bytes of a call have left. */
  readonly onWritten: () => void
  readonly onOpened: (tookMs: number) => void
  readonly onClosed: () => void
}

/** grammY's own client, without its framework. */
export type RawApi = Api['raw']

/**
 * One HTTP connection of a bot, with one call on it at a time: so it is certain of each call whether any byte of it may have left.
 * Made when it is first used, and anew after it was lost.
 */
export class BotConnection {
  readonly #deps: ConnectionDeps
  readonly #agent: Agent
  readonly #api: Api
  #socket: Duplex | undefined
  #mayHaveLeft = false

  constructor(deps: ConnectionDeps) {
    const { token, apiRoot, deadlineMs } = deps
    this.#deps = deps
    this.#agent = watchedAgent(apiRoot.startsWith('https:'), {
      onMade: (socket, readyEvent) => this.#watch(socket, readyEvent),
      onReused: () => this.#noteLeaving(),
    })
    const { Api } = grammy()
    this.#api = new Api(token.reveal(), {
      apiRoot,
      timeoutSeconds: deadlineMs / 1000,
      sensitiveLogs: false, // Otherwise its errors say the address, and with it the token.
      baseFetchConfig: { agent: this.#agent, redirect: 'error', size: answerBytesMax },
    })
  }

  get isOpen(): boolean {
    return this.#socket !== undefined
  }

  /** Ends by its deadline or the signal, and never throws. Not called while a call runs. */
  async call<Result>(
    method: string,
    ask: (api: RawApi) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Called<Result>> {
    const { gate, mayUse } = this.#deps
    try {
      if (!this.isOpen) await gate.admit(signal)
    } catch {
      return givenUp
    }
    if (signal.aborted || !mayUse()) return givenUp
    this.#mayHaveLeft = false
    // Without its connection the call ends at once; grammY takes signals of another package's class only.
    const giveUp = () => this.close()
    signal.addEventListener('abort', giveUp, { once: true })
    try {
      return { type: 'answered', result: await ask(this.#api.raw) }
    } catch (error) {
      const failed = failedBy(error, method, this.#mayHaveLeft)
      return isAborted(signal) && failed.failure.layer !== 'botapi'
        ? { ...givenUp, wasWritten: failed.wasWritten }
        : failed
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  close(): void {
    this.#agent.destroy()
    this.#socket?.destroy()
  }

  #watch(socket: Duplex, readyEvent: 'connect' | 'secureConnect'): void {
    const { clock, mayUse, onOpened, onClosed } = this.#deps
    const startedAtMs = clock.nowMs()
    // Before the request's own listener, so that nothing can leave when the account has gone to another shard meanwhile.
    socket.once(readyEvent, () => {
      if (!mayUse()) {
        socket.destroy()
        return
      }
      this.#socket = socket
      onOpened(clock.nowMs() - startedAtMs)
      this.#noteLeaving()
    })
    socket.once('close', () => {
      if (this.#socket !== socket) return
      this.#socket = undefined
      onClosed()
    })
  }

  #noteLeaving(): void {
    this.#mayHaveLeft = true
    // The request is written behind this.
    setImmediate(this.#deps.onWritten)
  }
}

/** An answer is one message or one bot; more is not from Telegram. */
const answerBytesMax = 1_000_000

/** Asked again after a wait, which TypeScript does not count on. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
