import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnOfTheLoop, setTimeout as sleep } from 'node:timers/promises'
import type { AllVerbs } from '../../../src/features/store.ts'
import type { SimulatorClient } from '../../../src/simulator/client.ts'
import { withVerbs } from '../../fault/engine/installation.ts'
import { startEngineProcess } from '../../support/engine-process.ts'
import type { EngineProcess } from '../../support/engine-process.ts'
import { startSimulator } from '../../support/simulator-process.ts'
import { cpuMs, median } from '../support/figures.ts'
import type { Figure } from '../support/figures.ts'
import { makeSenders, range } from './installation.ts'
import type { Sender } from './installation.ts'

/** From the start of the process to the first message that Telegram applied. */
const startMaxMs = 1000

export interface StartSize {
  readonly starts: number
  readonly accounts: number
  readonly groupsEach: number
  /** Each has one attempt for each group, all of them due: so many rows are pending. */
  readonly runs: number
}

const fullSize: StartSize = { starts: 7, accounts: 1000, groupsEach: 10, runs: 100 }

/** How soon an engine that was killed in the middle of its campaigns sends again, with all that is pending in its way. */
export async function measureStart(size: StartSize = fullSize): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  const simulator = await startSimulator()
  const engines: EngineProcess[] = []
  const start = () => {
    const engine = startEngineProcess(folder)
    engines.push(engine)
    return engine
  }
  try {
    const { database, senders } = await makeSenders(simulator, folder, size)
    const pending = await schedulePending(database, senders, size.runs)
    let engine = start()
    await firstApplied(engine, simulator.client)
    const tookMs: number[] = []
    for (let round = 1; round <= size.starts; round++) {
      await sleep(workingMs)
      await engine.end('SIGKILL')
      const newest = await newestSeq(simulator.client)
      const startedAtMs = Date.now()
      engine = start()
      const { atMs } = await firstApplied(engine, simulator.client, newest)
      tookMs.push(atMs - startedAtMs)
      console.log(`  start ${round}: ${atMs - startedAtMs} ms, ${cpuMs(engine.pid)} ms CPU by then`)
    }
    const middle = median(tookMs)
    const text = `start after kill -9 with ${pending} pending rows to the first message applied: ${middle} ms (below ${startMaxMs}), median of ${size.starts}`
    return { text, holds: middle < startMaxMs }
  } finally {
    for (const engine of engines) await engine.end('SIGKILL')
    await simulator.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Long enough to be in the middle of it: accounts are connected one after another, and the log of the database has something in it. */
const workingMs = 2000

/** @returns how many rows are pending */
async function schedulePending(database: string, senders: readonly Sender[], runs: number): Promise<number> {
  const nowMs = Date.now()
  const targets = range(senders[0]?.groups.length ?? 0).flatMap((position) =>
    senders.flatMap(({ id: accountId, partition, groups }) => {
      const group = groups[position]
      return group === undefined ? [] : [{ accountId, partition, peer: group.peer, topic: 0, part: 0 }]
    }),
  )
  const { campaignId, campaignUuid, contentId } = withVerbs(database, (verbs) => addCampaign(verbs, nowMs))
  for (let number = 0; number < runs; number++) {
    // Meanwhile the simulator closes connections that it has not heard of, and that must be noticed.
    await turnOfTheLoop()
    withVerbs(database, (verbs) => {
      const plannedAtMs = nowMs - (runs - number) * 1000
      const run = { campaignId, campaignUuid, ownerId: 1, contentId, plannedAtMs }
      const { id: runId } = verbs.openRun(run, nowMs)
      const sends = targets.map((target) => ({ ...target, dueAtMs: plannedAtMs }))
      verbs.schedule({ runId, ownerId: 1, contentId, sends })
      verbs.beginRun(runId, nowMs)
    })
  }
  return runs * targets.length
}

function addCampaign(verbs: AllVerbs, nowMs: number) {
  const content = { text: 'Salom!', entities: [] }
  const empty = { name: null, everyMs: null, targets: [], limits: { intervalMinMs: 1000 } }
  const answer = verbs.createCampaign({ uuid: 'bench', ownerId: 1, content, ...empty, nowMs })
  if ('problem' in answer || answer.campaign.contentId === null) throw new Error('no campaign')
  const { id: campaignId, uuid: campaignUuid, contentId } = answer.campaign
  return { campaignId, campaignUuid, contentId }
}

async function newestSeq(client: SimulatorClient): Promise<number> {
  const { lines } = await client.ledger.lines({ limit: 1, newestFirst: true })
  return lines[0]?.seq ?? 0
}

/** @throws when the engine ends instead */
async function firstApplied(engine: EngineProcess, client: SimulatorClient, afterSeq = 0) {
  const ended = engine.ended.then(async ({ code, signal }) => {
    await engine.ready // Rejects with what it said, unless it ended later.
    throw new Error(`the engine ended (${signal ?? code}) before a message was applied`)
  })
  return Promise.race([nextApplied(client, afterSeq), ended])
}

async function nextApplied(client: SimulatorClient, afterSeq: number) {
  const [line] = await client.waitForLines({ method: 'messages.sendMessage', applied: true, afterSeq }, 1, {
    timeoutMs: 60_000,
  })
  if (line === undefined) throw new Error('nothing was applied')
  return line
}
