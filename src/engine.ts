import type { Clock } from './base/clock.ts'
import type { DataPaths } from './base/data-folder.ts'
import { armFailpoints, parseFailpoints } from './base/failpoint.ts'
import type { Logger } from './base/log.ts'
import type { Random } from './base/random.ts'
import { Refusal, exitCodes } from './base/refusal.ts'
import { Services } from './base/services.ts'
import { startThread } from './base/start-thread.ts'
import type { Config } from './config.ts'
import type { EngineEvent } from './delivery/events.ts'
import { alertInWords } from './delivery/service-alert.ts'
import type { EngineAlert } from './delivery/service-alert.ts'
import { tokenMemory } from './delivery/token-count.ts'
import { controlDeps, openControl } from './engine-control.ts'
import { AccessSweep } from './features/admin/access-sweep.ts'
import { announcementPlan } from './features/admin/announce/plan.ts'
import { CheckSchedule } from './features/accounts/check/schedule.ts'
import { ProxyWatch } from './features/accounts/proxy-watch.ts'
import { Removals } from './features/accounts/removals.ts'
import { campaignPlan } from './features/campaigns/plan.ts'
import { undoPlan } from './features/campaigns/undo/plan.ts'
import type { Shards } from './features/feature.ts'
import { NewsDesk } from './features/notices/news-desk.ts'
import { migrations } from './features/store.ts'
import type { AllVerbs } from './features/store.ts'
import { EventCounters } from './ops/counters.ts'
import { EventHub } from './ops/event-hub.ts'
import { logEvents } from './ops/event-log.ts'
import { FloodWatch } from './ops/flood-watch.ts'
import { openInstallation, supervisorCommand } from './ops/installation.ts'
import type { Installation } from './ops/installation.ts'
import { Limits } from './ops/limits.ts'
import { EventFile, LogFiles } from './ops/log-files.ts'
import type { LogLines } from './ops/log-lines.ts'
import { Retention } from './ops/retention.ts'
import type { AgingTable } from './ops/retention.ts'
import { raiseSchema } from './ops/schema-change.ts'
import { StopMarker } from './ops/stop-marker.ts'
import { Scheduler } from './scheduler/scheduler.ts'
import type { ShardStart } from './shard/protocol.ts'
import { StoreHandle } from './store/store-handle.ts'
import type { StorePort } from './store/store.ts'
import { ControlSocket } from './supervisor/control-socket.ts'
import type { SpareThreads } from './supervisor/spare-threads.ts'
import { Supervisor, supervisorPolicy } from './supervisor/supervisor.ts'
import { parseBotToken } from './telegram/botapi/token.ts'
import { LoginClient } from './telegram/login-client.ts'
import { loginSettingsOf, schedulerPolicyOf, shardSettingsOf, shardsOf } from './thread-settings.ts'

export interface EngineOptions {
  readonly config: Config
  readonly paths: DataPaths
  readonly version: string
  /** False: nobody is served through Telegram, only by the command line. */
  readonly isBotWanted: boolean
  readonly log: Logger
  /** Where the log's lines go, and those that another thread has finished. */
  readonly lines: LogLines
  readonly clock: Clock
  readonly random: Random
  /** Of `shard-thread` and of `store-thread`; the first of each is loading already. */
  readonly shardThreads: SpareThreads
  readonly storeThreads: SpareThreads
  /** Somebody asked it to end by the control socket. */
  onStopAsked(): void
}

export interface RunningEngine {
  readonly shards: number
  /** Resolves when every shard works. */
  readonly serving: Promise<void>
  /** Resolves when it cannot go on: the store is gone. What was in flight is replayed at the next start. */
  readonly failed: Promise<Refusal>
  /** Claims nothing more, waits for what is on the wire, and lets go of everything. At most 25 s. */
  stop(): Promise<void>
}

/** Longer than a command has the folder, but for a backup of gigabytes. */
const lockPatienceMs = 15_000

/**
 * Builds the engine and serves: the store, the shards, what runs by itself, and the control socket for the command line.
 * @throws Refusal: 73 while another supervisor has the data folder, 78 for what the operator must mend
 */
export async function startEngine(options: EngineOptions): Promise<RunningEngine> {
  const { config, paths, clock, random, log } = options
  // Refuses a wrong key file before there is a folder.
  loginSettingsOf(config)
  const installation = await openInstallation({
    paths,
    who: supervisorCommand,
    keys: config.SESSION_SECRET_KEY,
    clock,
    random,
    patienceMs: lockPatienceMs,
    async migrate() {
      const { steps, backup } = await raiseSchema({ paths, migrations, clock })
      if (steps.length > 0) log.info({ steps, backup: backup?.path ?? null }, 'the schema was raised')
    },
  })
  options.lines.keepIn(new LogFiles({ folder: paths.logs, clock, retentionDays: config.LOG_RETENTION_DAYS }))
  const services = new Services()
  const stop = async () => {
    await services.stop()
    installation.lock.release()
  }
  try {
    return { ...(await serve(options, installation, services)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function serve(
  options: EngineOptions,
  installation: Installation,
  services: Services,
): Promise<Omit<RunningEngine, 'stop'>> {
  const { config, paths, log, lines, clock, random } = options
  const settings = shardSettingsOf(config, installation.instanceSecret)
  const events = openEvents(options)
  await services.start({ start: () => Promise.resolve(), stop: () => Promise.resolve(events.close()) })
  const { storeThread, failed } = await startStore(options)
  await services.start({ start: () => Promise.resolve(), stop: () => storeThread.stop() })
  const store = storeThread.connect<AllVerbs>()
  const { onEvent } = events
  let hintBot = () => {}
  const news = await services.start(new NewsDesk({ store, clock, log, hint: () => hintBot() }))
  events.hub.subscribe((event) => news.note(event))
  const onAlert = (alert: EngineAlert) => {
    log.error({ alert: true }, alertInWords(alert))
    news.alert(alert)
  }
  const onUnplanned = (alert: EngineAlert) => {
    log.warn(alertInWords(alert))
    news.alert(alert)
  }
  await services.start(new StopMarker({ store, clock, onUnplanned }))

  const sends = tokenMemory(clock.nowMs())
  const controlBot = { telegramId: parseBotToken(config.TG_BOT_TOKEN ?? '')?.telegramId, sends }
  const supervisor = new Supervisor({
    shards: shardsOf(config),
    store,
    startShard(shard, heartbeat) {
      const thread = options.shardThreads.take()
      const start: ShardStart = { shard, heartbeat, controlBot, settings, storePort: storeThread.newPort() }
      thread.postMessage(start, [start.storePort])
      return thread
    },
    onEvent: (event) => onEvent(event as EngineEvent),
    onAlert,
    writeLog: (line) => lines.write(line),
    clock,
    log,
    policy: supervisorPolicy,
  })
  const slow = (share: number) => supervisor.slow(share)
  const floods = new FloodWatch({ store, clock, log, slow, onAlert, onEvent })
  events.hub.subscribe((event) => floods.note(event))
  const hint: Shards['hint'] = (accounts) => supervisor.hint(accounts)
  const signIns = await services.start(
    new LoginClient(() => startThread('login-thread', import.meta.url, { workerData: loginSettingsOf(config) })),
  )
  const parts = { ...options, installation, store, storeThread, supervisor, signIns, events, floods }
  const verbs = openControl(parts)
  await services.start(new ControlSocket({ dataDir: paths.folder, verbs, log }))
  await services.start(floods)
  await services.start(new AccessSweep({ store, clock, log, onEvent }))
  await services.start(supervisor)
  await services.start(new Limits({ store, clock, log, hint, onEvent }))
  const everyHours = config.ACCOUNT_CHECK_HOURS
  await services.start(new CheckSchedule({ store, clock, log, hint, everyHours }))
  await services.start(new Removals({ store, clock, log }))
  const subscribe: Shards['subscribe'] = (take) => events.hub.subscribe(take)
  await services.start(new ProxyWatch({ store, clock, log, subscribe }))
  await services.start(
    new Retention({ store, clock, log, days: config.RETENTION_DAYS, others: agingTables(store), onEvent }),
  )
  const rules = config.KARVON_FAILPOINTS === undefined ? [] : parseFailpoints(config.KARVON_FAILPOINTS)
  const failpoint = armFailpoints(rules, random)
  const policy = schedulerPolicyOf(config)
  await services.start(
    new Scheduler({
      store,
      plans: [campaignPlan(store), announcementPlan(store), undoPlan(store)],
      clock,
      log,
      failpoint,
      hint,
      onEvent,
      policy,
    }),
  )
  if (options.isBotWanted) {
    // Loaded only with a bot, and behind the shards, so that they send meanwhile.
    const { openControlBot } = await import('./control-bot.ts')
    const bot = await services.start(openControlBot(config, { ...controlDeps(parts), log, onAlert, sends }))
    hintBot = () => bot.hint()
  }
  return { shards: shardsOf(config), serving: supervisor.serving, failed }
}

/**
 * Told notices for as long as somebody may press their buttons, the audit log for as long as somebody may ask who did it, what was sent
 * for as long as it is today somewhere.
 */
function agingTables(store: StorePort<AllVerbs>): readonly AgingTable[] {
  return [
    { table: 'notices', days: 30, prune: (beforeMs, limit) => store.pruneNotices(beforeMs, limit) },
    { table: 'audit', days: 365, prune: (beforeMs, limit) => store.pruneAudit(beforeMs, limit) },
    // Of drafts that nobody finished. A part is half a megabyte.
    { table: 'files', days: 2, batch: 16, prune: (beforeMs, limit) => store.pruneFiles(beforeMs, limit) },
    { table: 'sent_by_quarter', days: 2, prune: (beforeMs, limit) => store.pruneSentCounts(beforeMs, limit) },
  ]
}

/** Everything that happens goes to the log, to `events.jsonl` and to the counters of status. */
function openEvents({ config, paths, log, clock }: EngineOptions) {
  const hub = new EventHub()
  const counters = new EventCounters()
  const file = new EventFile({ folder: paths.logs, clock, retentionDays: config.LOG_RETENTION_DAYS })
  hub.subscribe(logEvents(log))
  hub.subscribe((event) => counters.note(event))
  hub.subscribe((event) => file.write(event))
  return { hub, counters, onEvent: (event: EngineEvent) => hub.emit(event), close: () => file.close() }
}

async function startStore({ paths, config, storeThreads }: EngineOptions) {
  let fail: (reason: Refusal) => void = () => {}
  const failed = new Promise<Refusal>((resolve) => {
    fail = resolve
  })
  const storeThread = await StoreHandle.start({
    startThread: () => storeThreads.take(),
    start: { path: paths.database, failpoints: config.KARVON_FAILPOINTS },
    onLost: (reason) => fail(new Refusal(reason, exitCodes.config)),
    onEnd: (reason) => fail(new Refusal(`the store thread ended: ${reason}`, exitCodes.internal)),
  })
  return { storeThread, failed }
}
