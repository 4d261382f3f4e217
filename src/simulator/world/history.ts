import type { Database } from '../../base/sqlite.ts'
import type { Message } from './model.ts'

export interface HistoryRange {
  readonly conversation: string
  /** null: all of it; 1: the General topic of a forum. */
  readonly topicId: number | null
  /** Ids below this one, and above `aboveId`. */
  readonly belowId: number
  readonly aboveId: number
  readonly limit: number
  /** How many to pass over first. */
  readonly skip?: number
  /** Newest first, unless asked otherwise. */
  readonly order?: 'newest first' | 'oldest first'
}

/** The same as somebody asks for it, who is in the conversation. */
export interface HistoryWish {
  readonly belowId?: number
  readonly aboveId?: number
  readonly limit: number
  readonly skip?: number
  readonly topicId?: number | null
  readonly order?: 'newest first' | 'oldest first'
}

/** The newest message of a conversation that still stands. */
export interface TopMessage {
  readonly id: number
  readonly atMs: number
}

/** Reads the standing messages of a conversation, or of one topic of it: `where` says which. Parameters are named in it. */
export function openHistory(db: Database, where: string) {
  const standing = `from messages where is_deleted = 0 and ${where}`
  const rangeIn = (order: 'asc' | 'desc') =>
    db.prepare<[object], { body: string }>(`
      select body ${standing} and id < :belowId and id > :aboveId order by id ${order} limit :limit offset :skip`)
  const newestFirst = rangeIn('desc')
  const oldestFirst = rangeIn('asc')
  const count = db.prepare<[object], { count: number }>(`select count(*) as count ${standing} and id > :aboveId`)
  const top = db.prepare<[object], TopMessage>(
    `select id, at_ms as atMs ${standing} and at_ms < :beforeMs order by id desc limit 1`,
  )

  return {
    range({ order = 'newest first', skip = 0, ...range }: HistoryRange): Message[] {
      const rows = (order === 'newest first' ? newestFirst : oldestFirst).all({ ...range, skip })
      return rows.map((row) => JSON.parse(row.body) as Message)
    },
    countAbove: (conversation: string, topicId: number | null, aboveId: number): number =>
      count.get({ conversation, topicId, aboveId })?.count ?? 0,
    top: (conversation: string, topicId: number | null, beforeMs: number): TopMessage | undefined =>
      top.get({ conversation, topicId, beforeMs }),
  }
}
