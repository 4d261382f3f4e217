import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Peer } from '../world/peer.ts'

/** One request as it was received, and what became of it. */
export interface LedgerLine {
  readonly seq: number
  readonly atMs: number
  /** The user or bot that asked; 0 before anybody signed in on the key. */
  readonly account: number
  readonly isBot: boolean
  /** Where it was for; null for requests about no chat. */
  readonly chat: Peer | null
  readonly method: string
  readonly randomId: string | null
  /** SHA-256 of the text, hex, first 32 digits; null where there is none. */
  readonly textHash: string | null
  readonly messageId: number | null
  /** A new message stands in the chat because of this line. A repeat that was answered with the first message is not applied. */
  readonly applied: boolean
  /** The answer was handed to the connection. */
  readonly answered: boolean
  /** The error it was answered with; null for a result. */
  readonly error: string | null
}

export type NewLedgerLine = Omit<LedgerLine, 'seq'>

/**
 * The judge: append-only, in the simulator's process, on disk before a client gets its answer (it joins the turn's transaction,
 * and answers wait for the commit). The triggers keep even our own mistakes from rewriting it.
 */
export function openLedger(db: Database, commit: GroupCommit) {
  db.exec(schema)
  const insert = db.prepare(`
    insert into ledger (at_ms, account, is_bot, chat, method, random_id, text_hash, message_id, applied, answered, error)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)

  const listeners: ((seq: number) => void)[] = []

  return {
    /** Hears the number of every new line, before it is durable. */
    listen(listener: (seq: number) => void): void {
      listeners.push(listener)
    },
    append(line: NewLedgerLine): void {
      commit.open()
      const { lastInsertRowid } = insert.run(
        line.atMs,
        line.account,
        line.isBot ? 1 : 0,
        line.chat,
        line.method,
        line.randomId,
        line.textHash,
        line.messageId,
        line.applied ? 1 : 0,
        line.answered ? 1 : 0,
        line.error,
      )
      for (const listener of listeners) listener(Number(lastInsertRowid))
    },
  }
}

export type Ledger = ReturnType<typeof openLedger>

const schema = `
create table if not exists ledger (
  seq integer primary key, at_ms integer not null, account integer not null, is_bot integer not null check (is_bot in (0, 1)),
  chat integer, method text not null, random_id text, text_hash text, message_id integer,
  applied integer not null check (applied in (0, 1)), answered integer not null check (answered in (0, 1)), error text) strict;
-- The only one, because each costs a send 5 to 10 µs: a look at all lines takes 0.1 s for a million.
create index if not exists ledger_by_account on ledger (account, seq);
create trigger if not exists ledger_no_update before update on ledger begin select raise(abort, 'the ledger is append-only'); end;
create trigger if not exists ledger_no_delete before delete on ledger begin select raise(abort, 'the ledger is append-only'); end;
`
