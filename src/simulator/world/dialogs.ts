import { conversationKey } from './conversation.ts'
import type { Chats } from './chats.ts'
import type { Chat, Message } from './model.ts'
import type { Peer } from './peer.ts'
import type { DialogRecord, WorldStore } from './world-store.ts'

export interface Dialog {
  readonly peer: Peer
  readonly topMessageId: number
  readonly topAtMs: number
  readonly readInboxId: number
  readonly isPinned: boolean
}

/** Each user's list of conversations: the chats they are in, and private ones once a message passed. */
export class Dialogs {
  readonly #store: WorldStore
  readonly #chats: Chats
  readonly #records = new Map<number, Map<Peer, DialogRecord>>()

  constructor(store: WorldStore, chats: Chats) {
    this.#store = store
    this.#chats = chats
    for (const record of store.loadDialogs()) this.#index(record)
  }

  /** A private message enters both lists. */
  notePrivate(message: Message): void {
    for (const [owner, peer] of [
      [message.fromId, message.to],
      [message.to, message.fromId],
    ] as const) {
      const record = this.#record(owner, peer)
      if (record.firstMessageId === 0) record.firstMessageId = message.id
      record.topMessageId = message.id
      record.topAtMs = message.atMs
      if (owner === message.fromId) record.readInboxId = message.id
      this.#store.saveDialog(record)
    }
  }

  /** Where the newest message of a private conversation was deleted, the one before it is the newest. */
  noteDeleted(message: Message): void {
    for (const [owner, peer] of [
      [message.fromId, message.to],
      [message.to, message.fromId],
    ] as const) {
      const record = this.#record(owner, peer)
      if (record.topMessageId !== message.id) continue
      const top = this.#store.top(conversationKey(owner, peer))
      record.topMessageId = top?.id ?? 0
      record.topAtMs = top?.atMs ?? 0
      this.#store.saveDialog(record)
    }
  }

  setPinned(owner: number, peer: Peer, isPinned: boolean): void {
    const record = this.#record(owner, peer)
    record.isPinned = isPinned
    this.#store.saveDialog(record)
  }

  markRead(owner: number, peer: Peer, messageId: number): void {
    const record = this.#record(owner, peer)
    if (messageId <= record.readInboxId) return
    record.readInboxId = messageId
    this.#store.saveDialog(record)
  }

  /** In no order; `topMessageId` 0 means that nothing stands there any more. */
  of(owner: number): Dialog[] {
    const records = this.#records.get(owner) ?? new Map<Peer, DialogRecord>()
    const dialogs: Dialog[] = []
    for (const record of records.values()) if (record.peer > 0 && record.topMessageId > 0) dialogs.push(record)
    for (const chat of this.#chats.of(owner)) dialogs.push(chatDialog(chat, records.get(chat.peer)))
    return dialogs
  }

  /** One of them; also of a chat that the owner only looks at. */
  get(owner: number, peer: Peer): Dialog {
    const record = this.#records.get(owner)?.get(peer)
    const chat = peer < 0 ? this.#chats.find(peer) : undefined
    if (chat !== undefined) return chatDialog(chat, record)
    return record ?? { peer, topMessageId: 0, topAtMs: 0, readInboxId: 0, isPinned: false }
  }

  readInboxId(owner: number, peer: Peer): number {
    return this.#records.get(owner)?.get(peer)?.readInboxId ?? 0
  }

  /** Has anything ever passed between the two? A bot may write only to who wrote to it. */
  hasPrivate(owner: number, peer: Peer): boolean {
    return (this.#records.get(owner)?.get(peer)?.firstMessageId ?? 0) > 0
  }

  unreadCount(owner: number, dialog: Dialog): number {
    if (dialog.topMessageId <= dialog.readInboxId) return 0
    return this.#store.countAbove(conversationKey(owner, dialog.peer), dialog.readInboxId)
  }

  #record(owner: number, peer: Peer): DialogRecord {
    return (
      this.#records.get(owner)?.get(peer) ??
      this.#index({ owner, peer, firstMessageId: 0, topMessageId: 0, topAtMs: 0, readInboxId: 0, isPinned: false })
    )
  }

  #index(record: DialogRecord): DialogRecord {
    const records = this.#records.get(record.owner) ?? new Map<Peer, DialogRecord>()
    records.set(record.peer, record)
    this.#records.set(record.owner, records)
    return record
  }
}

function chatDialog(chat: Chat, record: DialogRecord | undefined): Dialog {
  return {
    peer: chat.peer,
    topMessageId: chat.topMessageId,
    topAtMs: chat.topAtMs,
    readInboxId: record?.readInboxId ?? 0,
    isPinned: record?.isPinned ?? false,
  }
}
