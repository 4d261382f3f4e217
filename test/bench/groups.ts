import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { buildProgram } from '../support/build-program.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { judge } from './support/figures.ts'
import type { Figure } from './support/figures.ts'

export interface ImportsSize {
  readonly senders: number
  readonly messagesEach: number
  readonly importers: number
  readonly dialogs: number
}

const fullSize: ImportsSize = { senders: 50, messagesEach: 20, importers: 50, dialogs: 2_000 }

/** What many people who choose their groups at once cost those who send. */
export async function run(): Promise<void> {
  delete process.env['NODE_EXTRA_CA_CERTS']
  process.env['KARVON_PROGRAM'] ??= buildProgram('karvon-bench')
  await judge([() => measureImports()])
}

/** An account sends this often, so that a machine with time to spare sends all of it on time. */
const gapMs = 1_000
const phases = ['without imports', 'with imports', 'without them again'] as const

/**
 * The same accounts send the same number of messages before, while and after others import their groups, in one run on one engine. How
 * late each message is, is told by the ledger of the simulated Telegram beside the instant that was planned for it. That is printed and
 * not judged, because a busy machine makes any of it late; judged is that nobody's list was read twice, though everybody asks twice.
 */
export async function measureImports(size: ImportsSize = fullSize): Promise<Figure> {
  const { startSimulator } = await import('../support/simulator-process.ts')
  const { startEngineProcess } = await import('../support/engine-process.ts')
  const { askSupervisor } = await import('../../src/cli/control-client.ts')
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  const simulator = await startSimulator()
  try {
    const made = await prepare(simulator, folder, size)
    const engine = startEngineProcess(folder)
    await engine.ready
    const db = openDatabase(made.database, { readonly: true })
    const ask = (verb: string, id: number) =>
      askSupervisor(dirname(made.database), { verb, args: { id }, silenceMaxMs: 120_000 })
    try {
      const [warmUp = 0, ...campaigns] = made.campaigns
      await ask('campaigns.start', warmUp)
      await finished(db, 1)
      const lateness: string[] = []
      for (const [index, phase] of phases.entries()) {
        const isImporting = phase === 'with imports'
        const beganMs = performance.now()
        // Twice each: whoever comes second waits for the same reading.
        const imports = isImporting
          ? made.importers.flatMap(({ id }) => [ask('groups.read', id), ask('groups.read', id)])
          : []
        const imported = Promise.all(imports).then(() => performance.now() - beganMs)
        await ask('campaigns.start', campaigns[index] ?? 0)
        await finished(db, index + 2)
        const tookMs = await imported
        const figures = inWords(await latenessOf(simulator, db, campaigns[index] ?? 0))
        const took = isImporting ? `; the imports took ${(tookMs / 1000).toFixed(1)} s` : ''
        console.log(`  ${phase}: ${figures}${took}`)
        lateness.push(`${phase} ${figures}`)
      }
      return await figureOf(simulator, made.importers, size, lateness)
    } finally {
      db.close()
      await engine.end('SIGTERM')
    }
  } finally {
    await simulator.stop()
    rmSync(folder, { recursive: true })
  }
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
  const targets = senders
    .slice(0, count)
    .flatMap(({ id: accountId, groups }) => groups.map(({ peer }) => ({ accountId, peer, topic: 0 })))
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

/** Of each message of a campaign: from the instant it was planned for until Telegram had it, in ms, in rising order. */
async function latenessOf({ client }: SimulatorProcess, db: Database, campaignId: number): Promise<number[]> {
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
  return planned
    .map(({ userId, peer, messageId, dueAtMs }) => {
      const atMs = receivedAtMs.get(`${userId} ${peer} ${messageId}`)
      if (atMs === undefined) throw new Error(`message ${messageId} in ${peer} is not in the ledger`)
      return atMs - dueAtMs
    })
    .toSorted((one, other) => one - other)
}

function inWords(lateness: readonly number[]): string {
  const at = (share: number) =>
    Math.round(lateness[Math.min(lateness.length - 1, Math.floor(lateness.length * share))] ?? 0)
  return `late by ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(1)} ms (most) of ${lateness.length} messages`
}

async function figureOf(
  { client }: SimulatorProcess,
  importers: readonly Account[],
  { dialogs }: ImportsSize,
  lateness: readonly string[],
): Promise<Figure> {
  // Pages of a hundred, an empty one, because only that is the end, and the archive.
  const requestsEach = Math.ceil(dialogs / 100) + 2
  const counts = await client.ledger.counts(['account'], { method: 'messages.getDialogs' })
  const requests = new Map(counts.map(({ account, requests: those }) => [account, those]))
  const wrong = importers.filter(({ userId }) => requests.get(userId) !== requestsEach)
  const head = `${importers.length} lists of ${dialogs} dialogs, each asked for twice at once, were read once`
  const text = `${head} (${requestsEach} requests each; another number for ${wrong.length}). ${lateness.join('. ')}`
  return { text, holds: wrong.length === 0 }
}
