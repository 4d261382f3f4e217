import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import type { Database, Statement } from '../../base/sqlite.ts'

type Action = () => void

/**
 * One transaction for what happens in a turn of the event loop, or in several while the disk is busy: the first write opens it,
 * `setImmediate` commits it, and what may only leave after it is on disk (answers, pushes) waits in `whenDurable`. Reads on the
 * same connection see the open turn.
 *
 * SQLite's own sync would stop the loop at every commit. So it commits without one, and the log is synced here on another thread:
 * turns go on meanwhile, and all that were committed before a sync began are answered when it ends. A kill loses whole turns, and
 * nobody was answered for any of them.
 */
export class GroupCommit {
  readonly #begin: Statement
  readonly #commit: Statement
  /** Undefined for a database in memory, which has no disk to wait for. */
  readonly #logPath: string | undefined
  readonly #onFailure: (error: unknown) => void
  #log: number | undefined
  #isOpen = false
  #isSyncing = false
  #waiting: Action[] = []
  #committed: Action[] = []

  /** @param onFailure a commit or sync that fails leaves memory ahead of the disk: the process must end. */
  constructor(db: Database, onFailure: (error: unknown) => void) {
    db.pragma('synchronous = NORMAL')
    this.#begin = db.prepare('begin immediate')
    this.#commit = db.prepare('commit')
    this.#logPath = db.memory ? undefined : `${db.name}-wal`
    this.#onFailure = onFailure
  }

  /** Call before every write. Who writes may have changed memory already, so a file that cannot be written ends the process. */
  open(): void {
    if (this.#isOpen) return
    try {
      this.#begin.run()
    } catch (error) {
      this.#onFailure(error)
      throw error
    }
    this.#isOpen = true
    setImmediate(() => {
      // While a sync runs, turns gather in one transaction: they could not be answered before it ends anyway.
      if (!this.#isSyncing) this.flush()
    })
  }

  /** Runs `action` once everything written so far is on disk; at once when it is. */
  whenDurable(action: Action): void {
    if (this.#isOpen) this.#waiting.push(action)
    else if (this.#isSyncing) this.#committed.push(action)
    else action()
  }

  /** Commits now, so that other connections see it; who waits is called when it is on disk. */
  flush(): void {
    if (!this.#isOpen) return
    try {
      this.#commit.run()
    } catch (error) {
      this.#onFailure(error)
      return
    }
    this.#isOpen = false
    this.#committed.push(...this.#waiting)
    this.#waiting = []
    this.#sync()
  }

  /** Commits and syncs what is left, and lets the log go. To be called before the database is closed. */
  close(): void {
    this.flush()
    if (this.#log === undefined) return
    fdatasyncSync(this.#log)
    closeSync(this.#log)
    this.#log = undefined
    this.#release(this.#committed)
    this.#committed = []
  }

  #sync(): void {
    if (this.#isSyncing || this.#committed.length === 0) return
    if (this.#logPath === undefined) {
      this.#release(this.#committed.splice(0))
      return
    }
    // It is there from the first commit on, and stays the same file until the database is closed.
    this.#log ??= openSync(this.#logPath, 'r+')
    this.#isSyncing = true
    const covered = this.#committed
    this.#committed = []
    fdatasync(this.#log, (error) => {
      this.#isSyncing = false
      // Closed in between: the last sync there covered these too.
      if (error !== null && this.#log !== undefined) {
        this.#onFailure(error)
        return
      }
      this.#release(covered)
      // What was flushed by hand meanwhile, and the turns that gathered.
      this.flush()
      this.#sync()
    })
  }

  #release(actions: readonly Action[]): void {
    for (const action of actions) action()
  }
}
