import type { Database } from '../base/sqlite.ts'
import { decodeContent, encodeContent } from '../delivery/message.ts'
import type { Content } from '../delivery/message.ts'
import type { Ids } from './ids.ts'

/** What is said, once, however many attempts carry it. Never changed: an edit is a new one, and a run keeps the one it began with. */
export function openContents(db: Database, ids: Ids) {
  const insert = db.prepare('insert into contents (id, owner_id, body, created_at_ms) values (?, ?, ?, ?)')
  const get = db.prepare<[number], { body: string }>('select body from contents where id = ?')

  return {
    /** @returns its id */
    add(ownerId: number, content: Content, nowMs: number): number {
      const id = ids.take(1, 'contents')
      insert.run(id, ownerId, encodeContent(content), nowMs)
      return id
    },
    get(id: number): Content | undefined {
      const row = get.get(id)
      return row === undefined ? undefined : decodeContent(row.body)
    },
  }
}
