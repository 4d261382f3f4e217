import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pino } from 'pino'
import { ShiftableClock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { startThread } from '../../src/base/start-thread.ts'
import { campaignPlan } from '../../src/features/campaigns/plan.ts'
import { migrations, openAllVerbs } from '../../src/features/store.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { unbound } from '../../src/scheduler/timetable.ts'
import type { Timetable } from '../../src/scheduler/timetable.ts'
import { dayMinutes } from '../../src/scheduler/zone.ts'
import { Scheduler, schedulerPolicy } from '../../src/scheduler/scheduler.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { StoreHandle } from '../../src/store/store-handle.ts'
import type { StorePort } from '../../src/store/store.ts'
import { judge } from './support/figures.ts'
import type { Figure } from './support/figures.ts'

export interface CampaignsSize {
  readonly campaigns: number
  readonly groups: number
  readonly accounts: number
  /** The first has nothing before it; each later one takes the place of all that was left. */
  readonly rounds: number
}

const fullSize: CampaignsSize = { campaigns: 1_000, groups: 50, accounts: 100, rounds: 3 }
const everyMs = 5 * 60_000
/** What else the main thread does waits for it: the bot, answers of commands, the heartbeat of shards. */
const delayMaxMs = 100

/** How long many campaigns that become due together hold up the thread that plans them. */
export async function run(): Promise<void> {
  await judge([() => measureCampaigns()])
}

/**
 * All of them start at one instant and go on at an interval of five minutes. Measured is the event loop of the thread that runs the
 * scheduler, with the store on a thread of its own as always, until the last round is planned and what it takes the place of is swept.
 */
export async function measureCampaigns(size: CampaignsSize = fullSize): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  try {
    const path = join(folder, 'karvon.db')
    const clock = new ShiftableClock()
    prepare(path, size, clock.nowMs())
    const mainUrl = new URL('../../src/main.ts', import.meta.url).href
    const handle = await StoreHandle.start({
      start: { path },
      startThread: () => startThread('store-thread', mainUrl),
    })
    try {
      return await measure(handle.connect<AllVerbs>(), clock, size)
    } finally {
      await handle.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measure(store: StorePort<AllVerbs>, clock: ShiftableClock, size: CampaignsSize): Promise<Figure> {
  const { campaigns, groups, rounds } = size
  const isAlone = (loadavg()[0] ?? 0) < availableParallelism() / 2
  let begun = 0
  const scheduler = new Scheduler({
    store,
    plans: [campaignPlan(store)],
    clock,
    log: pino({ level: 'silent' }),
    failpoint: noFailpoint,
    hint: () => {},
    onEvent: ({ name }) => {
      if (name === 'run_started') begun++
    },
    policy: schedulerPolicy,
  })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const tookMs: number[] = []
  delay.enable()
  for (let round = 1; round <= rounds; round++) {
    if (round > 1) clock.advance(everyMs)
    const fromMs = performance.now()
    // As often as ticks can follow one another: in an engine a second lies between them.
    const isOver = async () => begun >= round * campaigns && (await store.runChores(1)).length === 0
    while (!(await isOver())) {
      await scheduler.tick()
      if (performance.now() - fromMs > roundMaxMs) throw new Error(`${begun} of ${round * campaigns} rounds began`)
    }
    tookMs.push(performance.now() - fromMs)
  }
  delay.disable()
  const [maxMs, p99Ms] = [delay.max / 1_000_000, delay.percentile(99) / 1_000_000]
  const each = tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')
  const what = `${campaigns} campaigns of ${groups} groups in ${zones.length} time zones begin a round together, ${rounds} times`
  const stands = `the thread of the scheduler stands still for at most ${maxMs.toFixed(0)} ms (p99 ${p99Ms.toFixed(1)} ms)`
  const judged = isAlone
    ? `at most ${delayMaxMs} ms`
    : 'not judged: the machine has other work, whose turns are counted too'
  const text = `${stands} while ${what}; ${judged}; ${each} s until all is planned and the rest of the last round is swept`
  return { text, holds: !isAlone || maxMs <= delayMaxMs }
}

/** A machine on which a round takes so long measures something else. */
const roundMaxMs = 60_000

/** Campaigns that begin now, the accounts in turn. */
function prepare(path: string, { campaigns, groups, accounts }: CampaignsSize, nowMs: number): void {
  const db = openDatabase(path)
  migrateUp(db, migrations, 1)
  const verbs = openAllVerbs(db)
  const group = { title: 'Group', username: null, accessHash: '1', whyNot: null, isForum: false, migratedTo: null }
  db.transaction(() => {
    verbs.grantAccess({ id: 1, days: 30, name: 'Owner', actor: 'cli', nowMs })
    for (let telegramId = 1; telegramId <= accounts; telegramId++) {
      const id = verbs.reserveAccountId()
      const names = { name: `Account ${telegramId}`, username: null, device: '{}', session: 'sealed' }
      verbs.addLogin({ id, ownerId: 1, telegramId, authKeyId: `${telegramId}`, ...names, capPerMinute: 6, nowMs })
      const peers = Array.from({ length: groups }, (_, index) => ({ ...group, peer: peerAt(index), kind }))
      verbs.savePeers({ accountId: id, peers, nowMs })
    }
    for (let index = 0; index < campaigns; index++) {
      const accountId = (index % accounts) + 1
      const answer = verbs.createCampaign({
        uuid: randomUUID(),
        ownerId: 1,
        name: null,
        content: { text: `Campaign ${index}`, entities: [] },
        everyMs,
        timetable: restingIn(zones[index % zones.length] ?? 'UTC', nowMs),
        targets: Array.from({ length: groups }, (_, place) => ({ accountId, peer: peerAt(place), topic: 0 })),
        isStarted: true,
        limits: { intervalMinMs: everyMs },
        nowMs,
      })
      if ('problem' in answer) throw new Error(`no campaign, but ${JSON.stringify(answer.problem)}`)
    }
  }).immediate()
  db.close()
}

const kind = 'supergroup' as const

/** Asked for at each instant of a campaign in one of them, because of its hours of rest. */
const zones = ['Asia/Tashkent', 'Europe/Moscow', 'Europe/Berlin', 'Asia/Almaty', 'America/New_York']

/** A minute of rest, far from any of these zones' now. */
function restingIn(zone: string, nowMs: number): Timetable {
  const from = (Math.floor(nowMs / 60_000) + 720) % dayMinutes
  return { ...unbound(zone), quiet: { from, until: (from + 1) % dayMinutes } }
}

function peerAt(index: number): number {
  return -1_000_000_000_001 - index
}
