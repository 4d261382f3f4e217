import { conversationKey } from '../../world/conversation.ts'
import type { Peer } from '../../world/peer.ts'
import { isPresent } from '../../world/rights.ts'
import { openChannelOf, viewablePeerOf } from '../chat-access.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlMessageList } from '../view/message-list.ts'
import { Peers } from '../view/peers.ts'
import { tlUpdates } from '../view/update.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface OfPeer {
  readonly peer: InputPeer
}

interface OfChannel {
  readonly channel: InputPeer
}

/** Read marks, and what clients tell or ask while a chat is open. Mentions, reactions and drafts are not kept. */
export const readingMethods: Methods = {
  'messages.readHistory': signedIn<OfPeer & { readonly maxId: number }>(({ peer, maxId }, call) => {
    markRead(call, viewablePeerOf(call, peer), maxId)
    return { _: 'messages.affectedMessages', pts: call.world.boxes.pts(call.user.id), ptsCount: 0 }
  }),

  'channels.readHistory': signedIn<OfChannel & { readonly maxId: number }>(({ channel, maxId }, call) => {
    markRead(call, openChannelOf(call, channel).peer, maxId)
    return true
  }),

  'messages.readDiscussion': signedIn<OfPeer & { readonly readMaxId: number }>(({ peer, readMaxId }, call) => {
    markRead(call, viewablePeerOf(call, peer), readMaxId)
    return true
  }),

  'messages.readMentions': signedIn<OfPeer>(({ peer }, call) => {
    viewablePeerOf(call, peer)
    return { _: 'messages.affectedHistory', pts: call.world.boxes.pts(call.user.id), ptsCount: 0, offset: 0 }
  }),

  'messages.setTyping': signedIn<OfPeer>(({ peer }, call) => {
    viewablePeerOf(call, peer)
    return true
  }),

  'messages.getPeerSettings': signedIn<OfPeer>(({ peer }, call) => ({
    _: 'messages.peerSettings',
    settings: { _: 'peerSettings' },
    ...new Peers(call.world, call.user.id).add(viewablePeerOf(call, peer)).lists(),
  })),

  'messages.getOnlines': signedIn<OfPeer>(({ peer }, call) => {
    const chat = viewablePeerOf(call, peer)
    const onlines = [...call.online.users()].filter((id) => isPresent(call.world.chats.member(chat, id))).length
    return { _: 'chatOnlines', onlines }
  }),

  'messages.getUnreadMentions': signedIn<OfPeer>(nothingIn),
  'messages.getScheduledHistory': signedIn<OfPeer>(nothingIn),
  'messages.getAllDrafts': signedIn((_body, { world, user }) => tlUpdates(world, [], new Peers(world, user.id))),
  'messages.saveDraft': signedIn<OfPeer>(({ peer }, call) => {
    viewablePeerOf(call, peer)
    return true
  }),
  'messages.receivedMessages': signedIn(() => []),
  'messages.readMessageContents': signedIn((_body, { world, user }) => ({
    _: 'messages.affectedMessages',
    pts: world.boxes.pts(user.id),
    ptsCount: 0,
  })),
  'channels.readMessageContents': signedIn<OfChannel>(({ channel }, call) => {
    openChannelOf(call, channel)
    return true
  }),
}

function nothingIn({ peer }: OfPeer, call: SignedInCall): TlObject {
  return tlMessageList(call.world, { messages: [], peer: viewablePeerOf(call, peer), count: 0 }, call.user.id)
}

/** @param maxId 0 for everything; never beyond what stands there, or a later message would count as read. */
function markRead({ world, user }: SignedInCall, peer: Peer, maxId: number): void {
  const topId = world.store.top(conversationKey(user.id, peer))?.id ?? 0
  world.dialogs.markRead(user.id, peer, maxId > 0 ? Math.min(maxId, topId) : topId)
}
