import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/log.ts'
import { badRequest } from '../bot-error.ts'
import type { BotValues } from '../bot-values.ts'
import { unixTime } from '../view/view.ts'
import type { Json } from '../view/view.ts'
import type { UpdateQueue } from './update-queue.ts'

export interface Webhook {
  readonly url: string
  readonly secretToken: string
  readonly maxConnections: number
}

export interface WebhooksDeps {
  readonly values: BotValues
  readonly queue: UpdateQueue
  readonly clock: Clock
  readonly log: Logger
}

interface Failure {
  readonly atMs: number
  readonly message: string
}

const triesMax = 8
const firstPauseMs = 250
const answerMs = 10_000

/**
 * Delivery by webhook (https://core.telegram.org/bots/api#setwebhook): one update after another, each until it is answered 2xx. An
 * update that fails eight times rests until the next one comes, or until a restart.
 */
export class Webhooks {
  readonly #deps: WebhooksDeps
  /** By bot: what ends the delivery that goes on now. */
  readonly #current = new Map<number, AbortController>()
  /** Also those that were ended and are not done yet. */
  readonly #running = new Set<Promise<void>>()
  readonly #failures = new Map<number, Failure>()
  #isStopped = false

  constructor(deps: WebhooksDeps) {
    this.#deps = deps
  }

  find(botId: number): Webhook | undefined {
    return this.#deps.values.get<Webhook | null>(botId, 'webhook', null) ?? undefined
  }

  /**
   * What is being tried or waited for at the address before ends, so that `wake` starts at once and with all its tries.
   * @throws BotError for an address that a simulator should not call.
   */
  set(botId: number, webhook: Webhook): void {
    checkAddress(webhook.url)
    this.#interrupt(botId)
    this.#failures.delete(botId)
    this.#deps.values.set(botId, 'webhook', webhook)
  }

  remove(botId: number): boolean {
    const isSet = this.find(botId) !== undefined
    this.#interrupt(botId)
    if (isSet) this.#deps.values.set(botId, 'webhook', null)
    return isSet
  }

  info(botId: number): Json {
    const webhook = this.find(botId)
    const failure = this.#failures.get(botId)
    const allowed = this.#deps.queue.allowed(botId)
    return {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#deps.queue.count(botId),
      ...(webhook === undefined ? {} : { max_connections: webhook.maxConnections, ip_address: '127.0.0.1' }),
      ...(failure === undefined
        ? {}
        : { last_error_date: unixTime(failure.atMs), last_error_message: failure.message }),
      ...(allowed.length === 0 ? {} : { allowed_updates: allowed }),
    }
  }

  /** Delivers what waits, unless that is being done already. */
  wake(botId: number): void {
    if (this.#current.has(botId) || this.#isStopped || this.find(botId) === undefined) return
    const stopping = new AbortController()
    this.#current.set(botId, stopping)
    const delivery = this.#deliverAll(botId, stopping).finally(() => this.#running.delete(delivery))
    this.#running.add(delivery)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const botId of this.#current.keys()) this.#interrupt(botId)
    await Promise.all(this.#running)
  }

  #interrupt(botId: number): void {
    this.#current.get(botId)?.abort()
    this.#current.delete(botId)
  }

  async #deliverAll(botId: number, stopping: AbortController): Promise<void> {
    const { signal } = stopping
    for (let tries = 0; tries < triesMax && !signal.aborted; tries++) {
      if (tries > 0) await pause(firstPauseMs * 2 ** (tries - 1), signal)
      const webhook = this.find(botId)
      const update = this.#deps.queue.peek(botId, 1)[0]
      if (webhook === undefined || update === undefined || signal.aborted) break
      if (await this.#deliver(botId, webhook, update, signal)) {
        this.#deps.queue.confirm(botId, update.update_id + 1)
        tries = -1
      }
    }
    // Here and not when the promise is settled: what comes in between would wake nobody.
    if (this.#current.get(botId) === stopping) this.#current.delete(botId)
  }

  async #deliver(botId: number, webhook: Webhook, update: Json, stopping: AbortSignal): Promise<boolean> {
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...secretHeader(webhook) },
        body: JSON.stringify(update),
        redirect: 'error',
        signal: AbortSignal.any([stopping, AbortSignal.timeout(answerMs)]),
      })
      await response.body?.cancel()
      if (response.ok) return true
      if (!stopping.aborted)
        this.#fail(botId, `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim())
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError'
      if (!stopping.aborted) this.#fail(botId, isTimeout ? 'Read timeout expired' : 'Connection refused')
    }
    return false
  }

  #fail(botId: number, message: string): void {
    this.#failures.set(botId, { atMs: this.#deps.clock.nowMs(), message })
    this.#deps.log.warn({ bot: botId, message }, 'a webhook did not take an update')
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal.addEventListener('abort', finish)
  })
}

function secretHeader({ secretToken }: Webhook): Record<string, string> {
  return secretToken === '' ? {} : { 'x-telegram-bot-api-secret-token': secretToken }
}

/** Only this machine: nothing of a simulated world may leave it. */
function checkAddress(url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^https?:$/.test(address.protocol)) throw badRequest('invalid webhook URL specified')
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname))
    throw badRequest('bad webhook: the simulator calls addresses of this machine only, such as http://127.0.0.1:8080/')
}
