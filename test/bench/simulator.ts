import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { startThread } from '../../src/base/start-thread.ts'
import { startSimulator } from '../support/simulator-process.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { cpuMs, judge } from './support/figures.ts'
import type { Figure } from './support/figures.ts'

const threads = 2
const accountsPerThread = 50
const sendsPerAccount = 250
const rounds = 3
const sendsMin = 2500
const openConnections = 10_000
const connectionsMbMax = 350

/** The promises of the simulated Telegram as a server: sends a second, and what an open connection costs. */
export async function run(): Promise<void> {
  await judge([measureSends, measureConnections])
}

/**
 * Every other account writes to a basic group, whose answer is short, the rest to supergroups, whose answers name people and chats. The
 * first round is not counted: it warms both sides up. The best of the others is held to the bound, because what else runs on the machine
 * can only slow one down.
 */
async function measureSends(): Promise<Figure> {
  const simulator = await startSimulator()
  try {
    const workers: Worker[] = []
    for (let thread = 0; thread < threads; thread++)
      workers.push(await startClients(simulator, accountsPerThread, thread))
    await sendRound(simulator, workers)
    const measured: Round[] = []
    for (let round = 0; round < rounds; round++) measured.push(await sendRound(simulator, workers))

    const sends = sendsARound * (rounds + 1)
    const counts = await simulator.client.ledger.counts(['method'])
    const applied = counts.reduce((sum, { applied: each }) => sum + each, 0)
    const { count: twice } = await simulator.client.ledger.twice()
    const best = Math.max(...measured.map(({ perSecond }) => perSecond))
    for (const { serverMs, clientsMs } of measured) {
      const most = Math.round((availableParallelism() * 1000) / clientsMs)
      console.log(
        `  CPU a send: server ${serverMs.toFixed(3)} ms, clients ${clientsMs.toFixed(3)} ms: ${most}/s would be all that this machine's cores can send, were the server free`,
      )
    }
    console.log(`  ${sends} sent, ${applied} applied, ${twice} twice`)
    if (applied !== sends || twice !== 0) throw new Error('the ledger does not hold what was sent')
    await Promise.all(workers.map((worker) => worker.terminate()))
    return {
      text: `sends: ${best}/s from ${threads} client threads x ${accountsPerThread} accounts, ledger on (at least ${sendsMin}); rounds: ${measured.map(({ perSecond }) => perSecond).join(', ')}`,
      holds: best >= sendsMin,
    }
  } finally {
    await simulator.stop()
  }
}

interface Round {
  readonly perSecond: number
  /** CPU a send. */
  readonly serverMs: number
  readonly clientsMs: number
}

const sendsARound = threads * accountsPerThread * sendsPerAccount

async function sendRound(simulator: SimulatorProcess, workers: readonly Worker[]): Promise<Round> {
  const startedAtMs = performance.now()
  const [serverBeforeMs, clientsBeforeMs] = [cpuMs(simulator.pid), cpuMs(process.pid)]
  for (const worker of workers) worker.postMessage({ type: 'send', count: sendsPerAccount })
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const seconds = (performance.now() - startedAtMs) / 1000
  return {
    perSecond: Math.round(sendsARound / seconds),
    serverMs: (cpuMs(simulator.pid) - serverBeforeMs) / sendsARound,
    clientsMs: (cpuMs(process.pid) - clientsBeforeMs) / sendsARound,
  }
}

async function measureConnections(): Promise<Figure> {
  const simulator = await startSimulator()
  try {
    const emptyMb = rssMb(simulator.pid)
    const workers: Worker[] = []
    for (let thread = 0; thread < threads; thread++)
      workers.push(await startClients(simulator, openConnections / threads, thread))
    const { connections } = await simulator.client.server.health()
    const heldMb = rssMb(simulator.pid)
    await Promise.all(workers.map((worker) => worker.terminate()))
    return {
      text: `connections: ${connections} of ${openConnections} open and signed in, ${heldMb} MB resident (below ${connectionsMbMax}; ${emptyMb} MB when empty)`,
      holds: connections >= openConnections && heldMb < connectionsMbMax,
    }
  } finally {
    await simulator.stop()
  }
}

/** Accounts with sessions and a group each, connected from a thread of their own. */
async function startClients(simulator: SimulatorProcess, count: number, thread: number): Promise<Worker> {
  const { world } = simulator.client
  const users = await world.makeUsers(range(count).map((index) => ({ firstName: `Account ${thread} ${index}` })))
  const sessions = await world.makeSessions(users.map(({ id }) => id))
  const groups = await world.makeChats(
    users.map(({ id }, index) => ({
      kind: index % 2 === 0 ? ('supergroup' as const) : ('basic' as const),
      title: 'Group',
      creatorId: id,
    })),
  )
  const worker = startThread('clients-fixture', import.meta.url, {
    workerData: {
      port: simulator.ready.port,
      accounts: users.map((_, index) => ({ session: sessions[index]?.gramjs, peer: groups[index]?.peer })),
    },
  })
  const [message] = (await once(worker, 'message')) as [string]
  if (message !== 'connected') throw new Error(message)
  return worker
}

function rssMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1]) / 1024)
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
