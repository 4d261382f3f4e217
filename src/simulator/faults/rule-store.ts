import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Rule } from './rule.ts'

export interface RuleCounts {
  /** Requests that the rule was about. */
  seen: number
  /** Those that it did something to. For waits: how many it began. */
  hits: number
  /** Requests that came before the end of a wait, after the one that began it. */
  earlyRequests: number
}

/** A flood wait, or the memory of a rate rule, of one account in one scope. */
export interface WaitRecord {
  readonly key: string
  readonly untilMs: number
  /** Instants of the last requests, oldest first; only for rates. */
  recentMs: readonly number[]
}

export interface StoredRule {
  readonly id: number
  readonly rule: Rule
  readonly counts: RuleCounts
  readonly waits: readonly WaitRecord[]
}

/** Rules and what they remember. Joins the turn's transaction, so that a count is on disk before its request is answered. */
export function openRuleStore(db: Database, commit: GroupCommit) {
  db.exec(schema)
  const insert = db.prepare<[string], { id: number }>('insert into fault_rules (body) values (?) returning id')
  const count = db.prepare('update fault_rules set seen = ?, hits = ?, early = ? where id = ?')
  const remove = db.prepare('delete from fault_rules where id = ?')
  const saveWait = db.prepare(
    'insert or replace into fault_waits (rule_id, key, until_ms, recent_ms) values (?, ?, ?, ?)',
  )
  const removeWaits = db.prepare('delete from fault_waits where rule_id = ?')
  const setting = db.prepare<[string], { value: number }>('select value from fault_settings where name = ?')
  const saveSetting = db.prepare('insert or replace into fault_settings (name, value) values (?, ?)')

  return {
    load: (): StoredRule[] => loadRules(db),
    /** @returns the id: rising, and never used again. */
    insert(rule: Rule): number {
      commit.open()
      const row = insert.get(JSON.stringify(rule))
      if (row === undefined) throw new Error('a rule got no id')
      return row.id
    },
    remove(id: number): void {
      commit.open()
      removeWaits.run(id)
      remove.run(id)
    },
    saveCounts(id: number, { seen, hits, earlyRequests }: RuleCounts): void {
      commit.open()
      count.run(seen, hits, earlyRequests, id)
    },
    saveWait(id: number, { key, untilMs, recentMs }: WaitRecord): void {
      commit.open()
      saveWait.run(id, key, untilMs, JSON.stringify(recentMs))
    },
    /** A number that outlives a restart; `initial` where it was never saved. */
    setting: (name: string, initial: number): number => setting.get(name)?.value ?? initial,
    saveSetting(name: string, value: number): void {
      commit.open()
      saveSetting.run(name, value)
    },
  }
}

export type RuleStore = ReturnType<typeof openRuleStore>

interface RuleRow {
  id: number
  body: string
  seen: number
  hits: number
  early: number
}

interface WaitRow {
  key: string
  until_ms: number
  recent_ms: string
}

function loadRules(db: Database): StoredRule[] {
  const waits = db.prepare<[number], WaitRow>('select key, until_ms, recent_ms from fault_waits where rule_id = ?')
  const rules = db.prepare<[], RuleRow>('select id, body, seen, hits, early from fault_rules order by id').all()
  return rules.map(({ id, body, seen, hits, early }) => ({
    id,
    rule: JSON.parse(body) as Rule,
    counts: { seen, hits, earlyRequests: early },
    waits: waits.all(id).map(toWait),
  }))
}

function toWait(row: WaitRow): WaitRecord {
  return { key: row.key, untilMs: row.until_ms, recentMs: JSON.parse(row.recent_ms) as number[] }
}

const schema = `
create table if not exists fault_rules (
  id integer primary key autoincrement, body text not null, seen integer not null default 0, hits integer not null default 0,
  early integer not null default 0) strict;
create table if not exists fault_waits (
  rule_id integer not null references fault_rules (id), key text not null, until_ms integer not null, recent_ms text not null,
  primary key (rule_id, key)) strict, without rowid;
create table if not exists fault_settings (name text primary key, value integer not null) strict, without rowid;
`
