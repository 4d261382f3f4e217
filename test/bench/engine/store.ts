import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../../src/base/sqlite.ts'
import type { Database } from '../../../src/base/sqlite.ts'
import { startThread } from '../../../src/base/start-thread.ts'
import { partitionCount, partitionOf } from '../../../src/delivery/partition.ts'
import { migrations } from '../../../src/features/store.ts'
import type { AllVerbs } from '../../../src/features/store.ts'
import { migrateUp } from '../../../src/store/migrate.ts'
import { StoreHandle } from '../../../src/store/store-handle.ts'
import { median } from '../support/figures.ts'
import type { Figure } from '../support/figures.ts'

const rowsATransaction = 1024
const accounts = 1000
/** The store must do at least this part of what the driver alone can do in the same run. */
const ratioMin = 0.7

export interface StoreSize {
  readonly rounds: number
  /** A multiple of 1024. */
  readonly rowsARound: number
}

const fullSize: StoreSize = { rounds: 15, rowsARound: 20_480 }

/** What is queued together is committed together: at most as many rows as the bare driver commits, and some less on average. */
const callsOpen = 4
const rowsACall = rowsATransaction / callsOpen

/** One way to take attempts through their life, and where its time went, a figure a round. */
interface Contender {
  readonly name: string
  readonly tookMs: Record<Phase, number[]>
  round(number: number): Promise<void>
  /** What shows that it was a fair run. */
  describe(): Promise<string>
  close(): Promise<void>
}

type Phase = 'schedule' | 'claim' | 'settle'
const phases: readonly Phase[] = ['schedule', 'claim', 'settle']

/**
 * Durable attempts a second (scheduled, claimed, settled) through the store's thread, beside the bare driver on a bare table: the same
 * settings, so that a commit is on disk when it returns, prepared statements, as many rows a transaction. They take turns, and every
 * round is compared by itself, so that a machine that is busy for a while slows down both.
 */
export async function measureStore(size: StoreSize = fullSize): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bench-'))
  try {
    const bare = openBare(join(folder, 'bare.db'), size)
    const store = await openStore(join(folder, 'karvon.db'), size)
    for (let round = 0; round <= size.rounds; round++)
      for (const contender of [bare, store]) await contender.round(round)
    // The first one warms up.
    for (const { tookMs } of [bare, store]) for (const phase of phases) tookMs[phase].shift()
    const figure = figureOf(bare, store, size)
    console.log(`  ${await store.describe()}`)
    await bare.close()
    await store.close()
    return figure
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function figureOf(bare: Contender, store: Contender, { rounds, rowsARound }: StoreSize): Figure {
  const perSecond = (tookMs: readonly number[]) => Math.round(rowsARound / (median(tookMs) / 1000))
  for (const contender of [bare, store]) {
    const each = phases.map((phase) => `${phase} ${perSecond(contender.tookMs[phase])}/s`).join(', ')
    console.log(`  ${contender.name}: ${perSecond(totals(contender))} durable attempts/s (${each})`)
  }
  const ratioOf = (part: (contender: Contender) => readonly number[]) =>
    median(part(bare).map((ms, round) => ms / (part(store)[round] ?? Number.NaN)))
  const ratio = ratioOf(totals)
  const each = phases.map((phase) => `${phase} ${ratioOf(({ tookMs }) => tookMs[phase]).toFixed(2)}`).join(', ')
  const text = `durable attempts/s, store thread / bare driver: ${ratio.toFixed(2)} (at least ${ratioMin}; ${each}), median of ${rounds} rounds of ${rowsARound} attempts in turn, ${rowsATransaction} rows a transaction`
  return { text, holds: ratio >= ratioMin }
}

/** Of each round. */
function totals({ tookMs }: Contender): number[] {
  return tookMs.schedule.map((_, round) => phases.reduce((sum, phase) => sum + (tookMs[phase][round] ?? 0), 0))
}

/** The driver with the least that a queue needs: a natural key, what is due, what is in flight, conditional updates. */
function openBare(path: string, { rowsARound }: StoreSize): Contender {
  const db = openDatabase(path)
  db.exec(`
    create table attempt (
      id integer primary key, account integer not null, grp integer not null, campaign integer not null, status integer not null,
      due integer not null, tries integer not null default 0, msg integer, at integer, unique (campaign, account, grp)) strict;
    create index attempt_due on attempt (account, due, id) where status = 0;
    create index attempt_in_flight on attempt (account) where status = 1;`)
  const statements = {
    schedule: db.prepare('insert into attempt (id, account, grp, campaign, status, due) values (?, ?, ?, ?, 0, ?)'),
    claim: db.prepare('update attempt set status = 1 where id = ? and status = 0'),
    settle: db.prepare('update attempt set status = 2, msg = ?, at = ?, tries = tries + 1 where id = ? and status = 1'),
  }
  const tookMs = noTime()
  const act = (round: number, row: number): Record<Phase, () => unknown> => {
    const id = round * rowsARound + row + 1
    return {
      schedule: () => statements.schedule.run(id, (row % accounts) + 1, -row - 1, round, row),
      claim: () => statements.claim.run(id),
      settle: () => statements.settle.run(id, row, id),
    }
  }
  return {
    name: 'bare driver',
    tookMs,
    round(round) {
      for (const phase of phases) {
        const startedAtMs = performance.now()
        for (let from = 0; from < rowsARound; from += rowsATransaction) {
          db.exec('begin immediate')
          for (let row = from; row < from + rowsATransaction; row++) act(round, row)[phase]()
          db.exec('commit')
        }
        tookMs[phase].push(performance.now() - startedAtMs)
      }
      return Promise.resolve()
    },
    describe: () => Promise.resolve(''),
    close: () => Promise.resolve(void db.close()),
  }
}

/** The store as the shards have it: verbs on another thread, each call a batch. */
async function openStore(path: string, { rowsARound }: StoreSize): Promise<Contender> {
  const db = openDatabase(path)
  migrateUp(db, migrations, 1)
  seed(db)
  const mainUrl = new URL('../../../src/main.ts', import.meta.url).href
  const handle = await StoreHandle.start({
    start: { path },
    startThread: () => startThread('store-thread', mainUrl),
  })
  const store = handle.connect<AllVerbs>()
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition)
  await store.acquire({ partitions, owner: 'local', cause: 'boot', nowMs: 1 })
  const idsOfRun = db.prepare<[number], number>('select id from attempts where run_id = ? order by id').pluck()
  const tookMs = noTime()

  return {
    name: 'store thread',
    tookMs,
    async round(round) {
      const run = await store.openRun(
        { campaignId: 5, campaignUuid: 'bench', ownerId: 1, contentId: 900_001, plannedAtMs: round },
        1,
      )
      const sends = (from: number) => ({
        runId: run.id,
        ownerId: 1,
        contentId: 900_001,
        sends: batch(from, (row) => {
          const accountId = (row % accounts) + 1
          return { accountId, partition: partitionOf(accountId), peer: -row - 1, topic: 0, part: 0, dueAtMs: row }
        }),
      })
      await timed(tookMs.schedule, rowsARound, (from) => store.schedule(sends(from)))
      await store.beginRun(run.id, 1)
      const ids = idsOfRun.all(run.id)
      const idAt = (row: number) => ids[row] ?? 0
      await timed(tookMs.claim, rowsARound, (from) =>
        store.claim({
          nowMs: 5,
          claims: batch(from, (row) => ({ id: idAt(row), accountId: (row % accounts) + 1, epoch: 1, nextAtMs: 7 })),
        }),
      )
      await timed(tookMs.settle, rowsARound, (from) =>
        store.settle({
          nowMs: 5,
          settlements: batch(from, (row) => ({
            id: idAt(row),
            accountId: (row % accounts) + 1,
            runId: run.id,
            epoch: 1,
            event: 'confirm',
            messageId: row,
            result: null,
          })),
        }),
      )
      const { sent } = (await store.run(run.id)) ?? {}
      if (sent !== rowsARound) throw new Error(`${sent} of ${rowsARound} attempts were sent`)
    },
    async describe() {
      const { verbs, commits, longestCommitMs } = await handle.figures()
      const rows = Math.round((verbs / commits) * rowsACall)
      return `${rows} rows a transaction on average, the longest took ${longestCommitMs.toFixed(0)} ms`
    },
    async close() {
      await handle.stop()
      db.close()
    },
  }
}

function batch<T>(from: number, make: (row: number) => T): T[] {
  return Array.from({ length: rowsACall }, (_, index) => make(from + index))
}

async function timed(tookMs: number[], rowsARound: number, call: (from: number) => Promise<unknown>): Promise<void> {
  const startedAtMs = performance.now()
  const open: Promise<unknown>[] = []
  for (let from = 0; from < rowsARound; from += rowsACall) {
    if (open.length === callsOpen) await open.shift()
    open.push(call(from))
  }
  await Promise.all(open)
  tookMs.push(performance.now() - startedAtMs)
}

function noTime(): Record<Phase, number[]> {
  return { schedule: [], claim: [], settle: [] }
}

function seed(db: Database): void {
  db.exec(`
    insert into users (id, name, time_zone, role, state, created_at_ms)
    values (1, 'Owner', 'Asia/Tashkent', 'user', 'active', 1);
    insert into contents (id, owner_id, body, created_at_ms) values (900001, 1, '{"text":"salom"}', 1)`)
  const add = db.prepare(`
    insert into accounts
      (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
    values (?, 1, 'user', ?, 'Account', '', '{}', ?, 'active', 6, 1)`)
  db.transaction(() => {
    for (let id = 1; id <= accounts; id++) add.run(id, id, partitionOf(id))
  })()
}
