import { conversationKey } from '../world/conversation.ts'
import type { Message } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { SignedInCall } from './method.ts'

/** What part of a history a client asks for (https://core.telegram.org/api/offsets). */
export interface HistoryWindow {
  readonly offsetId: number
  readonly offsetDate: number
  readonly addOffset: number
  readonly limit: number
  readonly maxId: number
  readonly minId: number
}

const pageMax = 100
/** How far back from its offset a window may begin; clients go by pages of 100. */
const backMax = 1000

/**
 * Newest first: the messages below the offset, moved by `addOffset`: a negative one brings in those at and above it, so that a
 * client can read forward. Where fewer stand above than it asks for, the window is cut there and not moved down.
 */
export function messagesInWindow(
  call: SignedInCall,
  peer: Peer,
  window: HistoryWindow,
  topicId: number | null = null,
): Message[] {
  const limit = Math.min(Math.max(window.limit, 0), pageMax)
  const maxId = window.maxId > 0 ? window.maxId : Number.MAX_SAFE_INTEGER
  const startId = startOf(call, peer, window, topicId)
  const read = (range: { belowId: number; aboveId: number; limit: number; skip?: number; order?: 'oldest first' }) =>
    call.world.messages.history(call.user.id, peer, { ...range, topicId })
  const below = { belowId: Math.min(startId, maxId), aboveId: window.minId }
  if (window.addOffset >= 0) return read({ ...below, limit, skip: window.addOffset })

  const back = Math.min(-window.addOffset, backMax)
  const aboveId = Math.max(startId - 1, window.minId)
  const newer = read({ aboveId, belowId: maxId, limit: back, order: 'oldest first' }).reverse()
  const fromNewer = newer.slice(0, Math.max(0, limit - (back - newer.length)))
  return [...fromNewer, ...read({ ...below, limit: Math.max(0, limit - back) })]
}

/** The window begins below this id. An id says it better than a date: clients that turn pages give both of the last message. */
function startOf({ world, user }: SignedInCall, peer: Peer, window: HistoryWindow, topicId: number | null): number {
  if (window.offsetId > 0) return window.offsetId
  if (window.offsetDate <= 0) return Number.MAX_SAFE_INTEGER
  const before = world.store.top(conversationKey(user.id, peer), topicId, window.offsetDate * 1000)
  return (before?.id ?? 0) + 1
}
