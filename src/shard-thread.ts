import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { systemClock } from './base/clock.ts'
import { armFailpoints, parseFailpoints } from './base/failpoint.ts'
import { openKeyring } from './base/keyring.ts'
import { openLog } from './base/log.ts'
import { systemRandom } from './base/random.ts'
import { Secret } from './base/secret.ts'
import { endOnUncaught } from './base/uncaught.ts'
import { openClassifier } from './delivery/classify.ts'
import { errorTableUrl, parseErrorTable } from './delivery/error-table.ts'
import { naturalKey, randomIdOf } from './delivery/random-id.ts'
import { RepeatedErrors } from './delivery/repeated-errors.ts'
import { TokenCount } from './delivery/token-count.ts'
import { TurnShare } from './delivery/turn-share.ts'
import type { AllVerbs } from './features/store.ts'
import { worksWith } from './features/work.ts'
import { AccountActor } from './shard/account-actor.ts'
import { EventSink, gatherEvents } from './shard/event-sink.ts'
import { heartbeatEveryMs, storeSpacingMs } from './shard/protocol.ts'
import type { FromShard, ShardEvent, ShardStart, ToShard } from './shard/protocol.ts'
import { ShardMetrics } from './shard/shard-metrics.ts'
import { Shard } from './shard/shard.ts'
import { WorkTable } from './shard/work.ts'
import { spacedBy } from './store/spaced.ts'
import { connectStore } from './store/store-client.ts'
import type { AccountRow, DueAttempt } from './store/store.ts'
import { AdapterByKind } from './telegram/adapters.ts'
import { BotApiAdapter } from './telegram/botapi/adapter.ts'
import { SteadyGate } from './telegram/connect-gate.ts'
import type { Device, Proxy } from './telegram/contract.ts'
import { MtprotoAdapter } from './telegram/mtproto/adapter.ts'

// The entry of a shard: builds it from what the supervisor gives, and carries messages in and out.
if (parentPort === null) throw new Error('shard-thread.ts runs as a thread')
const supervisor = parentPort
// Its first message: its code is loaded before anybody knows all of it.
const [{ shard: number, storePort, heartbeat, controlBot, settings }] = (await once(supervisor, 'message')) as [
  ShardStart,
]
const tell = (message: FromShard) => supervisor.postMessage(message)

const log = openLog(settings.logLevel, { write: (line) => tell({ type: 'log', line }) }).child({ shard: number })
endOnUncaught(log)
const store = connectStore<AllVerbs>(storePort, spacedBy(storeSpacingMs))
const keyring = openKeyring(settings.sessionKeys.map((key) => Buffer.from(key, 'base64')))
const instanceSecret = Buffer.from(settings.instanceSecret, 'hex')
const gathered = gatherEvents((those: readonly ShardEvent[]) => tell({ type: 'events', events: those }))
process.once('exit', gathered.flush)
const metrics = new ShardMetrics({ shard: number, clock: systemClock, emit: gathered.add })
const events = new EventSink((event) => {
  metrics.note(event)
  gathered.add(event)
})
const failpoint = armFailpoints(
  settings.failpoints === undefined ? [] : parseFailpoints(settings.failpoints),
  systemRandom,
)
const repeated = new RepeatedErrors()
const turns = new TurnShare()
const table = new WorkTable(worksWith(keyring))
const classify = openClassifier(parseErrorTable(readFileSync(errorTableUrl, 'utf8')), (name, code) =>
  events.emit('unknown_error', { error: name, code: code ?? null }),
)
const toTelegram = { gate: new SteadyGate(settings.connectsPerSecond), classify, clock: systemClock }
const adapter = new AdapterByKind({
  user: new MtprotoAdapter({
    ...toTelegram,
    application: { apiId: settings.apiId, apiHash: new Secret(settings.apiHash) },
    otherTelegram: settings.otherTelegram,
  }),
  bot: new BotApiAdapter({ ...toTelegram, apiRoot: settings.apiRoot }),
})

const shard = new Shard({
  store,
  clock: systemClock,
  policy: settings.policy,
  log,
  makeActor(account, waits, epoch) {
    const accountId = account.id
    const link = adapter.open(credentialsOf(account), {
      mayUse: () => epoch() !== undefined,
      // Out of the client's hands: it would take what is thrown there for the end of its connection.
      onWritten: () => queueMicrotask(() => failpoint('send.after')),
      onOpened: (tookMs) => events.emit('connected', { accountId, tookMs }),
      onClosed: (reason) => events.emit('disconnected', { accountId, reason }),
      onAlert: ({ level: audience, row, action }) => events.emit('error_alert', { audience, row, action, accountId }),
    })
    const deps = {
      store,
      link,
      works: table,
      clock: systemClock,
      random: systemRandom,
      failpoint,
      repeated,
      turns,
      events,
      token: tokenOf(account),
      log,
      epoch,
    }
    const actor = new AccountActor(account, waits, { ...deps, policy: settings.policy, randomId })
    return { actor, link }
  },
})

const beat = new BigInt64Array(heartbeat)
const strike = () => void Atomics.store(beat, 0, BigInt(systemClock.nowMs()))
strike()
setInterval(strike, heartbeatEveryMs)
setInterval(() => {
  shard.rest()
  const stats = shard.stats()
  metrics.tick(stats)
  tell({ type: 'stats', stats })
}, 1000)

supervisor.on('message', (message: ToShard) => void handle(message))
tell({ type: 'ready' })

async function handle(message: ToShard): Promise<void> {
  switch (message.type) {
    case 'grant':
      return shard.grant(message.grants)
    case 'hint':
      return shard.hint(message.accountIds)
    case 'slow':
      return turns.set(message.share)
    case 'give-back':
      await shard.giveBack(message.partitions)
      tell({ type: 'gave-back', partitions: message.partitions })
      return
    case 'drain':
      await shard.drain()
      metrics.end(shard.stats())
      gathered.flush()
      tell({ type: 'drained' })
      process.exit(0)
  }
}

function tokenOf({ kind, telegramId }: AccountRow): TokenCount | undefined {
  const isShared = kind === 'bot' && telegramId === controlBot.telegramId
  return isShared ? new TokenCount(controlBot.sends, 'engine') : undefined
}

function credentialsOf({ id, kind, session, device, proxy }: AccountRow) {
  return {
    kind,
    session: keyring.open(session, { table: 'accounts', row: id, column: 'session' }),
    device: JSON.parse(device) as Device,
    proxy: proxy === null ? undefined : proxyOf(id, proxy),
  }
}

function proxyOf(accountId: number, sealed: string): Proxy {
  const text = keyring.open(sealed, { table: 'accounts', row: accountId, column: 'proxy' }).reveal()
  const { password, ...proxy } = JSON.parse(text) as Omit<Proxy, 'password'> & { readonly password?: string }
  return password === undefined ? proxy : { ...proxy, password: new Secret(password) }
}

function randomId(
  { campaignUuid, plannedAtMs, accountId, peer, topic, idempotencyKey }: DueAttempt,
  part: number,
): string {
  const isOfRun = campaignUuid !== null && plannedAtMs !== null && peer !== null
  const key = isOfRun ? naturalKey({ campaignUuid, plannedAtMs, accountId, peer, topic }) : (idempotencyKey ?? '')
  return randomIdOf(instanceSecret, key, part)
}
