import type { Chat } from '../../world/model.ts'
import { badRequest } from '../../world/refusal.ts'
import { isPresent } from '../../world/rights.ts'
import { basicGroupOf, joinedChannelOf, openChannelOf, requireRight, userIn } from '../chat-access.ts'
import { happening } from '../happening.ts'
import { peerOfInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlChat } from '../view/chat.ts'
import { noPhoto } from '../view/chat-full.ts'
import { tlDate } from '../view/date.ts'
import { tlInvite } from '../view/invite.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { invited } from './chats.ts'

interface OfChannel {
  readonly channel: InputPeer
}

interface ExportInvite {
  readonly legacyRevokePermanent?: boolean
  readonly peer: InputPeer
}

/** Ours: how long a link lets somebody look into a public chat. */
const peekMs = 30 * 60_000

/** Coming and going, by name and by link. */
export const inviteMethods: Methods = {
  'channels.joinChannel': writing<OfChannel>(({ channel }, call) => joinBy(call, openChannelOf(call, channel), false)),

  'channels.leaveChannel': writing<OfChannel>(({ channel }, call) => {
    const chat = joinedChannelOf(call, channel)
    return happening(call, () => call.world.membership.leave(chat, call.user.id))
  }),

  'channels.inviteToChannel': writing<OfChannel & { readonly users: readonly InputPeer[] }>(
    ({ channel, users }, call) => {
      const chat = joinedChannelOf(call, channel)
      const ids = users.map((input) => userIn(call, input).id)
      const isKicked = ids.some((id) => call.world.chats.member(chat.peer, id)?.role === 'banned')
      if (isKicked) throw badRequest('USER_KICKED')
      return invited(happening(call, () => call.world.membership.add(chat, call.user.id, ids)))
    },
  ),

  'messages.checkChatInvite': signedIn<{ hash: string }>(({ hash }, call) => {
    const chat = chatOfLink(call, hash)
    const { world, user } = call
    if (isPresent(world.chats.member(chat.peer, user.id)))
      return { _: 'chatInviteAlready', chat: tlChat(world, chat, user.id) }
    if (chat.username === null || chat.joinNeedsApproval) return tlPreview(call, chat)
    return { _: 'chatInvitePeek', chat: tlChat(world, chat, user.id), expires: tlDate(world.clock.nowMs() + peekMs) }
  }),

  'messages.importChatInvite': writing<{ hash: string }>(({ hash }, call) =>
    joinBy(call, chatOfLink(call, hash), true),
  ),

  'messages.exportChatInvite': writing<ExportInvite>(({ peer, legacyRevokePermanent }, call) => {
    const chat = anyChatOf(call, peer)
    requireRight(call, chat, 'inviteUsers')
    if (legacyRevokePermanent === true) call.world.chats.renewInvite(chat)
    return tlInvite(chat)
  }),
}

function joinBy(call: SignedInCall, chat: Chat, byLink: boolean): TlObject {
  const { world, user } = call
  const updates = happening(call, () => world.membership.join(chat, user.id, byLink))
  // What was said before is no news to who comes in.
  world.dialogs.markRead(user.id, chat.peer, chat.topMessageId)
  return updates
}

/**
 * A link of a group that became a supergroup leads there.
 * @throws Refusal INVITE_HASH_EMPTY, INVITE_HASH_EXPIRED; the latter also for who was banned, as on Telegram.
 */
function chatOfLink({ world, user }: SignedInCall, hash: string): Chat {
  if (hash === '') throw badRequest('INVITE_HASH_EMPTY')
  const linked = world.chats.byInvite(hash)
  const chat = linked?.migratedTo == null ? linked : world.chats.find(linked.migratedTo)
  const isBanned = chat !== undefined && world.chats.member(chat.peer, user.id)?.role === 'banned'
  if (chat === undefined || chat.isDeleted || isBanned) throw badRequest('INVITE_HASH_EXPIRED')
  return chat
}

function tlPreview({ world }: SignedInCall, chat: Chat): TlObject {
  return {
    _: 'chatInvite',
    channel: chat.kind !== 'basic',
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    public: chat.username !== null,
    requestNeeded: chat.joinNeedsApproval,
    title: chat.title,
    about: chat.about === '' ? undefined : chat.about,
    photo: noPhoto,
    participantsCount: world.chats.presentCount(chat.peer),
    color: 0,
  }
}

function anyChatOf(call: SignedInCall, input: InputPeer): Chat {
  if (input._ === 'inputPeerChat') return basicGroupOf(call, input['chatId'] as bigint)
  if (peerOfInput(input, call.user.id) === null) throw badRequest('PEER_ID_INVALID')
  return openChannelOf(call, input)
}
