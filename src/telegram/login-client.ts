import type { Worker } from 'node:worker_threads'
import type { Service } from '../base/service.ts'
import type { Secret } from '../base/secret.ts'
import type { Answer, Self } from './contract.ts'
import type { CodeStep, LoginRefused, LoginStart, LoginStep } from './login-contract.ts'
import { packSecrets, unpackSecrets } from './login-protocol.ts'
import type { FromLoginThread, SignIns, SignInStep, ToLoginThread } from './login-protocol.ts'

/** People sign in now and then: between two of them the thread, with a whole GramJS in it, is not kept. */
const idleMaxMs = 60_000

interface Waiting {
  resolve(answer: unknown): void
  readonly ifEnded: unknown
}

/** Sign-ins on a thread of their own, which starts with the first and ends when there were none for a minute. */
export class LoginClient implements SignIns, Service {
  readonly #startThread: () => Worker
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #nextId = 1

  /** @param startThread starts `login-thread` */
  constructor(startThread: () => Worker) {
    this.#startThread = startThread
  }

  start(): Promise<void> {
    return Promise.resolve()
  }

  /** What is being asked is answered as if Telegram were silent. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker?.terminate()
  }

  sendCode(start: LoginStart, signal: AbortSignal): ReturnType<SignIns['sendCode']> {
    return this.#call('sendCode', [start], signal, noAnswer)
  }

  resendCode(step: CodeStep, signal: AbortSignal): ReturnType<SignIns['resendCode']> {
    return this.#call('resendCode', [step], signal, noAnswer)
  }

  signIn(step: CodeStep, code: Secret, signal: AbortSignal): ReturnType<SignIns['signIn']> {
    return this.#call('signIn', [step, code], signal, noAnswer)
  }

  checkPassword(step: LoginStep, password: Secret, signal: AbortSignal): ReturnType<SignIns['checkPassword']> {
    return this.#call('checkPassword', [step, password], signal, noAnswer)
  }

  logOut(step: LoginStep, signal: AbortSignal): ReturnType<SignIns['logOut']> {
    return this.#call('logOut', [step], signal, noAnswer)
  }

  whoIs(step: LoginStep, signal: AbortSignal): Promise<Answer<Self>> {
    return this.#call('whoIs', [step], signal, { type: 'notSent', error: noAnswer.error })
  }

  whichBot(token: Secret, signal: AbortSignal): Promise<Answer<Self>> {
    return this.#call('whichBot', [token], signal, { type: 'notSent', error: noAnswer.error })
  }

  #call<Value>(step: SignInStep, given: readonly unknown[], signal: AbortSignal, ifEnded: Value): Promise<Value> {
    clearTimeout(this.#idle)
    const worker = (this.#worker ??= this.#launch())
    const id = this.#nextId++
    const abort = () => this.#tell(worker, { type: 'abort', id })
    signal.addEventListener('abort', abort, { once: true })
    this.#tell(worker, { type: 'call', id, step, given: given.map(packSecrets) })
    if (signal.aborted) abort()

    return new Promise<Value>((resolve) => {
      const done = (answer: unknown) => {
        signal.removeEventListener('abort', abort)
        this.#waiting.delete(id)
        if (this.#waiting.size === 0) this.#idle = setTimeout(() => void worker.terminate(), idleMaxMs)
        resolve(answer as Value)
      }
      this.#waiting.set(id, { resolve: done, ifEnded })
    })
  }

  #launch(): Worker {
    const worker = this.#startThread()
    worker.on('message', ({ id, answer }: FromLoginThread) => this.#waiting.get(id)?.resolve(unpackSecrets(answer)))
    // Without a listener its error would end the whole process. The exit follows.
    worker.on('error', () => {})
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
      for (const { resolve, ifEnded } of this.#waiting.values()) resolve(ifEnded)
      clearTimeout(this.#idle)
    })
    return worker
  }

  #tell(worker: Worker, message: ToLoginThread): void {
    worker.postMessage(message)
  }
}

const noAnswer: LoginRefused = {
  type: 'refused',
  reason: 'no-answer',
  error: 'the login thread ended',
  waitSeconds: null,
}
