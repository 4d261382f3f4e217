import type { MessagePort } from 'node:worker_threads'
import { noFailpoint } from '../base/failpoint.ts'
import type { Failpoint } from '../base/failpoint.ts'
import type { Database } from '../base/sqlite.ts'
import type { Verbs, VerbTable } from './store.ts'
import type { StoreCounts } from './thread-protocol.ts'

/** One call of a verb, and its answer: plain data, the same for every verb. */
export interface VerbCall {
  readonly id: number
  readonly verb: string
  readonly args: readonly unknown[]
}

export type VerbAnswer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: VerbFailure }

/** `code` is the database's own word, such as SQLITE_FULL. */
export interface VerbFailure {
  readonly message: string
  readonly code: string | undefined
}

interface Queued {
  readonly port: MessagePort
  readonly call: VerbCall
}

/**
 * The only writer of the database. What is queued when the loop turns goes into one transaction, a savepoint a verb, and nobody
 * is answered before its commit. No time window: waiting for more cost throughput in every measurement (facts: storage 4).
 *
 * A turn that fails as a whole (the disk is full) changes nothing, all of its callers hear so, and the next turn tries anew.
 */
export class StoreServer {
  readonly #db: Database
  readonly #verbs: VerbTable
  readonly #ports = new Set<MessagePort>()
  readonly #counts = { commits: 0, verbs: 0, failedCommits: 0, lastCommitMs: 0, longestCommitMs: 0 }
  readonly #sql: ReturnType<typeof prepareTransactions>
  readonly #failpoint: Failpoint
  #queue: Queued[] = []
  #refusal: string | undefined

  constructor(db: Database, verbs: Verbs, failpoint: Failpoint = noFailpoint) {
    this.#db = db
    // What a savepoint may have to take back is kept in memory: in a temporary file it costs as much as a tenth of the verbs themselves.
    db.pragma('temp_store = MEMORY')
    this.#verbs = verbs as VerbTable
    this.#sql = prepareTransactions(db)
    this.#failpoint = failpoint
  }

  /** For status and metrics, since the start. */
  get counts(): StoreCounts {
    return this.#counts
  }

  /** Serves this port until it closes. */
  serve(port: MessagePort): void {
    this.#ports.add(port)
    port.on('message', (calls: readonly VerbCall[]) => {
      if (this.#queue.length === 0) setImmediate(() => this.#commit())
      for (const call of calls) this.#queue.push({ port, call })
    })
    port.on('close', () => this.#ports.delete(port))
  }

  /** Commits nothing from here on: every caller hears this reason. What is written now would be lost without an error. */
  refuse(reason: string): void {
    this.#refusal = reason
  }

  /** Finishes what is queued and lets the ports go. The database stays open: its owner closes it. */
  stop(): void {
    this.#commit()
    for (const port of this.#ports) port.close()
  }

  #commit(): void {
    const queue = this.#queue
    this.#queue = []
    if (queue.length === 0) return
    const answers = this.#refusal === undefined ? this.#runAll(queue) : failAll(queue, new Error(this.#refusal))
    const byPort = new Map<MessagePort, VerbAnswer[]>()
    for (const [index, { port }] of queue.entries()) {
      const answer = answers[index]
      if (answer === undefined) continue
      const list = byPort.get(port) ?? []
      byPort.set(port, list)
      list.push(answer)
    }
    for (const [port, list] of byPort) port.postMessage(list)
  }

  #runAll(queue: readonly Queued[]): VerbAnswer[] {
    const startedAtMs = performance.now()
    try {
      this.#sql.begin.run()
      const answers = queue.map(({ call }) => this.#run(call))
      this.#failpoint('commit.before')
      this.#sql.commit.run()
      this.#note(queue.length, performance.now() - startedAtMs)
      return answers
    } catch (error) {
      // The transaction as a whole failed (disk full, busy): nothing of it stands, and every caller must hear so.
      if (this.#db.inTransaction) this.#sql.rollback.run()
      this.#counts.failedCommits++
      return failAll(queue, error)
    }
  }

  #run({ id, verb, args }: VerbCall): VerbAnswer {
    const run = this.#verbs[verb]
    if (run === undefined) return { id, error: { message: `the store has no verb ${verb}`, code: undefined } }
    this.#sql.savepoint.run()
    try {
      return { id, value: run(...args) }
    } catch (error) {
      // SQLite gives some failures up by itself, the whole transaction with them; and after a full disk the rest would fail too.
      if (!this.#db.inTransaction || failsTheTurn(error)) throw error
      this.#sql.rollbackToSavepoint.run()
      return { id, error: describe(error) }
    } finally {
      if (this.#db.inTransaction) this.#sql.release.run()
    }
  }

  #note(verbs: number, tookMs: number): void {
    const counts = this.#counts
    counts.commits++
    counts.verbs += verbs
    counts.lastCommitMs = tookMs
    counts.longestCommitMs = Math.max(counts.longestCommitMs, tookMs)
  }
}

/** Prepared once: parsing them for every verb of a turn costs more than a small verb itself. */
function prepareTransactions(db: Database) {
  return {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    savepoint: db.prepare('savepoint verb'),
    rollbackToSavepoint: db.prepare('rollback to verb'),
    release: db.prepare('release verb'),
  }
}

function failsTheTurn(error: unknown): boolean {
  return ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_CORRUPT', 'SQLITE_READONLY'].some((code) =>
    codeOf(error)?.startsWith(code),
  )
}

function failAll(queue: readonly Queued[], error: unknown): VerbAnswer[] {
  return queue.map(({ call }) => ({ id: call.id, error: describe(error) }))
}

function describe(error: unknown): VerbFailure {
  return { message: error instanceof Error ? error.message : String(error), code: codeOf(error) }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
