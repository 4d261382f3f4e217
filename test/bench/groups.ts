import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { buildProgram } from '../support/build-program.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { cpuMs, judge } from './support/figures.ts'
import type { Figure } from './support/figures.ts'

export interface ImportsSize {
  /** Accounts that only send. */
  readonly senders: number
  /** Accounts that send too, and whose lists are read. */
  readonly importers: number
  readonly messagesEach: number
  readonly dialogs: number
  /** People who sign in meanwhile. */
  readonly logins: number
}

const fullSize: ImportsSize = { senders: 50, importers: 50, messagesEach: 20, dialogs: 2_000, logins: 50 }

/** What many people who sign in and choose their groups at once cost those who send, and themselves. */
export async function run(): Promise<void> {
  delete process.env['NODE_EXTRA_CA_CERTS']
  process.env['KARVON_PROGRAM'] ??= buildProgram('karvon-bench')
  await judge([() => measureImports()])
}

/** An account sends this often, so that a machine with time to spare sends all of it on time. */
const gapMs = 1_000
const phases = ['without imports', 'with imports', 'without them again'] as const
type Phase = (typeof phases)[number]

/** What a page that is taken apart, and a commit of what it held, may cost a message that becomes due at that moment. */
const laterMaxMs = 1_000

/**
 * The same accounts send the same number of messages before, while and after half of them import their groups and as many people sign
 * in, in one run on one engine. How late each message is, is told by the ledger of the simulated Telegram beside the instant that was
 * planned for it. Judged is that nobody's list was read twice, though everybody asks twice; and how much later messages were with imports
 * than without, where the machine had nothing else to do: beside other work every page and every login takes its share of the core from
 * them, and what is measured is that work.
 */
export async function measureImports(size: ImportsSize = fullSize): Promise<Figure> {
  const isAlone = (loadavg()[0] ?? 0) < availableParallelism() / 2
  const { startSimulator } = await import('../support/simulator-process.ts')
  const { startEngineProcess } = await import('../support/engine-process.ts')
  const { askSupervisor } = await import('../../src/cli/control-client.ts')
  const { openLogins } = await import('./support/logins.ts')
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  const simulator = await startSimulator()
  const logins = openLogins(simulator)
  try {
    const made = await prepare(simulator, folder, size)
    const engine = startEngineProcess(folder)
    await engine.ready
    const db = openDatabase(made.database, { readonly: true })
    const ask = (verb: string, args: object) =>
      askSupervisor(dirname(made.database), { verb, args, silenceMaxMs: 120_000 })
    try {
      const [warmUp = 0, ...campaigns] = made.campaigns
      await ask('campaigns.start', { id: warmUp })
      await finished(db, 1)
      const measured: Measured[] = []
      for (const [index, phase] of phases.entries()) {
        const id = campaigns[index] ?? 0
        const busy = busyOf({ engine: engine.pid, simulator: simulator.pid })
        // Twice each: whoever comes second waits for the same reading.
        const asked = phase === 'with imports' ? made.importers.flatMap((account) => [account.id, account.id]) : []
        const people = phase === 'with imports' ? size.logins : 0
        const send = async () => {
          await ask('campaigns.start', { id })
          await finished(db, index + 2)
        }
        const [importsMs, loginsMs, sentMs] = await Promise.all([
          timed(Promise.all(asked.map((id) => ask('groups.read', { id })))),
          timed(logins.signIn(people, (login) => ask('accounts.keep', { ownerId: 1, ...login }))),
          timed(send()),
        ])
        const burden = `${busy()}, load ${loadavg()[0]?.toFixed(1)}`
        const lateness = await latenessOf(simulator, db, id)
        measured.push({ phase, lateness })
        const took = `sent in ${seconds(sentMs)}, imported in ${seconds(importsMs)}, signed in in ${seconds(loginsMs)}`
        console.log(`  ${phase}: ${inWords(lateness, made.importers)}; ${took}; ${burden}`)
      }
      return await figureOf(simulator, made.importers, size, { isAlone, measured })
    } finally {
      db.close()
      await engine.end('SIGTERM')
    }
  } finally {
    await logins.stop()
    await simulator.stop()
    rmSync(folder, { recursive: true })
  }
}

/** @returns how long it took, in ms */
async function timed(work: Promise<unknown>): Promise<number> {
  const beganMs = performance.now()
  await work
  return performance.now() - beganMs
}

/** How busy these processes are from now on, in shares of a core. */
function busyOf(pids: Readonly<Record<string, number>>): () => string {
  const beganMs = performance.now()
  const before = Object.entries(pids).map(([name, pid]) => ({ name, pid, spentMs: cpuMs(pid) }))
  return () => {
    const share = (ms: number) => Math.round((ms / (performance.now() - beganMs)) * 100)
    return before.map(({ name, pid, spentMs }) => `${name} ${share(cpuMs(pid) - spentMs)} % of a core`).join(', ')
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

interface Account {
  readonly id: number
  readonly userId: number
}

async function prepare(simulator: SimulatorProcess, folder: string, size: ImportsSize) {
  const { makeSenders, range } = await import('./engine/installation.ts')
  const { withVerbs } = await import('../fault/engine/installation.ts')
  const { senders: count, messagesEach, importers, dialogs } = size
  const settings = { TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: String(gapMs), SCHEDULER_JITTER_MAX_MS: '0' }
  const accounts = count + importers
  const { database, senders } = await makeSenders(simulator, folder, { accounts, groupsEach: messagesEach, settings })
  const userIds = withVerbs(database, (_, db) =>
    db.prepare<[], Account>('select id, telegram_id as userId from accounts order by id').all(),
  )
  const importing = userIds.slice(count)
  const memberIds = importing.map(({ userId }) => userId)
  const creatorId = (await simulator.client.world.makeUser({ firstName: 'Creator' })).id
  // Their own groups are among their dialogs.
  for (let from = 0; from < dialogs - messagesEach; from += batch) {
    const titles = range(Math.min(batch, dialogs - messagesEach - from)).map((index) => `Dialog ${from + index}`)
    await simulator.client.world.makeChats(titles.map((title) => ({ kind: 'supergroup', title, creatorId, memberIds })))
  }
  const targets = senders.flatMap(({ id: accountId, groups }) =>
    groups.map(({ peer }) => ({ accountId, peer, topic: 0 })),
  )
  const limits = { intervalMinMs: 1_000 }
  const campaigns = withVerbs(database, (verbs) =>
    ['warm-up', ...phases].map((uuid) => {
      const content = { text: `salom, ${uuid}`, entities: [] }
      // The warm-up only connects.
      const those = uuid === 'warm-up' ? targets.filter((_, index) => index % messagesEach === 0) : targets
      const campaign = {
        uuid,
        ownerId: 1,
        name: null,
        content,
        everyMs: null,
        targets: those,
        limits,
        nowMs: Date.now(),
      }
      const answer = verbs.createCampaign(campaign)
      if ('problem' in answer) throw new Error(`no campaign, but ${JSON.stringify(answer.problem)}`)
      return answer.campaign.id
    }),
  )
  return { database, campaigns, importers: importing }
}

const batch = 100

async function finished(db: Database, count: number): Promise<void> {
  const runs = db.prepare<[], number>(`select count(*) from runs where state = 'finished'`).pluck()
  while (runs.get() !== count) await sleep(50)
}

interface Measured {
  readonly phase: Phase
  readonly lateness: readonly Late[]
}

interface Late {
  readonly userId: number
  readonly lateMs: number
}

/**
 * Of each message of a campaign: from the instant at which it might go until Telegram had it. It might go when it was planned for, and
 * a gap after the account's last one, so that what made one late is not counted for all that follow.
 */
async function latenessOf({ client }: SimulatorProcess, db: Database, campaignId: number): Promise<Late[]> {
  const planned = db
    .prepare<[number], { userId: number; peer: number; messageId: number; dueAtMs: number }>(
      `select c.telegram_id as userId, a.peer, a.message_id as messageId, a.due_at_ms as dueAtMs
       from runs r join attempts a on a.run_id = r.id join accounts c on c.id = a.account_id where r.campaign_id = ?`,
    )
    .all(campaignId)
  const receivedAtMs = new Map<string, number>()
  for await (const { account, chat, messageId, atMs, applied } of client.ledger.all({
    method: 'messages.sendMessage',
  })) {
    if (applied) receivedAtMs.set(`${account} ${chat} ${messageId}`, atMs)
  }
  const sent = planned.map(({ userId, peer, messageId, dueAtMs }) => {
    const atMs = receivedAtMs.get(`${userId} ${peer} ${messageId}`)
    if (atMs === undefined) throw new Error(`message ${messageId} in ${peer} is not in the ledger`)
    return { userId, dueAtMs, atMs }
  })
  const lastAtMs = new Map<number, number>()
  return sent
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ userId, dueAtMs, atMs }) => {
      const mightGoAtMs = Math.max(dueAtMs, (lastAtMs.get(userId) ?? 0) + gapMs)
      lastAtMs.set(userId, atMs)
      return { userId, lateMs: atMs - mightGoAtMs }
    })
}

/** Those who only send, and those whose lists are read in one of the phases. */
function groupsOf(lateness: readonly Late[], importers: readonly Account[]) {
  const ids = new Set(importers.map(({ userId }) => userId))
  return {
    'who only send': lateness.filter(({ userId }) => !ids.has(userId)),
    'who import too': lateness.filter(({ userId }) => ids.has(userId)),
  }
}

function lateAt(lateness: readonly Late[], share: number): number {
  const sorted = lateness.map(({ lateMs }) => lateMs).toSorted((one, other) => one - other)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

function inWords(all: readonly Late[], importers: readonly Account[]): string {
  const words = Object.entries(groupsOf(all, importers)).map(([who, lateness]) => {
    const [middle, most, last] = [0.5, 0.95, 1].map((share) => lateAt(lateness, share))
    return `${who} are late by ${middle} ms (median), ${most} ms (95 %), ${last} ms (most of ${lateness.length})`
  })
  return words.join(', ')
}

async function figureOf(
  { client }: SimulatorProcess,
  importers: readonly Account[],
  { dialogs, logins }: ImportsSize,
  { isAlone, measured }: { readonly isAlone: boolean; readonly measured: readonly Measured[] },
): Promise<Figure> {
  // Pages of a hundred, an empty one, because only that is the end, and the archive.
  const requestsEach = Math.ceil(dialogs / 100) + 2
  const counts = await client.ledger.counts(['account'], { method: 'messages.getDialogs' })
  const requests = new Map(counts.map(({ account, requests: those }) => [account, those]))
  const wrong = importers.filter(({ userId }) => requests.get(userId) !== requestsEach)
  const head = `${importers.length} lists of ${dialogs} dialogs, each asked for twice at once, beside ${logins} logins`
  const read = `read once (${requestsEach} requests each; another number for ${wrong.length})`
  const added = addedBy(measured, importers)
  const words = added.map(({ who, share, ms }) => `${who} ${ms} ms at ${share * 100} %`)
  const bound = isAlone ? `at most ${laterMaxMs} ms` : 'not judged: the machine had other work when it began'
  const text = `${head}: ${read}; messages later than without: ${words.join(', ')} (${bound})`
  return { text, holds: wrong.length === 0 && (!isAlone || added.every(({ ms }) => ms <= laterMaxMs)) }
}

/** How much later messages were with imports than in the slower of the phases without. */
function addedBy(measured: readonly Measured[], importers: readonly Account[]) {
  const lateIn = (phase: Phase, who: 'who only send' | 'who import too', share: number) => {
    const lateness = measured.find((each) => each.phase === phase)?.lateness ?? []
    return lateAt(groupsOf(lateness, importers)[who], share)
  }
  return (['who only send', 'who import too'] as const).flatMap((who) =>
    [0.5, 0.95].map((share) => {
      const without = Math.max(lateIn('without imports', who, share), lateIn('without them again', who, share))
      return { who, share, ms: lateIn('with imports', who, share) - without }
    }),
  )
}
