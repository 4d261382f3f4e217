import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Service } from '../../base/service.ts'
import type { EngineEvent } from '../../delivery/events.ts'
import type { ServiceAlert } from '../../delivery/service-alert.ts'
import type { StorePort } from '../../store/store.ts'
import type { News, NewsVerbs } from './verbs.ts'

export interface NewsDeskDeps {
  readonly store: Pick<StorePort<NewsVerbs>, 'addNews' | 'tellNews'>
  readonly clock: Clock
  readonly log: Logger
  /** A notice stands in the store. */
  readonly hint: () => void
}

const everyMs = 1_000
/** Of one commit. */
const batch = 500
/** What nobody could write down meanwhile is no news any more. */
const waitingMax = 50_000

/**
 * Turns what the engine says about accounts, campaigns and itself into news for the people whom it concerns. What it says between two
 * writes, a second, is lost with the process.
 */
export class NewsDesk implements Service {
  readonly #deps: NewsDeskDeps
  #waiting: News[] = []
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(deps: NewsDeskDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    this.#timer = setInterval(() => this.#begin(), everyMs)
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#begin()
    await this.#work
  }

  /** Of every event, so that it does little for those of a single message. */
  note(event: EngineEvent): void {
    for (const news of newsOf(event)) if (this.#waiting.length < waitingMax) this.#waiting.push(news)
  }

  /** Something is wrong with the installation; admins are told. */
  alert(alert: ServiceAlert): void {
    if (this.#waiting.length < waitingMax) this.#waiting.push({ kind: 'service', alert, accountId: null })
  }

  #begin(): void {
    this.#work = this.#work.then(() => this.tick())
  }

  async tick(): Promise<void> {
    const { store, clock, log, hint } = this.#deps
    try {
      while (this.#waiting.length > 0) {
        const some = this.#waiting.slice(0, batch)
        await store.addNews(some, clock.nowMs())
        this.#waiting = this.#waiting.slice(some.length)
      }
      if ((await store.tellNews({ nowMs: clock.nowMs(), limit: batch })) > 0) hint()
    } catch (error) {
      log.error({ err: error }, 'news for people could not be kept: it is tried again in a second')
    }
  }
}

/** Why a campaign rests because somebody wanted it to, or what was told when it was stopped: that is no news. */
const wanted = ['asked', 'superseded', 'banned', 'access-ended', 'no-groups', 'quiet-hours', 'plan-ended']

function newsOf(event: EngineEvent): readonly News[] {
  switch (event.name) {
    case 'account_changed': {
      const { accountId, state, untilMs } = event
      if (state === 'needs-login' || state === 'stopped') return [{ kind: 'login', accountId, state, untilMs }]
      return state === 'limited' ? [{ kind: 'limits', accountId, state, untilMs }] : []
    }
    case 'run_stopped':
    case 'campaign_paused': {
      const { campaignId, reason } = event
      return wanted.includes(reason) ? [] : [{ kind: 'stopped', campaignId, reason }]
    }
    case 'run_finished': {
      const { campaignId, sent, failed, uncertain } = event
      const figures = { rounds: 1, sent, failed, uncertain }
      const failing = failed === 0 ? [] : [{ kind: 'failing', campaignId } as const]
      return [{ kind: 'rounds', campaignId, figures }, ...failing]
    }
    case 'error_alert': {
      const { audience, row, accountId } = event
      return audience === 'owner' ? [] : [{ kind: 'service', alert: { type: 'telegram-error', row }, accountId }]
    }
    default:
      return []
  }
}
