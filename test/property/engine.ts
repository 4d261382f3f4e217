import { pino } from 'pino'
import { systemClock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import type { Random } from '../../src/base/random.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { partitionOf } from '../../src/delivery/partition.ts'
import { naturalKey, randomIdOf } from '../../src/delivery/random-id.ts'
import { RepeatedErrors } from '../../src/delivery/repeated-errors.ts'
import { TurnShare } from '../../src/delivery/turn-share.ts'
import { campaignPlan } from '../../src/features/campaigns/plan.ts'
import { undoPlan } from '../../src/features/campaigns/undo/plan.ts'
import { openAllVerbs } from '../../src/features/store.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { worksWith } from '../../src/features/work.ts'
import { schedulerPolicy } from '../../src/scheduler/scheduler.ts'
import { AccountActor } from '../../src/shard/account-actor.ts'
import { EventSink } from '../../src/shard/event-sink.ts'
import { Shard } from '../../src/shard/shard.ts'
import { shardPolicy } from '../../src/shard/shard-settings.ts'
import { WorkTable } from '../../src/shard/work.ts'
import type { AcquireCause, DueAttempt } from '../../src/store/store.ts'
import { preparedWhenUsed } from '../support/database.ts'
import { openScheduler } from '../support/scheduling.ts'
import { MortalStore } from './mortal-store.ts'
import type { Death, Life } from './mortal-store.ts'
import type { ScriptedTelegram } from './scripted-telegram.ts'

/** Between two messages of an account. */
export const gapMs = 10_000

/** Slower than usual: nothing but virtual time passes between two looks, and each costs real time. */
const policy = { ...shardPolicy, pollEveryMs: 8_000 }
const log = pino({ level: 'silent' })
const works = new WorkTable(worksWith(openKeyring([Buffer.alloc(32, 7)])))
const secret = Buffer.alloc(32, 1)

interface EngineDeps {
  readonly path: string
  readonly accounts: number
  readonly telegram: ScriptedTelegram
  readonly random: Random
  /** Which attempt derives which random_id, over all processes. */
  readonly attemptOf: Map<string, number>
  readonly complaints: string[]
}

/** One life of the engine: scheduler, store and a shard with real actors, on the file that the life before it left. */
export class VirtualEngine {
  readonly db: Database
  readonly life: Life = { isOver: false }
  readonly #deps: EngineDeps
  readonly #verbs: AllVerbs
  readonly #store: MortalStore
  readonly #scheduler: ReturnType<typeof openScheduler>
  readonly #partitions: readonly number[]
  #shard: Shard
  #shardLife: Life

  constructor(deps: EngineDeps) {
    this.#deps = deps
    this.db = openDatabase(deps.path)
    // A process that ends loses nothing that it wrote, only a machine does.
    this.db.pragma('synchronous = OFF')
    this.#verbs = openAllVerbs(preparedWhenUsed(this.db))
    this.#store = new MortalStore(this.db, this.#verbs, () => this.die())
    const store = this.#store.connect(this.life)
    this.#scheduler = openScheduler(store, systemClock, {
      plans: [campaignPlan(store), undoPlan(store)],
      policy: { ...schedulerPolicy, checkEveryMs: 5_000, jitterMaxMs: 2_000, gapMinMs: gapMs },
      hint: (accounts) => void this.#shard.hint(accounts.map(({ id }) => id)),
    })
    const ids = Array.from({ length: deps.accounts }, (_, index) => index + 1)
    this.#partitions = [...new Set(ids.map((id) => partitionOf(id)))]
    ;({ shard: this.#shard, life: this.#shardLife } = this.#openShard())
    this.#grant('boot')
    void this.#scheduler.start()
  }

  /** A person's word, in one transaction; only while the engine lives. */
  tell<Answer>(work: (verbs: AllVerbs) => Answer): Answer {
    return this.db.transaction(() => work(this.#verbs)).immediate()
  }

  hint(accountIds: readonly number[]): void {
    void this.#shard.hint(accountIds)
  }

  rest(): void {
    this.#shard.rest()
  }

  dieAt(death: Death): void {
    this.#store.dieAt(death)
  }

  /** As kill -9: nothing of it goes on, and nothing is written any more. */
  die(): void {
    this.life.isOver = true
    this.#end()
    void this.#scheduler.stop()
  }

  /** Its thread ends and is replaced; the scheduler and the store go on. */
  crashShard(): void {
    this.#end()
    ;({ shard: this.#shard, life: this.#shardLife } = this.#openShard())
    this.#grant('crash')
  }

  /** Gives the accounts back when nothing of them is on the wire, and takes them again. */
  move(): void {
    const shard = this.#shard
    void shard.giveBack(this.#partitions).then(() => {
      if (shard === this.#shard && !this.#shardLife.isOver) this.#grant('move')
    })
  }

  /** Once it is over. */
  close(): void {
    this.db.close()
  }

  #grant(cause: AcquireCause): void {
    const args = { partitions: this.#partitions, owner: 'local', cause, nowMs: Date.now() }
    const { grants } = this.tell((verbs) => verbs.acquire(args))
    void this.#shard.grant(grants)
  }

  #end(): void {
    this.#shardLife.isOver = true
    // Lets go of its timers; what it waits for comes never.
    void this.#shard.drain()
  }

  #openShard() {
    const life: Life = { isOver: false }
    const store = this.#store.connect(life)
    const { telegram, random, attemptOf, complaints } = this.#deps
    const repeated = new RepeatedErrors()
    const randomId = (attempt: DueAttempt, part: number) => {
      const id = randomIdOf(secret, keyOf(attempt), part)
      const known = attemptOf.get(id)
      if (known === undefined) attemptOf.set(id, attempt.id)
      // What keeps only the latest asks under the earlier round's id for a message of it that is in doubt.
      else if (known !== attempt.id && attempt.keepLatest === 'off') {
        complaints.push(`attempts ${known} and ${attempt.id} have one random_id`)
      }
      return id
    }
    const shard = new Shard({
      store,
      clock: systemClock,
      policy,
      log,
      makeActor(account, waits, epoch) {
        const link = telegram.link(account.id, life)
        const turns = new TurnShare()
        const events = new EventSink(() => {})
        const clock = systemClock
        const deps = { store, works, link, clock, random, policy, failpoint: noFailpoint, repeated, turns, events, log }
        return { actor: new AccountActor(account, waits, { ...deps, randomId, epoch }), link }
      },
    })
    return { shard, life }
  }
}

function keyOf({ campaignUuid, plannedAtMs, accountId, peer, topic, idempotencyKey }: DueAttempt): string {
  if (campaignUuid === null || plannedAtMs === null || peer === null) return idempotencyKey ?? ''
  return naturalKey({ campaignUuid, plannedAtMs, accountId, peer, topic })
}
