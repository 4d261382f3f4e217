import type { Chat, Message } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest, forbidden } from '../../world/refusal.ts'
import { hasAdminRight, isPresent } from '../../world/rights.ts'
import { openChannelOf, viewablePeerOf } from '../chat-access.ts'
import { act, happening } from '../happening.ts'
import { findUser } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { entitiesOf } from '../view/entities.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface EditMessage {
  readonly peer: InputPeer
  readonly id: number
  readonly message?: string
  readonly entities?: readonly TlObject[]
  readonly media?: TlObject
}

interface DeleteMessages {
  readonly revoke?: boolean
  readonly id: readonly number[]
}

/** `edit_time_limit` of help.getConfig. */
const editableMs = 48 * 3_600_000

/** https://core.telegram.org/method/messages.deleteMessages: at most 100 at a time. */
const idsMax = 100

/**
 * Changing and taking back what was said. A message has one copy for everybody here, so `messages.deleteMessages` without `revoke`,
 * which takes it from the asker's eyes alone, changes nothing. Another media is not taken.
 */
export const changeMethods: Methods = {
  'messages.editMessage': writing<EditMessage>((body, call) => {
    const { world, user } = call
    const message = editable(call, viewablePeerOf(call, body.peer), body.id)
    if (body.media !== undefined) throw badRequest('MEDIA_PREV_INVALID')
    if (body.message === undefined) throw badRequest('MESSAGE_NOT_MODIFIED')
    const text = body.message
    const entities = entitiesOf(body.entities ?? [], text, (input) => findUser(world, input, user.id))
    const updates = happening(
      call,
      () => void world.messages.edit(user.id, message.box, message.id, { text, entities }),
    )
    note(call, { ...message, text })
    return updates
  }),

  'messages.deleteMessages': writing<DeleteMessages>(({ id, revoke }, call) => {
    const { world, user } = call
    const found = messagesOf(call, 0, id).filter((message) => world.messages.mayRead(user.id, message))
    const ptsCount = revoke === true ? remove(call, 0, found) : 0
    return { _: 'messages.affectedMessages', pts: world.boxes.pts(user.id), ptsCount }
  }),

  'channels.deleteMessages': writing<DeleteMessages & { readonly channel: InputPeer }>(({ channel, id }, call) => {
    const chat = openChannelOf(call, channel)
    const found = messagesOf(call, chat.peer, id)
    if (found.some((message) => opens(chat, message))) throw forbidden('MESSAGE_DELETE_FORBIDDEN')
    const ptsCount = remove(call, chat.peer, found)
    return { _: 'messages.affectedMessages', pts: chat.pts, ptsCount }
  }),
}

/** @throws Refusal MESSAGE_ID_INVALID, CHAT_WRITE_FORBIDDEN, MESSAGE_EDIT_TIME_EXPIRED */
function editable({ world, user }: SignedInCall, peer: Peer, id: number): Message {
  const chat = peer < 0 ? world.chats.find(peer) : undefined
  const message = world.messages.find(chat === undefined || chat.kind === 'basic' ? 0 : peer, id)
  const isHere = message !== undefined && (peer < 0 ? message.to === peer : isBetween(message, user.id, peer))
  if (!isHere) throw badRequest('MESSAGE_ID_INVALID')
  const member = chat === undefined ? undefined : world.chats.member(peer, user.id)
  if (chat !== undefined && !isPresent(member)) throw forbidden('CHAT_WRITE_FORBIDDEN')
  const isForEver = peer === user.id || (chat?.kind === 'channel' && hasAdminRight(member, 'editMessages'))
  if (!isForEver && message.atMs <= world.clock.nowMs() - editableMs) throw badRequest('MESSAGE_EDIT_TIME_EXPIRED')
  return message
}

function isBetween({ fromId, to }: Message, one: Peer, other: Peer): boolean {
  return (fromId === one && to === other) || (fromId === other && to === one)
}

/** What is gone already is passed over. @throws Refusal MESSAGE_IDS_EMPTY */
function messagesOf({ world }: SignedInCall, box: Peer, ids: readonly number[]): Message[] {
  if (ids.length === 0) throw badRequest('MESSAGE_IDS_EMPTY')
  return [...new Set(ids)].slice(0, idsMax).flatMap((id) => world.messages.find(box, id) ?? [])
}

/** That a chat was made, or a topic opened, stays. */
function opens({ kind }: Chat, { action }: Message): boolean {
  return action?.type === 'topicCreated' || (action?.type === 'created' && kind !== 'basic')
}

/** All of them or none. @returns how many @throws Refusal MESSAGE_DELETE_FORBIDDEN */
function remove(call: SignedInCall, box: Peer, messages: readonly Message[]): number {
  const ids = messages.map(({ id }) => id)
  act(call, () => void call.world.messages.delete(call.user.id, box, ids))
  for (const message of messages) note(call, message)
  return messages.length
}

/** Nothing new stands in the chat: `applied` is said of messages that were sent. */
function note(call: SignedInCall, { to, text, id }: Message): void {
  call.note({ chat: to, randomId: null, text, messageId: id, applied: false })
}
