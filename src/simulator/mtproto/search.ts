import type { Message } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { peerOfInput } from './input-peer.ts'
import type { InputPeer } from './input-peer.ts'
import type { HistoryWindow } from './history-window.ts'
import type { SignedInCall } from './method.ts'
import { tlDate } from './view/date.ts'
import type { TlObject } from './wire/tl/object.ts'

export interface SearchWish extends Omit<HistoryWindow, 'offsetDate'> {
  readonly q: string
  readonly fromId?: InputPeer
  readonly topMsgId?: number
  readonly filter: TlObject
  readonly minDate: number
  readonly maxDate: number
}

/** Newest messages that are looked through; the count is of what was found among them. */
const scannedMax = 20_000
const batch = 500

/** Messages of a conversation whose text contains `q`, whatever its letters' case; newest first. */
export function searchIn(call: SignedInCall, peer: Peer, wish: SearchWish): { messages: Message[]; count: number } {
  const found: Message[] = []
  for (const message of scan(call, peer, wish.topMsgId ?? null))
    if (fits(message, wish, call.user.id)) found.push(message)
  const start = wish.offsetId > 0 ? found.findIndex(({ id }) => id < wish.offsetId) : 0
  const from = Math.max((start === -1 ? found.length : start) + wish.addOffset, 0)
  return { messages: found.slice(from, from + Math.min(Math.max(wish.limit, 0), 100)), count: found.length }
}

function* scan({ world, user }: SignedInCall, peer: Peer, topicId: number | null): Generator<Message> {
  let belowId = Number.MAX_SAFE_INTEGER
  for (let scanned = 0; scanned < scannedMax; scanned += batch) {
    const messages = world.messages.history(user.id, peer, { belowId, limit: batch, topicId })
    yield* messages
    if (messages.length < batch) return
    belowId = messages.at(-1)?.id ?? 0
  }
}

function fits(message: Message, wish: SearchWish, selfId: number): boolean {
  const { q, fromId, filter, minDate, maxDate, minId, maxId } = wish
  const date = tlDate(message.atMs)
  // Clients write -1 for "no date".
  if ((minDate > 0 && date <= minDate) || (maxDate > 0 && date >= maxDate)) return false
  if ((minId > 0 && message.id <= minId) || (maxId > 0 && message.id >= maxId)) return false
  if (fromId !== undefined && message.fromId !== peerOfInput(fromId, selfId)) return false
  return message.text.toLowerCase().includes(q.toLowerCase()) && hasKind(message, filter._)
}

/** Filters for what the simulator does not have (calls, round videos by themselves) find nothing. */
function hasKind({ media, entities }: Message, filter: string): boolean {
  const kind = media?.type === 'file' ? media.kind : media?.type
  switch (filter) {
    case 'inputMessagesFilterEmpty':
      return true
    case 'inputMessagesFilterPhotos':
      return kind === 'photo'
    case 'inputMessagesFilterVideo':
      return kind === 'video'
    case 'inputMessagesFilterPhotoVideo':
      return kind === 'photo' || kind === 'video'
    case 'inputMessagesFilterDocument':
      return kind === 'document'
    case 'inputMessagesFilterGif':
      return kind === 'animation'
    case 'inputMessagesFilterVoice':
      return kind === 'voice'
    case 'inputMessagesFilterMusic':
      return kind === 'audio'
    case 'inputMessagesFilterGeo':
      return kind === 'location'
    case 'inputMessagesFilterContacts':
      return kind === 'contact'
    case 'inputMessagesFilterUrl':
      return entities.some(({ type }) => type === 'url' || type === 'text_link')
    default:
      return false
  }
}
