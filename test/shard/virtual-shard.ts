import { pino } from 'pino'
import { onTestFinished, vi } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import { partitionOf } from '../../src/delivery/partition.ts'
import { RepeatedErrors } from '../../src/delivery/repeated-errors.ts'
import { TurnShare } from '../../src/delivery/turn-share.ts'
import { AccountActor } from '../../src/shard/account-actor.ts'
import { EventSink } from '../../src/shard/event-sink.ts'
import { Shard } from '../../src/shard/shard.ts'
import { shardPolicy } from '../../src/shard/shard-settings.ts'
import type { ShardPolicy } from '../../src/shard/shard-settings.ts'
import { WorkTable } from '../../src/shard/work.ts'
import type { Work } from '../../src/shard/work.ts'
import type { TelegramLink } from '../../src/telegram/contract.ts'
import { openLocalTestStore } from '../support/store.ts'

/** Six messages a minute. */
export const gapMs = 10_000
export const answerMs = 200

interface Scripted {
  readonly tookMs: number
  /** What a try comes to that was begun so long after the start. */
  readonly outcome?: Outcome | ((atMs: number) => Outcome)
}

export interface VirtualShardOptions {
  readonly accounts?: number
  readonly kind?: 'user' | 'bot'
  readonly gapMs?: number
  readonly policy?: Partial<ShardPolicy>
  readonly reads?: Scripted
  readonly sends?: Scripted
}

/** One shard in virtual time, with the real store on this thread, and works that take as long as they are told. */
export async function startVirtualShard(options: VirtualShardOptions = {}) {
  const { accounts = 1, kind = 'user', reads = { tookMs: 300 }, sends = { tookMs: answerMs }, policy = {} } = options
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  const startMs = Date.now()
  // A turn takes a few milliseconds also here, because no timer is shorter than one.
  const sinceStart = (atMs: number) => Math.floor((atMs - startMs) / 100) * 100
  const { store, db } = openLocalTestStore({ accounts, kind })
  db.exec(`update accounts set cap_per_minute = ${60_000 / (options.gapMs ?? gapMs)}`)
  const wire: { readonly kind: string; readonly fromMs: number; untilMs: number }[] = []
  const workOf = (kind: string, lane: 'send' | 'read', { tookMs, outcome = sent }: Scripted): Work<void> => ({
    kind,
    lane,
    parse: () => {},
    async execute() {
      const line = { kind, fromMs: sinceStart(Date.now()), untilMs: Infinity }
      wire.push(line)
      await new Promise((resolve) => setTimeout(resolve, tookMs))
      line.untilMs = sinceStart(Date.now())
      return typeof outcome === 'function' ? outcome(line.fromMs) : outcome
    },
  })
  const works = new WorkTable([
    workOf('send', 'send', sends),
    ...['dialogs', 'resolve', 'check'].map((kind) => workOf(kind, 'read', reads)),
  ])
  const log = pino({ level: 'silent' })
  const fullPolicy = { ...shardPolicy, gapMinMs: options.gapMs ?? gapMs, ...policy }
  const shard = new Shard({
    store,
    clock: systemClock,
    policy: fullPolicy,
    log,
    makeActor(account, waits, epoch) {
      const deps = {
        store,
        works,
        link: unused,
        clock: systemClock,
        random: seededRandom(1),
        policy: fullPolicy,
        failpoint: noFailpoint,
        repeated: new RepeatedErrors(),
        turns: new TurnShare(),
        events: new EventSink(() => {}),
        log,
        randomId: () => '1',
        epoch,
      }
      return { actor: new AccountActor(account, waits, deps), link: unused }
    },
  })
  const accountIds = Array.from({ length: accounts }, (_, index) => index + 1)
  const partitions = [...new Set(accountIds.map((id) => partitionOf(id)))]
  onTestFinished(async () => {
    const drained = shard.drain()
    await vi.advanceTimersByTimeAsync(120_000)
    await drained
    vi.useRealTimers()
  })
  const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

  return {
    store,
    db,
    shard,
    after,
    async begin() {
      const { grants } = await store.acquire({ partitions, owner: 'local', cause: 'boot', nowMs: Date.now() })
      await shard.grant(grants)
    },
    async schedule(count: number, accountId = 1) {
      const nowMs = Date.now()
      const plan = { campaignId: 5, campaignUuid: 'c-5', ownerId: 1, contentId: 900001, plannedAtMs: 500 }
      const { id: runId } = await store.openRun(plan, nowMs)
      const sends = Array.from({ length: count }, (_, index) => ({
        accountId,
        partition: partitionOf(accountId),
        peer: -1 - index,
        topic: 0,
        part: 0,
        dueAtMs: nowMs,
      }))
      await store.schedule({ runId, ownerId: 1, contentId: 900001, sends })
      await store.beginRun(runId, nowMs)
      await shard.hint([accountId])
    },
    /** Due so long after the test began. */
    async request(kind: string, afterMs: number, accountId = 1) {
      const due = { dueAtMs: startMs + afterMs, rank: 0, peer: null } as const
      const idempotencyKey = `${kind} ${(keys += 1)}`
      const partition = partitionOf(accountId)
      await store.request({ kind, accountId, ownerId: 1, partition, idempotencyKey, payload: '{}', ...due })
      await shard.hint([accountId])
    },
    spansOf: (kind: string) =>
      wire.filter((line) => line.kind === kind).map(({ fromMs, untilMs }) => [fromMs, untilMs]),
    startsOf: (kind: string) => wire.filter((line) => line.kind === kind).map(({ fromMs }) => fromMs),
    /** How far ahead the last of what is left to try is due; undefined when nothing is left. */
    dueAheadMs() {
      const atMs = db
        .prepare(`select max(due_at_ms) from attempts where state in ('pending', 'in-flight')`)
        .pluck()
        .get()
      return atMs === null ? undefined : Number(atMs) - Date.now()
    },
    nextAtMs: () => sinceStart(Number(db.prepare('select next_at_ms from account_states').pluck().get())),
  }
}

let keys = 0
const sent: Outcome = { type: 'sent', messageId: 1, result: null }
const noAnswer = { type: 'refused', error: 'no link in this test', what: 'request' } as const

const unused: TelegramLink = {
  isOpen: false,
  lastUsedAtMs: 0,
  send: () => Promise.resolve(noAnswer),
  upload: () => Promise.resolve(noAnswer),
  findFiles: () => Promise.resolve(noAnswer),
  deleteMessage: () => Promise.resolve(noAnswer),
  editMessage: () => Promise.resolve(noAnswer),
  fetchDialogs: () => Promise.resolve(noAnswer),
  fetchTopics: () => Promise.resolve(noAnswer),
  fetchFolders: () => Promise.resolve(noAnswer),
  findChat: () => Promise.resolve(noAnswer),
  findSent: () => Promise.resolve(noAnswer),
  self: () => Promise.resolve(noAnswer),
  health: () => Promise.resolve(noAnswer),
  close: () => Promise.resolve(),
}
