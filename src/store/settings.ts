import type { Database } from '../base/sqlite.ts'

/** Values that the installation keeps for itself, sealed by the caller where they are secret. */
export function openSettings(db: Database) {
  const get = db.prepare<[string], { value: string }>('select value from settings where key = ?')
  const put = db.prepare(`
    insert into settings (key, value, updated_at_ms) values (?, ?, ?)
    on conflict (key) do update set value = excluded.value, updated_at_ms = excluded.updated_at_ms`)
  const putOnce = db.prepare(
    `insert into settings (key, value, updated_at_ms) values (?, ?, ?) on conflict (key) do nothing`,
  )

  return {
    setting: (key: string): string | undefined => get.get(key)?.value,
    saveSetting: (key: string, value: string, nowMs: number): void => void put.run(key, value, nowMs),
    /** @returns what stands there afterwards: the first value wins, whoever else was at it. */
    settingOnce(key: string, value: string, nowMs: number): string {
      putOnce.run(key, value, nowMs)
      return get.get(key)?.value ?? value
    },
  }
}
