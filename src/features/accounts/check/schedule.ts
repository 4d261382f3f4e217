import { createHash } from 'node:crypto'
import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/log.ts'
import type { Service } from '../../../base/service.ts'
import type { StorePort } from '../../../store/store.ts'
import type { CareVerbs } from '../care-verbs.ts'
import { checkKind } from './kind.ts'

export interface CheckScheduleDeps {
  readonly store: Pick<StorePort<CareVerbs>, 'checksDue' | 'planChecks' | 'askCheck'>
  readonly clock: Clock
  readonly log: Logger
  readonly hint: (accounts: readonly { readonly id: number; readonly partition: number }[]) => void
  /** ACCOUNT_CHECK_HOURS; 0: nobody is looked at by itself. */
  readonly everyHours: number
}

const lookEveryMs = 5_000
const atOnce = 100
/** After a stop, whoever's time has passed waits for the next one: all of them at once would be a storm of connections. */
const missedMs = 60_000

/** Has every account looked at once in a period, each at its own place in it. */
export class CheckSchedule implements Service {
  readonly #deps: CheckScheduleDeps
  #timer: NodeJS.Timeout | undefined
  #look: Promise<void> = Promise.resolve()

  constructor(deps: CheckScheduleDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    if (this.#deps.everyHours > 0) this.#timer = setInterval(() => void this.tick(), lookEveryMs)
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#look
  }

  /** One look, behind the one that runs. Never rejects. */
  tick(): Promise<void> {
    this.#look = this.#look.then(() => this.#tick())
    return this.#look
  }

  async #tick(): Promise<void> {
    const { store, clock, log, hint, everyHours } = this.#deps
    const [nowMs, everyMs] = [clock.nowMs(), everyHours * 3_600_000]
    try {
      const due = await store.checksDue({ nowMs, limit: atOnce })
      await store.planChecks(
        due.map(({ accountId }) => ({ accountId, atMs: nextCheckAtMs(accountId, nowMs, everyMs) })),
      )
      const now = due.filter(({ checkAtMs }) => nowMs - checkAtMs < missedMs)
      for (const { accountId: id, ownerId, checkAtMs } of now) {
        await store.askCheck({ id, ownerId, key: `${checkKind}:${id}:${checkAtMs}`, rank: 1, nowMs })
      }
      if (now.length > 0) hint(now.map(({ accountId: id, partition }) => ({ id, partition })))
    } catch (error) {
      log.error({ err: error }, 'accounts could not be looked at: it is tried again in five seconds')
    }
  }
}

/** Always the same place in the period for an account, so that they are spread over it, also after a restart. */
function nextCheckAtMs(accountId: number, nowMs: number, everyMs: number): number {
  const share = createHash('sha256').update(`check ${accountId}`).digest().readUInt32BE(0) / 2 ** 32
  const phaseMs = Math.floor(share * everyMs)
  return (Math.floor((nowMs - phaseMs) / everyMs) + 1) * everyMs + phaseMs
}
