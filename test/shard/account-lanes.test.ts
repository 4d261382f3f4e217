import { pino } from 'pino'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
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
const gapMs = 10_000
const answerMs = 200

describe('what an account reads', () => {
  it('does not move its next message, however often it is checked', async () => {
    const { begin, schedule, request, after, startsOf } = await setup()
    await schedule(4)
    await begin()
    for (const atMs of [100, 3_000, 9_000, 14_000]) await request('check', atMs)

    await after(40_000)

    expect(startsOf('send')).toEqual([0, 1, 2, 3].map((count) => count * (gapMs + answerMs)))
    expect(startsOf('check')).toEqual([100, 3_000, 9_000, 14_000])
  })

  it('leaves its messages their pace while it is unanswered for a minute', async () => {
    const { begin, schedule, request, after, startsOf, spansOf } = await setup({ reads: { tookMs: 60_000 } })
    await request('dialogs', 0)
    await schedule(6)
    await begin()

    await after(61_500)

    expect(spansOf('dialogs')).toEqual([[0, 60_000]])
    expect(startsOf('send')).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * (gapMs + answerMs)))
  })

  it('leaves them also when more messages come than it looked at, and more is to be read', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ reads: { tookMs: 60_000 }, gapMs: 1_000 })
    for (let count = 0; count < 100; count++) await request('resolve', 0)
    await schedule(90)
    await begin()

    await after(59_000)

    const starts = startsOf('send')
    const gaps = starts.slice(1).map((atMs, index) => atMs - (starts[index] ?? 0))
    expect(starts.length).toBeGreaterThan(45)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_000 + 2 * answerMs)
  })

  it('is one thing at a time, a second apart, whoever asked for it', async () => {
    const { begin, request, after, spansOf } = await setup({ reads: { tookMs: 700 } })
    await begin()
    await request('resolve', 0)
    await request('resolve', 10)
    await request('check', 20)

    await after(10_000)

    expect(spansOf('resolve')).toEqual([
      [0, 700],
      [1_700, 2_400],
    ])
    expect(spansOf('check')).toEqual([[3_400, 4_100]])
  })

  it('takes no place from messages when few may be on the wire', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({
      accounts: 3,
      reads: { tookMs: 60_000 },
      policy: { callsMax: 1 },
    })
    for (const accountId of [1, 2, 3]) await request('dialogs', 0, accountId)
    await schedule(1, 3)
    await begin()

    await after(1_000)

    expect(startsOf('send')).toEqual([0])
    expect(startsOf('dialogs')).toHaveLength(3)
  })

  it('goes on while a message is unanswered', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ sends: { tookMs: 60_000 } })
    await schedule(1)
    await begin()
    await request('check', 5_000)

    await after(6_000)

    expect(startsOf('check')).toEqual([5_000])
  })
})

describe('a flood wait', () => {
  const floodWait: Outcome = { type: 'wait', waitMs: 120_000, scope: 'read', error: 'FLOOD_WAIT' }

  it('for reading holds all reading and no message', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ reads: { tookMs: 100, outcome: floodWait } })
    await begin()
    await request('dialogs', 0)
    await schedule(3)
    await request('resolve', 5_000)

    await after(119_000)

    expect([startsOf('dialogs'), startsOf('resolve')]).toEqual([[0], []])
    expect(startsOf('send')).toHaveLength(3)
    await after(4_000)
    expect(startsOf('dialogs').length + startsOf('resolve').length).toBeGreaterThan(1)
  })

  it('for sending holds messages and no reading', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({
      sends: { tookMs: 100, outcome: { ...floodWait, scope: 'send' } },
    })
    await begin()
    await schedule(3)
    await request('check', 1_000)
    await request('check', 4_000)

    await after(100_000)

    expect(startsOf('send')).toEqual([0])
    expect(startsOf('check')).toEqual([1_000, 4_000])
  })
})

describe('the row of an account', () => {
  it('keeps the pause after its last message when something is read, also while the message is unanswered', async () => {
    const { begin, schedule, request, after, nextAtMs, spansOf } = await setup({ sends: { tookMs: 5_000 } })
    await schedule(2)
    await begin()
    await request('check', 1_000)
    await request('check', 7_000)

    await after(500)
    expect(nextAtMs()).toBe(gapMs)
    await after(1_000)
    expect([spansOf('check').length, nextAtMs()]).toEqual([1, gapMs])
    await after(6_000)
    expect([spansOf('check').length, nextAtMs()]).toEqual([2, 5_000 + gapMs])
  })
})

interface Scripted {
  readonly tookMs: number
  readonly outcome?: Outcome
}

interface Options {
  readonly accounts?: number
  readonly gapMs?: number
  readonly policy?: Partial<ShardPolicy>
  readonly reads?: Scripted
  readonly sends?: Scripted
}

/** One shard in virtual time, with the real store on this thread, and works that take as long as they are told. */
async function setup(options: Options = {}) {
  const { accounts = 1, reads = { tookMs: 300 }, sends = { tookMs: answerMs }, policy = {} } = options
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  const startMs = Date.now()
  // A turn takes a few milliseconds also here, because no timer is shorter than one.
  const sinceStart = (atMs: number) => Math.floor((atMs - startMs) / 100) * 100
  const { store, db } = openLocalTestStore({ accounts })
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
      return outcome
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
  fetchDialogs: () => Promise.resolve(noAnswer),
  fetchTopics: () => Promise.resolve(noAnswer),
  fetchFolders: () => Promise.resolve(noAnswer),
  findChat: () => Promise.resolve(noAnswer),
  findSent: () => Promise.resolve(noAnswer),
  self: () => Promise.resolve(noAnswer),
  health: () => Promise.resolve(noAnswer),
  close: () => Promise.resolve(),
}
