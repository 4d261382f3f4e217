import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'

/** What is kept for a bot beside the world: commands, texts of its profile, its webhook, where its updates stand. */
export function openBotValues(db: Database, commit: GroupCommit) {
  db.exec(`create table if not exists bot_values (
    bot integer not null, name text not null, body text not null, primary key (bot, name)) strict, without rowid`)
  const find = db.prepare<[number, string], { body: string }>('select body from bot_values where bot = ? and name = ?')
  const save = db.prepare('insert or replace into bot_values (bot, name, body) values (?, ?, ?)')

  return {
    /** `fallback` where nothing was kept. The caller knows the shape that it saved. */
    get<T>(botId: number, name: string, fallback: T): T {
      const row = find.get(botId, name)
      return row === undefined ? fallback : (JSON.parse(row.body) as T)
    },
    set(botId: number, name: string, value: unknown): void {
      commit.open()
      save.run(botId, name, JSON.stringify(value))
    },
  }
}

export type BotValues = ReturnType<typeof openBotValues>
