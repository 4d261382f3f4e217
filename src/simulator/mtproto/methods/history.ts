import { conversationKey } from '../../world/conversation.ts'
import type { Message } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { openChannelOf, viewablePeerOf } from '../chat-access.ts'
import { messagesInWindow } from '../history-window.ts'
import type { HistoryWindow } from '../history-window.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { searchIn } from '../search.ts'
import type { SearchWish } from '../search.ts'
import { repliesTo } from '../thread.ts'
import { tlMessage, tlNoMessage } from '../view/message.ts'
import { tlMessageList } from '../view/message-list.ts'
import { Peers } from '../view/peers.ts'
import type { TlObject } from '../wire/tl/object.ts'

type GetHistory = HistoryWindow & { readonly peer: InputPeer }
type GetReplies = GetHistory & { readonly msgId: number }
type Search = SearchWish & { readonly peer: InputPeer }

interface ById {
  readonly id: readonly TlObject[]
}

const idsMax = 200

/** Reading what was said. `hash` is not answered with "not modified": every list is sent. */
export const historyMethods: Methods = {
  'messages.getHistory': signedIn<GetHistory>((body, call) => {
    const peer = viewablePeerOf(call, body.peer)
    const messages = messagesInWindow(call, peer, body)
    const count = call.world.store.countAbove(conversationKey(call.user.id, peer), 0)
    return tlMessageList(call.world, { messages, peer, count }, call.user.id)
  }),

  'messages.getReplies': signedIn<GetReplies>((body, call) => {
    const peer = viewablePeerOf(call, body.peer)
    return tlMessageList(call.world, { ...repliesTo(call, peer, body.msgId, body), peer }, call.user.id)
  }),

  'messages.search': signedIn<Search>((body, call) => {
    const peer = viewablePeerOf(call, body.peer)
    return tlMessageList(call.world, { ...searchIn(call, peer, body), peer }, call.user.id)
  }),

  'messages.getMessages': signedIn<ById>(({ id }, call) => {
    const found = messagesById(call, 0, id)
    const body = { messages: found.map(({ tl }) => tl), ...listsOf(call, found) }
    return { _: 'messages.messages', ...body }
  }),

  'channels.getMessages': signedIn<ById & { readonly channel: InputPeer }>(({ channel, id }, call) => {
    const chat = openChannelOf(call, channel)
    const found = messagesById(call, chat.peer, id)
    const body = { messages: found.map(({ tl }) => tl), topics: [], ...listsOf(call, found, chat.peer) }
    return { _: 'messages.channelMessages', pts: chat.pts, count: found.length, ...body }
  }),

  'messages.getMessagesViews': signedIn<{ peer: InputPeer; id: readonly number[] }>(({ peer, id }, call) => {
    const chat = viewablePeerOf(call, peer)
    const views = id.map(() => ({ _: 'messageViews', views: 1, forwards: 0 }))
    return { _: 'messages.messageViews', views, ...new Peers(call.world, call.user.id).add(chat).lists() }
  }),
}

interface Found {
  readonly tl: TlObject
  readonly message: Message | undefined
}

/** One for each id, in their order: an empty one where nothing stands that the asker may read. */
function messagesById(call: SignedInCall, box: Peer, inputs: readonly TlObject[]): Found[] {
  if (inputs.length === 0) throw badRequest('MESSAGE_IDS_EMPTY')
  const { world, user } = call
  return inputs.slice(0, idsMax).map((input) => {
    const id = idOf(call, box, input)
    const message = world.messages.find(box, id)
    if (message === undefined || !world.messages.mayRead(user.id, message))
      return { tl: tlNoMessage(id), message: undefined }
    return { tl: tlMessage(world, message, user.id), message }
  })
}

function idOf({ world, user }: SignedInCall, box: Peer, input: TlObject): number {
  const id = Number(input['id'] ?? 0)
  if (input._ !== 'inputMessageReplyTo') return id
  const message = world.messages.find(box, id)
  return message !== undefined && world.messages.mayRead(user.id, message) ? (message.replyToId ?? 0) : 0
}

function listsOf({ world, user }: SignedInCall, found: readonly Found[], ...peers: readonly Peer[]) {
  const messages = found.flatMap(({ message }) => message ?? [])
  return new Peers(world, user.id)
    .add(...peers)
    .addMessages(messages)
    .lists()
}
