import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import type { Clock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { systemRandom } from '../../src/base/random.ts'
import { Secret } from '../../src/base/secret.ts'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { naturalKey, randomIdOf } from '../../src/delivery/random-id.ts'
import { RepeatedErrors } from '../../src/delivery/repeated-errors.ts'
import { TurnShare } from '../../src/delivery/turn-share.ts'
import { worksWith } from '../../src/features/work.ts'
import { AccountActor } from '../../src/shard/account-actor.ts'
import { EventSink } from '../../src/shard/event-sink.ts'
import { Shard } from '../../src/shard/shard.ts'
import { shardPolicy } from '../../src/shard/shard-settings.ts'
import type { ShardPolicy } from '../../src/shard/shard-settings.ts'
import { WorkTable } from '../../src/shard/work.ts'
import type { AccountRow, DueAttempt } from '../../src/store/store.ts'
import { openRules } from '../simulator/faults/rules-setup.ts'
import { adapterTo, device } from '../telegram/mtproto/link-setup.ts'
import { sessionOf } from './chatting.ts'
import { startStoreHere } from './store.ts'
import { startMtproto } from './telegram-world.ts'

export interface EngineOptions {
  readonly accounts?: number
  readonly groups?: number
  readonly policy?: Partial<ShardPolicy>
  /** Of the shard and its actors; the simulated Telegram has its own. */
  readonly clock?: Clock
}

/** One shard with a real store and the real GramJS, against a simulated Telegram whose ledger and world judge. */
export async function startEngine(options: EngineOptions = {}) {
  const { accounts: count = 1, groups = 1, policy = {}, clock = systemClock } = options
  const { rules, add } = openRules()
  const telegram = await startMtproto({ faults: rules })
  const { store, db } = startStoreHere({ accounts: 0 })
  const owner = telegram.world.users.create({ firstName: 'Owner of the groups' })
  const sessions = new Map<number, Secret>()
  const accounts: { readonly id: number; readonly userId: number; readonly partition: number }[] = []
  for (let index = 0; index < count; index++) {
    const user = telegram.world.users.create({ firstName: `Account ${index}`, phone: `99890000000${index}` })
    const id = await store.addAccount({ ...newAccount, telegramId: user.id, device: JSON.stringify(device) }, 1)
    const partition = (await store.account(id))?.partition ?? 0
    sessions.set(id, new Secret(sessionOf(telegram, user)))
    accounts.push({ id, userId: user.id, partition })
  }
  const memberIds = accounts.map(({ userId }) => userId)
  const chats = Array.from({ length: groups }, (_, index) =>
    telegram.world.chats.create({ kind: 'supergroup', title: `Group ${index}`, creatorId: owner.id, memberIds }),
  )
  for (const { id, userId } of accounts) {
    for (const { peer, title } of chats) {
      db.prepare(
        `insert into peers (account_id, peer, kind, title, access_hash, may_post, is_forum, seen_at_ms)
         values (?, ?, 'supergroup', ?, ?, 1, 0, 1)`,
      ).run(id, peer, title, String(telegram.world.users.accessHash(userId, peer)))
    }
  }

  const events: EngineEvent[] = []
  const turns = new TurnShare()
  const secret = randomBytes(32)
  const silent = pino({ level: 'silent' })
  const fullPolicy = { ...shardPolicy, gapMinMs: 0, pollEveryMs: 50, ...policy }
  const adapter = adapterTo(telegram, { deadlineMs: 2_000 })
  const shard = new Shard({
    store,
    clock,
    policy: fullPolicy,
    log: silent,
    makeActor(account: AccountRow, waits, epoch) {
      const link = adapter.open({ session: sessions.get(account.id) ?? new Secret(''), device, proxy: undefined })
      const deps = {
        store,
        works: new WorkTable(worksWith(openKeyring([randomBytes(32)]))),
        link,
        clock,
        random: systemRandom,
        policy: fullPolicy,
        failpoint: noFailpoint,
        repeated: new RepeatedErrors(),
        turns,
        events: new EventSink((event) => events.push(event)),
        log: silent,
        randomId: (attempt: DueAttempt, part: number) => randomIdOf(secret, keyOf(attempt), part),
        epoch,
      }
      return { actor: new AccountActor(account, waits, deps), link }
    },
  })
  onTestFinished(() => shard.drain())
  const partitions = [...new Set(accounts.map(({ partition }) => partition))]
  const begin = async () => {
    const { grants } = await store.acquire({ partitions, owner: 'local', cause: 'boot', nowMs: clock.nowMs() })
    await shard.grant(grants)
  }

  /** A run of one text to every group; the accounts take turns. */
  const schedule = async (plannedAtMs = 500) => {
    const nowMs = clock.nowMs()
    const run = await store.openRun(
      { campaignId: 5, campaignUuid: 'c-5', ownerId: 1, contentId: 900001, plannedAtMs },
      nowMs,
    )
    const sends = chats.flatMap(({ peer }, index) => {
      const account = accounts[index % accounts.length]
      return account === undefined
        ? []
        : [{ accountId: account.id, partition: account.partition, peer, topic: 0, part: 0, dueAtMs: nowMs }]
    })
    await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends })
    await store.beginRun(run.id, nowMs)
    return run.id
  }
  /** Polls because the store tells nobody, with time for the work itself; bounded by the test's own deadline. */
  const finished = async (runId: number) => {
    for (;;) {
      const run = await store.run(runId)
      if (run?.state === 'finished') return run
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const textsIn = (peer: number) =>
    telegram.world.messages
      .history(owner.id, peer, { limit: 100 })
      .flatMap(({ text, action }) => (action === null ? [text] : []))
  const hintAll = () => shard.hint(accounts.map(({ id }) => id))
  return {
    hintAll,
    telegram,
    store,
    db,
    shard,
    rules,
    add,
    chats,
    accounts,
    events,
    turns,
    begin,
    schedule,
    finished,
    textsIn,
    owner,
  }
}

const newAccount = { ownerId: 1, kind: 'user', authKeyId: null, name: 'A', username: null, capPerMinute: 1800 } as const

function keyOf({ campaignUuid, plannedAtMs, accountId, peer, topic, idempotencyKey }: DueAttempt): string {
  if (campaignUuid === null || plannedAtMs === null || peer === null) return idempotencyKey ?? ''
  return naturalKey({ campaignUuid, plannedAtMs, accountId, peer, topic })
}
