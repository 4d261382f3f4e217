import PQueue from 'p-queue'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Campaign } from '../features/campaigns/verbs.ts'
import type { SimulatorClient } from '../simulator/client.ts'
import { readAccounts, readCampaigns } from './books.ts'
import type { DemoEngine } from './engine.ts'
import { makeOrders } from './orders.ts'
import type { Order } from './orders.ts'
import type { Progress } from './progress.ts'
import { bringInSenders, ownerId } from './senders.ts'
import { makeTrouble, slowModeSeconds } from './trouble.ts'
import { judge } from './verdict.ts'
import type { Verdict } from './verdict.ts'

export interface DeliverDeps {
  readonly client: SimulatorClient
  readonly engine: DemoEngine
  /** The engine's. */
  readonly database: string
  readonly progress: Progress
  readonly clock: Clock
  readonly random: Random
  /** Nobody waits for it any more. */
  readonly signal: AbortSignal
}

export interface DeliverOptions {
  readonly accounts: number
  readonly groups: number
  /** Of the engine, with SIGKILL, spread over the way. */
  readonly kills: number
  /** Telegram takes every repeat for a new message. */
  readonly isForgetful: boolean
}

/** Between two looks at how far it is. */
const lookEveryMs = 250

/** Longer than any wait of the demo: when nothing moved for so long, nothing will, and the verdict says what is missing. */
const patienceMs = 60_000

/** Signs the accounts in, has every group written to while Telegram and the machine misbehave, and judges. */
export async function deliver(
  deps: DeliverDeps,
  options: DeliverOptions,
): Promise<{ readonly verdict: Verdict; readonly tookMs: number }> {
  const { client, engine, database, progress, clock, random, signal } = deps
  const startedAtMs = clock.nowMs()
  await endOldCampaigns(deps)
  await client.rules.clear()
  await client.rules.rememberRandomIds(!options.isForgetful)
  const slow = await slowGroups(client)
  const ask = <Answer>(verb: string, args: unknown) => engine.ask<Answer>(verb, args)
  const senders = await bringInSenders({ client, ask, database, progress, signal }, options.accounts)

  const run = startedAtMs.toString(36)
  const orders = makeOrders(senders, { groupsMax: options.groups, slow, run, random })
  const trouble = makeTrouble(orders, random)
  for (const rule of trouble) await client.rules.add(rule)
  const { lines } = await client.ledger.lines({ limit: 1, newestFirst: true })
  const afterSeq = lines[0]?.seq ?? 0
  const accountOf = await giveOrders(deps, orders)
  const planned = orders.reduce((sum, { groups }) => sum + groups.length, 0)
  progress.say(`${planned} messages are planned, in ${orders.length} campaigns of ${senders.length} accounts`)

  await watch(deps, { planned, kills: options.kills, accountOf, afterSeq })
  const sends = client.ledger.all({ method: sendMethod, afterSeq })
  return { verdict: await judge(orders, sends), tookMs: clock.nowMs() - startedAtMs }
}

const sendMethod = 'messages.sendMessage'

/** What an earlier run left behind is not to be sent among this run's messages. */
async function endOldCampaigns({ engine, database, signal }: DeliverDeps): Promise<void> {
  for (const { id, state } of readCampaigns(database, ownerId)) {
    signal.throwIfAborted()
    if (state === 'running' || state === 'paused') await engine.ask('campaigns.stop', { id })
  }
}

/** The world's slow groups, made as slow as a demo can wait for. */
async function slowGroups(client: SimulatorClient): Promise<Set<number>> {
  const slow = new Set<number>()
  for (let offset = 0, total = 1; offset < total; offset += pageSize) {
    const page = await client.world.chats({ kind: 'supergroup', limit: pageSize, offset })
    total = page.total
    for (const chat of page.items) {
      if (chat.slowModeSeconds === 0) continue
      slow.add(chat.peer)
      if (chat.slowModeSeconds !== slowModeSeconds) await client.world.changeChat(chat.peer, { slowModeSeconds })
    }
  }
  return slow
}

const pageSize = 1_000

/** What is asked together, the engine writes together. */
const startsAtOnce = 8

/** @returns the accounts of the campaigns that it made */
async function giveOrders(
  { engine, progress, random, signal }: DeliverDeps,
  orders: readonly Order[],
): Promise<Map<number, number>> {
  progress.step('campaigns started')
  const accountOf = new Map<number, number>()
  const queue = new PQueue({ concurrency: startsAtOnce })
  await queue.addAll(
    orders.map(({ accountId, text, groups }) => async () => {
      signal.throwIfAborted()
      const uuid = random.bytes(16).toString('hex')
      const wanted = { uuid, ownerId, accountId, name: null, text, groups, everyMs: null, isStarted: true }
      const { id } = await engine.ask<Campaign>('campaigns.create', wanted)
      accountOf.set(id, accountId)
      progress.at({ done: accountOf.size, total: orders.length, note: '' })
    }),
  )
  return accountOf
}

interface Watched {
  readonly planned: number
  readonly kills: number
  /** By campaign. */
  readonly accountOf: ReadonlyMap<number, number>
  readonly afterSeq: number
}

/** Until nothing is left to do, with the kills on the way. */
async function watch(deps: DeliverDeps, { planned, kills, accountOf, afterSeq }: Watched): Promise<void> {
  const { client, progress, clock, signal } = deps
  progress.step('messages arrived')
  let killed = 0
  let lastDone = -1
  let movedAtMs = clock.nowMs()
  for (;;) {
    const { arrived, done, note } = await look(client, afterSeq)
    progress.at({ done: arrived, total: planned, note })
    if (done !== lastDone) movedAtMs = clock.nowMs()
    lastDone = done
    if (killed < kills && arrived >= (planned * (killed + 1)) / (kills + 1)) {
      await killEngine(deps, ++killed, arrived)
      movedAtMs = clock.nowMs()
    }
    if (isFinished(deps.database, accountOf) || clock.nowMs() - movedAtMs > patienceMs) return
    await sleep(lookEveryMs, undefined, { signal })
  }
}

async function killEngine({ engine, progress }: DeliverDeps, number: number, arrived: number): Promise<void> {
  await engine.kill()
  progress.say(`kill -9 of the engine, number ${number}, after ${arrived} messages`)
  const tookMs = await engine.start()
  progress.say(`the engine is back after ${(tookMs / 1_000).toFixed(1)} s and goes on`)
}

/** By Telegram's books. */
async function look(client: SimulatorClient, afterSeq: number) {
  const counts = await client.ledger.counts(['error'], { method: sendMethod, afterSeq })
  const sum = (fits: (error: string) => boolean) =>
    counts.reduce((total, { error, requests }) => total + (fits(error ?? '') ? requests : 0), 0)
  const floods = sum((error) => error.startsWith('FLOOD_WAIT'))
  const slow = sum((error) => error.startsWith('SLOWMODE_WAIT'))
  return {
    arrived: counts.reduce((total, { applied }) => total + applied, 0),
    done: sum(() => true),
    note: `flood waits: ${floods}, slow modes: ${slow}`,
  }
}

/** An account that was banned leaves its campaigns unfinished. */
function isFinished(database: string, accountOf: ReadonlyMap<number, number>): boolean {
  const open = readCampaigns(database, ownerId).filter(({ id, state }) => accountOf.has(id) && state !== 'finished')
  if (open.length === 0) return true
  const active = new Set(readAccounts(database).flatMap(({ id, state }) => (state === 'active' ? [id] : [])))
  return open.every(({ id }) => !active.has(accountOf.get(id) ?? 0))
}
