import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../../src/base/sqlite.ts'
import type { SimulatorClient } from '../../../src/simulator/client.ts'
import { engineLog } from '../../support/engine-process.ts'
import type { Installation } from './installation.ts'

/** What the ledger and the files say about a run, apart from what the engine believes. Names of invariants: facts of the fault table. */
export interface Verdict {
  /** Targets without a message (I1). */
  readonly lost: number
  /** Messages more than one to a target, by text or by random_id (I2). */
  readonly twice: number
  /** Rows that are `sent` whose message the ledger does not have (I1), and messages that no row accounts for (I3). */
  readonly unfounded: number
  readonly phantoms: number
  /** Requests for a message that had been given up (I4). */
  readonly afterEnd: number
  /** Messages of an account closer than its pace allows, also over restarts (I5). */
  readonly tooClose: number
  /** Rows that are neither sent nor given up (I6). */
  readonly open: number
  /** I7 */
  readonly duplicateKeys: number
  /** I8: `ok`, and rows that refer to nothing. */
  readonly integrity: unknown
  readonly orphans: number
  /** Log files with a session in them (I9). */
  readonly leaks: number
}

/** What every run must come to. */
export const allWell: Verdict = {
  lost: 0,
  twice: 0,
  unfounded: 0,
  phantoms: 0,
  afterEnd: 0,
  tooClose: 0,
  open: 0,
  duplicateKeys: 0,
  integrity: 'ok',
  orphans: 0,
  leaks: 0,
}

interface AttemptRow {
  readonly userId: number
  readonly peer: number
  readonly state: string
  readonly messageId: number | null
  readonly settledAtMs: number | null
}

/**
 * Call it when the engine is gone: it opens the database.
 * @param gapMs the least time between two messages of an account
 */
export async function judge(client: SimulatorClient, installation: Installation, gapMs: number): Promise<Verdict> {
  const applied = new Map<string, (number | null)[]>()
  const askedAtMs = new Map<string, number>()
  for await (const line of client.ledger.all({ method: 'messages.sendMessage' })) {
    const target = `${line.account}|${line.chat}`
    askedAtMs.set(target, line.atMs)
    if (line.applied) applied.set(target, [...(applied.get(target) ?? []), line.messageId])
  }
  const { rows, ...files } = readFiles(installation)
  const known = new Set(rows.map(({ userId, peer }) => `${userId}|${peer}`))
  const isFounded = ({ userId, peer, messageId }: AttemptRow) =>
    applied.get(`${userId}|${peer}`)?.includes(messageId) === true
  const errors = await client.ledger.counts(['error'])
  return {
    lost: installation.targets.filter(({ userId, peer }) => !applied.has(`${userId}|${peer}`)).length,
    twice: (await client.ledger.twice()).count,
    unfounded: rows.filter((row) => row.state === 'sent' && !isFounded(row)).length,
    phantoms: [...applied.keys()].filter((target) => !known.has(target)).length,
    afterEnd: rows.filter(
      ({ userId, peer, state, settledAtMs }) =>
        state === 'failed-terminal' && (askedAtMs.get(`${userId}|${peer}`) ?? 0) > (settledAtMs ?? 0),
    ).length,
    tooClose: (await client.ledger.gapsShorterThan(gapMs)).count,
    open: rows.filter(({ state }) => state === 'pending' || state === 'in-flight').length,
    duplicateKeys: errors.find(({ error }) => error === 'AUTH_KEY_DUPLICATED')?.requests ?? 0,
    ...files,
  }
}

function readFiles({ database, folder, sessions }: Installation) {
  const db = openDatabase(database)
  try {
    const log = readFileSync(join(folder, engineLog), 'utf8')
    const rows = db
      .prepare<[], AttemptRow>(
        `select a.telegram_id as userId, t.peer, t.state, t.message_id as messageId, t.settled_at_ms as settledAtMs
         from attempts t join accounts a on a.id = t.account_id where t.kind = 'send'`,
      )
      .all()
    return {
      rows,
      integrity: db.pragma('integrity_check', { simple: true }),
      orphans: (db.pragma('foreign_key_check') as unknown[]).length,
      leaks: sessions.filter((session) => log.includes(session)).length,
    }
  } finally {
    db.close()
  }
}
