import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { askSupervisor } from '../../../src/cli/control-client.ts'
import { withVerbs } from '../../fault/engine/installation.ts'
import { startEngineProcess } from '../../support/engine-process.ts'
import { startSimulator } from '../../support/simulator-process.ts'
import { cpuMs, median } from '../support/figures.ts'
import type { Figure } from '../support/figures.ts'
import { openBareLoop } from './bare-loop.ts'
import { capPerMinute, makeSenders } from './installation.ts'
import type { Login, Sender } from './installation.ts'

/** CPU of the engine for a message, as a multiple of what the libraries alone take for it in the same run. */
const ratioMax = 1.25

export interface SendingSize {
  readonly rounds: number
  readonly accounts: number
  readonly groupsEach: number
  /** Each sends one message to each group; all of them at once. */
  readonly campaigns: number
}

const fullSize: SendingSize = { rounds: 5, accounts: 100, groupsEach: 10, campaigns: 10 }

/** One way to send a round of messages. */
interface Contender {
  readonly name: string
  readonly pid: number
  readonly cpuMsPerMessage: number[]
  round(number: number): Promise<void>
  close(): Promise<void>
}

/**
 * What a message of a campaign costs from its planning to its settlement, all threads of the engine together, beside a loop of GramJS and
 * Bottleneck that sends the same to the same server at the same pace. Both stay connected and take turns.
 */
export async function measureSending(size: SendingSize = fullSize): Promise<Figure> {
  const { rounds, accounts, groupsEach, campaigns } = size
  const messages = accounts * groupsEach * campaigns
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  const simulator = await startSimulator()
  const open: Contender[] = []
  try {
    const { database, senders, others } = await makeSenders(simulator, folder, {
      accounts,
      groupsEach,
      others: accounts,
    })
    const engine = await openEngine(folder, database, senders, size)
    open.push(engine)
    const bare = await openBare(simulator.ready.port, others, groupsEach * campaigns)
    open.push(bare)
    // The first one connects, and warms everything up.
    for (let round = 0; round <= rounds; round++) {
      for (const contender of [bare, engine]) {
        const beforeMs = cpuMs(contender.pid)
        const startedAtMs = performance.now()
        await contender.round(round)
        const cpuMsPerMessage = (cpuMs(contender.pid) - beforeMs) / messages
        const perSecond = Math.round((messages * 1000) / (performance.now() - startedAtMs))
        if (round > 0) contender.cpuMsPerMessage.push(cpuMsPerMessage)
        console.log(
          `  ${contender.name}, round ${round}: ${cpuMsPerMessage.toFixed(3)} ms CPU a message, ${perSecond}/s`,
        )
      }
    }
    const [counts] = await simulator.client.ledger.counts([], { method: 'messages.sendMessage' })
    const wanted = 2 * messages * (rounds + 1)
    if (counts?.applied !== wanted) throw new Error(`${counts?.applied} of ${wanted} messages were applied`)
    return figureOf(engine, bare, size, messages)
  } finally {
    for (const contender of open) await contender.close()
    await simulator.stop()
    rmSync(folder, { recursive: true })
  }
}

function figureOf(engine: Contender, bare: Contender, { rounds }: SendingSize, messages: number): Figure {
  const ratio = median(engine.cpuMsPerMessage.map((ms, round) => ms / (bare.cpuMsPerMessage[round] ?? Number.NaN)))
  const each = [engine, bare].map(({ name, cpuMsPerMessage: ms }) => `${name} ${median(ms).toFixed(3)} ms`).join(', ')
  const text = `CPU a message, engine / bare loop: ${ratio.toFixed(2)} (at most ${ratioMax}; ${each}), median of ${rounds} rounds of ${messages} messages in turn`
  return { text, holds: ratio <= ratioMax }
}

const text = 'Salom! This is what a message of a campaign looks like, with a few words more than none.'

/** `karvon start` as it is, with campaigns that wait for their start. */
async function openEngine(
  folder: string,
  database: string,
  senders: readonly Sender[],
  { rounds, campaigns }: SendingSize,
): Promise<Contender> {
  const targets = senders.flatMap(({ id: accountId, groups }) =>
    groups.map(({ peer }) => ({ accountId, peer, topic: 0 })),
  )
  const limits = { intervalMinMs: 1000 }
  const ids = withVerbs(database, (verbs) => {
    const made: number[] = []
    for (let index = 0; index < (rounds + 1) * campaigns; index++) {
      const content = { text, entities: [] }
      const campaign = { uuid: `bench-${index}`, ownerId: 1, name: null, content, everyMs: null, targets, limits }
      const answer = verbs.createCampaign({ ...campaign, nowMs: Date.now() })
      if ('problem' in answer) throw new Error(`no campaign, but ${JSON.stringify(answer.problem)}`)
      made.push(answer.campaign.id)
    }
    return made
  })
  const engine = startEngineProcess(folder)
  await engine.ready
  const db = openDatabase(database, { readonly: true })
  const finished = db.prepare<[], number>(`select count(*) from runs where state = 'finished'`).pluck()
  return {
    name: 'engine',
    pid: engine.pid,
    cpuMsPerMessage: [],
    async round(number) {
      const started = ids.slice(number * campaigns, (number + 1) * campaigns)
      await Promise.all(
        started.map((id) =>
          askSupervisor(dirname(database), { verb: 'campaigns.start', args: { id }, silenceMaxMs: 10_000 }),
        ),
      )
      while (finished.get() !== (number + 1) * campaigns) await sleep(pollEveryMs)
    },
    async close() {
      db.close()
      await engine.end('SIGTERM')
    },
  }
}

const pollEveryMs = 50

async function openBare(port: number, senders: readonly Login[], messagesEach: number): Promise<Contender> {
  const loop = await openBareLoop({ port, text, gapMs: Math.ceil(60_000 / capPerMinute), senders })
  return {
    name: 'bare loop',
    pid: loop.pid,
    cpuMsPerMessage: [],
    round: () => loop.send(messagesEach),
    close: () => loop.close(),
  }
}
