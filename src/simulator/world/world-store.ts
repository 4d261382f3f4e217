import type { Database } from '../../base/sqlite.ts'
import { CannotStart } from '../cannot-start.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Chat, Member, Message, StoredFile, Topic, User } from './model.ts'
import type { Peer } from './peer.ts'
import { openHistory } from './history.ts'
import type { HistoryRange, TopMessage } from './history.ts'
import { generalTopicId } from './model.ts'
import { worldSchema, worldSchemaVersion } from './schema.ts'

/** A private or group conversation as one user has it: read marks and pins. Members of a chat have one only once they touched it. */
export interface DialogRecord {
  readonly owner: number
  readonly peer: Peer
  /** Above 0 once anything passed between the two, whether or not it still stands. */
  firstMessageId: number
  topMessageId: number
  topAtMs: number
  readInboxId: number
  isPinned: boolean
}

export interface StoredEvent {
  readonly pts: number
  readonly kind: 'message' | 'edited' | 'deleted'
  readonly box: Peer
  readonly messageId: number
}

interface BodyRow {
  body: string
}

/** The world's rows. Writes join the turn's transaction; reads see it. */
export function openWorldStore(db: Database, commit: GroupCommit) {
  db.exec(worldSchema)
  checkVersion(db)
  const put = {
    meta: db.prepare('insert or replace into meta (key, value) values (?, ?)'),
    user: db.prepare('insert or replace into users (id, body) values (?, ?)'),
    chat: db.prepare('insert or replace into chats (peer, body) values (?, ?)'),
    member: db.prepare('insert or replace into members (chat, user_id, body) values (?, ?, ?)'),
    topic: db.prepare('insert or replace into topics (chat, id, body) values (?, ?, ?)'),
    dialog: db.prepare('insert or replace into dialogs (owner, peer, body) values (?, ?, ?)'),
    file: db.prepare('insert or replace into files (id, body) values (?, ?)'),
    message: db.prepare(`insert or replace into messages (box, id, conversation, from_id, at_ms, topic_id, body)
      values (?, ?, ?, ?, ?, ?, ?)`),
    sentId: db.prepare(
      'insert or ignore into sent_ids (account, peer, random_id, box, message_id) values (?, ?, ?, ?, ?)',
    ),
    event: db.prepare('insert into events (owner, pts, kind, box, message_id) values (?, ?, ?, ?, ?)'),
  }
  const get = {
    meta: db.prepare<[string], { value: string }>('select value from meta where key = ?'),
    message: db.prepare<[number, number], BodyRow>(
      'select body from messages where box = ? and id = ? and is_deleted = 0',
    ),
    sentId: db.prepare<[number, number, string], { box: number; message_id: number }>(
      'select box, message_id from sent_ids where account = ? and peer = ? and random_id = ?',
    ),
    sentIdOf: db.prepare<[number, number, number], { random_id: string }>(
      'select random_id from sent_ids where box = ? and message_id = ? and account = ?',
    ),
    events: db.prepare<[number, number, number], StoredEvent>(`
      select pts, kind, box, message_id as messageId from events where owner = ? and pts > ? order by pts limit ?`),
    lastPts: db.prepare<[], { owner: number; pts: number }>('select owner, max(pts) as pts from events group by owner'),
    lastCommonId: db.prepare<[], { id: number | null }>('select max(id) as id from messages where box = 0'),
    lastInBox: db.prepare<[number], { id: number | null }>('select max(id) as id from messages where box = ?'),
    lastFileId: db.prepare<[], { id: number | null }>('select max(id) as id from files'),
    file: db.prepare<[number], BodyRow>('select body from files where id = ?'),
  }
  const ofConversation = openHistory(db, 'conversation = :conversation')
  const ofTopic = openHistory(db, 'conversation = :conversation and topic_id = :topicId')
  const ofGeneral = openHistory(db, 'conversation = :conversation and topic_id is null')
  const historyOf = (topicId: number | null) =>
    topicId === null ? ofConversation : topicId === generalTopicId ? ofGeneral : ofTopic
  const removeMessage = db.prepare('update messages set is_deleted = 1 where box = ? and id = ? and is_deleted = 0')

  return {
    meta: (key: string): string | undefined => get.meta.get(key)?.value,
    saveMeta(key: string, value: string): void {
      commit.open()
      put.meta.run(key, value)
    },
    loadUsers: () => bodies<User>(db, 'users', ['id']),
    loadChats: () => bodies<Chat>(db, 'chats', ['peer']),
    loadMembers: () => bodies<Member>(db, 'members', ['chat', 'userId']),
    loadTopics: () => bodies<Topic>(db, 'topics', ['chat', 'id']),
    loadDialogs: () => bodies<DialogRecord>(db, 'dialogs', ['owner', 'peer']),
    /** The last pts of every box that had an event. */
    loadPts: () => new Map(get.lastPts.all().map((row) => [row.owner, row.pts])),
    lastCommonId: () => get.lastCommonId.get()?.id ?? 0,
    /** The newest id that a channel gave out, also to a deleted message. */
    lastInBox: (peer: Peer): number => get.lastInBox.get(peer)?.id ?? 0,
    lastFileId: () => get.lastFileId.get()?.id ?? 0,
    saveUser(user: User): void {
      commit.open()
      put.user.run(user.id, JSON.stringify(user))
    },
    saveChat(chat: Chat): void {
      commit.open()
      put.chat.run(chat.peer, JSON.stringify(chat))
    },
    saveMember(member: Member): void {
      commit.open()
      put.member.run(member.chat, member.userId, JSON.stringify(member))
    },
    saveTopic(topic: Topic): void {
      commit.open()
      put.topic.run(topic.chat, topic.id, JSON.stringify(topic))
    },
    saveDialog(dialog: DialogRecord): void {
      commit.open()
      put.dialog.run(dialog.owner, dialog.peer, JSON.stringify(dialog))
    },
    saveFile(file: StoredFile): void {
      commit.open()
      put.file.run(file.id, JSON.stringify(file))
    },
    saveMessage(message: Message, conversation: string): void {
      commit.open()
      const body = JSON.stringify(message)
      put.message.run(message.box, message.id, conversation, message.fromId, message.atMs, message.topicId, body)
    },
    removeMessage(box: Peer, id: number): void {
      commit.open()
      removeMessage.run(box, id)
    },
    /** Remembers a `random_id` for ever, per (account, peer): https://core.telegram.org/api/updates, "random_id". */
    saveSentId(account: number, peer: Peer, randomId: string, message: Message): void {
      commit.open()
      put.sentId.run(account, peer, randomId, message.box, message.id)
    },
    saveEvent(owner: Peer, event: StoredEvent): void {
      commit.open()
      put.event.run(owner, event.pts, event.kind, event.box, event.messageId)
    },
    file: (id: number): StoredFile | undefined => parsed<StoredFile>(get.file.get(id)),
    message: (box: Peer, id: number): Message | undefined => parsed<Message>(get.message.get(box, id)),
    sentId: (account: number, peer: Peer, randomId: string) => get.sentId.get(account, peer, randomId),
    /** The id under which this account sent the message, if it was sent under one. */
    sentIdOf: (account: number, box: Peer, messageId: number): bigint | undefined => {
      const row = get.sentIdOf.get(box, messageId, account)
      return row === undefined ? undefined : BigInt(row.random_id)
    },
    history: (range: HistoryRange): Message[] => historyOf(range.topicId).range(range),
    countAbove: (conversation: string, id: number, topicId: number | null = null): number =>
      historyOf(topicId).countAbove(conversation, topicId, id),
    /** Undefined where nothing stands. With `beforeMs`, the newest of those written before then. */
    top: (conversation: string, topicId: number | null = null, beforeMs?: number): TopMessage | undefined =>
      historyOf(topicId).top(conversation, topicId, beforeMs ?? Number.MAX_SAFE_INTEGER),
    eventsAfter: (owner: Peer, pts: number, limit: number): StoredEvent[] => get.events.all(owner, pts, limit),
  }
}

export type WorldStore = ReturnType<typeof openWorldStore>

function checkVersion(db: Database): void {
  const row = db.prepare<[], { value: string }>(`select value from meta where key = 'version'`).get()
  if (row !== undefined && row.value !== worldSchemaVersion) {
    throw new CannotStart(
      `the simulator's data was written by another version (${row.value}, this one has ${worldSchemaVersion}): give another --data folder, or delete this one`,
    )
  }
  if (row === undefined) db.prepare(`insert into meta (key, value) values ('version', ?)`).run(worldSchemaVersion)
}

/** @param ids numbers that every body of the table has. @throws CannotStart for a row that is not what we wrote */
function bodies<T>(
  db: Database,
  table: 'users' | 'chats' | 'members' | 'topics' | 'dialogs',
  ids: readonly (keyof T & string)[],
): T[] {
  const rows = db.prepare<[], BodyRow>(`select body from ${table}`).iterate()
  return Array.from(rows, ({ body }, index) => {
    const stored = asObject(body)
    if (ids.every((id) => Number.isSafeInteger(stored?.[id]))) return stored as T
    const where = `row ${index + 1} of the table ${table}`
    throw new CannotStart(`${where} in ${db.name} is damaged: put a copy of the file back, or give another --data`)
  })
}

function asObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function parsed<T>(row: BodyRow | undefined): T | undefined {
  return row === undefined ? undefined : (JSON.parse(row.body) as T)
}
