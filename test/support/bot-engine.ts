import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import { systemRandom } from '../../src/base/random.ts'
import { Secret } from '../../src/base/secret.ts'
import { botCapPerMinute } from '../../src/delivery/bot-pace.ts'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { RepeatedErrors } from '../../src/delivery/repeated-errors.ts'
import { TurnShare } from '../../src/delivery/turn-share.ts'
import { sendWork } from '../../src/features/campaigns/work.ts'
import { AccountActor } from '../../src/shard/account-actor.ts'
import { EventSink } from '../../src/shard/event-sink.ts'
import { Shard } from '../../src/shard/shard.ts'
import { shardPolicy } from '../../src/shard/shard-settings.ts'
import { WorkTable } from '../../src/shard/work.ts'
import type { StoredWait } from '../../src/store/store.ts'
import { botAdapterTo } from '../telegram/botapi/link-setup.ts'
import { startBotApi } from './bot-api.ts'
import { startStoreHere } from './store.ts'

export interface BotEngineOptions {
  /** Who have started the bot. */
  readonly people?: number
  readonly groups?: number
  /** Telegram's, on unless it is said. */
  readonly limits?: boolean
  /** How often the shard looks for what it was not told; often, unless it is said. */
  readonly pollEveryMs?: number
}

/** One shard with a real store, and a bot as an account in it, with the real grammY against a simulated Telegram whose ledger judges. */
export async function startBotEngine(options: BotEngineOptions = {}) {
  const { people = 1, groups = 0, limits = true, pollEveryMs = 50 } = options
  const botApi = await startBotApi({ limits })
  const { world } = botApi
  const bot = botApi.createBot()
  const persons = Array.from({ length: people }, (_, index) => {
    const user = world.users.create({ firstName: `Person ${index}` })
    world.people.start(user.id, bot.id)
    return user
  })
  const owner = world.users.create({ firstName: 'Owner of the groups' })
  const chats = Array.from({ length: groups }, (_, index) =>
    world.chats.create({ kind: 'supergroup', title: `Group ${index}`, creatorId: owner.id, memberIds: [bot.id] }),
  )
  const { store, db } = startStoreHere({ accounts: 0 })
  const id = await store.addAccount({ ...newBot, telegramId: bot.id, capPerMinute: botCapPerMinute }, 1)
  const partition = (await store.account(id))?.partition ?? 0

  const events: EngineEvent[] = []
  const log = pino({ level: 'silent' })
  const policy = { ...shardPolicy, pollEveryMs }
  const repeated = new RepeatedErrors()
  const adapter = botAdapterTo(botApi.apiRoot, { deadlineMs: 20_000 })
  const makeShard = () =>
    new Shard({
      store,
      clock: systemClock,
      policy,
      log,
      makeActor(account, waits: readonly StoredWait[], epoch) {
        const link = adapter.open({ session: new Secret(bot.bot?.token ?? ''), proxy: undefined })
        const deps = {
          store,
          link,
          epoch,
          log,
          policy,
          repeated,
          works: new WorkTable([sendWork]),
          clock: systemClock,
          random: systemRandom,
          failpoint: noFailpoint,
          turns: new TurnShare(),
          events: new EventSink((event) => events.push(event)),
          randomId: () => String(randomBytes(6).readUIntBE(0, 6) + 1),
        }
        return { actor: new AccountActor(account, waits, deps), link }
      },
    })
  /** Takes the partition over, as after a start or a crash. */
  const begin = async (cause: 'boot' | 'crash' = 'boot') => {
    const shard = makeShard()
    onTestFinished(() => shard.drain())
    const { grants } = await store.acquire({ partitions: [partition], owner: 'local', cause, nowMs: Date.now() })
    await shard.grant(grants)
    return shard
  }
  /** What whoever has something to tell to many calls: docs/architecture.md. */
  const schedule = async (peers: readonly number[], plannedAtMs = 500) => {
    const nowMs = Date.now()
    const plan = { campaignId: 5, campaignUuid: 'a-5', ownerId: 1, contentId: 900001, plannedAtMs }
    const run = await store.openRun(plan, nowMs)
    const sends = peers.map((peer, part) => ({
      accountId: id,
      partition,
      peer,
      topic: 0,
      // Several messages to one chat are parts of one.
      part: peers.indexOf(peer) === part ? 0 : part,
      dueAtMs: nowMs,
    }))
    await store.scheduleRounds({
      rounds: [{ runId: run.id, ownerId: 1, contentId: 900001, sends, isLast: true }],
      nowMs,
    })
    return run.id
  }
  /** Polls because the store tells nobody; bounded by the test's own deadline. */
  const finished = async (runId: number) => {
    for (;;) {
      const run = await store.run(runId)
      if (run?.state === 'finished') return run
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const sends = () => botApi.ledger().filter(({ method }) => method === 'sendMessage')
  return { ...botApi, bot, persons, chats, store, db, accountId: id, events, begin, schedule, finished, sends }
}

const newBot = {
  ownerId: 1,
  kind: 'bot',
  authKeyId: null,
  name: 'B',
  username: null,
  device: '{}',
} as const
