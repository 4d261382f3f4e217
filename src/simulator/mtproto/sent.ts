import type { Message } from '../world/model.ts'
import { bareId } from '../world/peer.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import { isAdmin } from '../world/rights.ts'
import { act } from './happening.ts'
import { noteOf } from './method.ts'
import type { SignedInCall } from './method.ts'
import { Peers } from './view/peers.ts'
import { tlNewMessage, tlUpdates } from './view/update.ts'
import type { TlObject } from './wire/tl/object.ts'

/** One message that a request asked for: written now, or by an earlier request with the same random_id. */
export interface Sent {
  readonly randomId: bigint
  readonly messageId: number
  /** Undefined when the first message of a repeated random_id is deleted by now. */
  readonly message: Message | undefined
  /** Of the box that the message is in, right after it. */
  readonly pts: number
  readonly isRepeat: boolean
}

/**
 * Writes a message under its random_id, once: for who asks again, Telegram answers with the first message, for ever and from any
 * session (https://core.telegram.org/api/updates, "random_id"). To be called with a peer that the asker has access to; whether they
 * may write there is asked only for a new message, so that a repeat succeeds also in slow mode or after a ban.
 * @throws Refusal RANDOM_ID_EMPTY, RANDOM_ID_DUPLICATE where the faults want that answer, and what `write` throws
 */
export function sendOnce(call: SignedInCall, to: Peer, randomId: bigint, write: () => Message): Sent {
  if (randomId === 0n) throw badRequest('RANDOM_ID_EMPTY')
  return repeated(call, to, randomId) ?? sendNew(call, to, randomId, write)
}

/** Was this random_id used before? Without writing anything. */
export function isRepeat({ world, user, remembersRandomIds }: SignedInCall, to: Peer, randomId: bigint): boolean {
  return remembersRandomIds && world.store.sentId(user.id, to, randomId.toString()) !== undefined
}

/** Telegram takes one message at a time where slow mode is on; a part of them must not go through. @throws Refusal SLOWMODE_MULTI_MSGS_DISABLED */
export function refuseSeveralInSlowMode(call: SignedInCall, to: Peer, count: number): void {
  const chat = to < 0 ? call.world.chats.find(to) : undefined
  const isSlow = chat !== undefined && chat.slowModeSeconds > 0
  if (isSlow && count > 1 && !isAdmin(call.world.chats.member(to, call.user.id)))
    throw badRequest('SLOWMODE_MULTI_MSGS_DISABLED')
}

/** For channels and every repeat, and for several messages at once: their ids first, then the messages. */
export function tlSent({ world, user }: SignedInCall, sent: readonly Sent[], more: readonly TlObject[] = []): TlObject {
  const ids = sent.map(({ messageId, randomId }) => ({ _: 'updateMessageID', id: messageId, randomId }))
  const peers = new Peers(world, user.id)
  const messages = sent.flatMap(({ message, pts, isRepeat }) => {
    if (message === undefined) return []
    peers.addMessage(message)
    return tlNewMessage(world, message, user.id, pts, isRepeat ? 0 : 1)
  })
  return tlUpdates(world, [...ids, ...more, ...messages], peers)
}

/** Who writes has read what stands above: told together with the new messages of a channel. */
export function tlReadUpTo({ world }: SignedInCall, to: Peer, sent: readonly Sent[]): TlObject[] {
  const chat = to < 0 ? world.chats.find(to) : undefined
  const maxId = Math.max(0, ...sent.map(({ messageId, isRepeat }) => (isRepeat ? 0 : messageId)))
  if (chat === undefined || chat.kind === 'basic' || maxId === 0) return []
  const channelId = BigInt(bareId(to))
  return [{ _: 'updateReadChannelInbox', channelId, maxId, stillUnreadCount: 0, pts: chat.pts }]
}

function repeated(call: SignedInCall, to: Peer, randomId: bigint): Sent | undefined {
  const { world, user } = call
  const first = call.remembersRandomIds ? world.store.sentId(user.id, to, randomId.toString()) : undefined
  if (first === undefined) return undefined
  const { box, message_id: messageId } = first
  const message = world.messages.find(box, messageId)
  call.note({ chat: to, randomId, text: message?.text ?? null, messageId, applied: false })
  if (call.repeatAnswer === 'duplicate') throw badRequest('RANDOM_ID_DUPLICATE')
  return { randomId, messageId, message, pts: world.boxes.pts(box === 0 ? user.id : box), isRepeat: true }
}

function sendNew(call: SignedInCall, to: Peer, randomId: bigint, write: () => Message): Sent {
  const { world, user } = call
  let message: Message | undefined
  const events = act(call, () => {
    message = write()
  })
  if (message === undefined) throw new Error('a message was sent and not returned')
  world.store.saveSentId(user.id, to, randomId.toString(), message)
  if (to < 0) world.dialogs.markRead(user.id, to, message.id)
  call.note(noteOf(message, randomId))
  const event = events.find((event) => event.type === 'message')
  const pts = event?.pts.get(message.box === 0 ? user.id : message.box) ?? 1
  return { randomId, messageId: message.id, message, pts, isRepeat: false }
}
