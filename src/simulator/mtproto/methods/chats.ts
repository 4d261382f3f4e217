import type { Chat } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { basicPeer, bareId } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { isPresent } from '../../world/rights.ts'
import { basicGroupOf, requireRight, requireRightOrDefault, userIn, viewablePeerOf } from '../chat-access.ts'
import { checkTitle } from '../chat-texts.ts'
import { happening } from '../happening.ts'
import { tlPeer } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlChat } from '../view/chat.ts'
import { tlChatFull } from '../view/chat-full.ts'
import { Peers } from '../view/peers.ts'
import { bannedRightsOf, tlBannedRights } from '../view/rights.ts'
import { tlUpdates } from '../view/update.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface OfChat {
  readonly chatId: bigint
}

/** Basic groups: small, without access hashes, one counter of messages with private chats. */
export const chatMethods: Methods = {
  'messages.getChats': signedIn<{ id: readonly bigint[] }>(({ id }, { world, user }) => {
    const chats = id.flatMap((chatId) => {
      const chat = world.chats.find(basicPeer(Number(chatId)))
      // Without the first check a marked id would name a channel, and the answer would give its access hash away.
      const isKnown = chat?.kind === 'basic' && world.chats.member(chat.peer, user.id) !== undefined
      return isKnown ? [chat] : []
    })
    if (chats.length === 0) throw badRequest('CHAT_ID_INVALID')
    return { _: 'messages.chats', chats: chats.map((chat) => tlChat(world, chat, user.id)) }
  }),

  'messages.getCommonChats': signedIn<{ userId: InputPeer; limit: number }>((body, call) => {
    const { world, user } = call
    const { id } = userIn(call, body.userId)
    const common = [...world.chats.of(user.id)].filter(({ peer }) => isPresent(world.chats.member(peer, id)))
    const chats = common.slice(0, Math.min(Math.max(body.limit, 0), 100)).map((chat) => tlChat(world, chat, user.id))
    return { _: 'messages.chats', chats }
  }),

  'messages.getFullChat': signedIn<OfChat>(({ chatId }, call) => {
    const chat = basicGroupOf(call, chatId)
    const fullChat = tlChatFull(call.world, chat, call.user.id)
    return { _: 'messages.chatFull', fullChat, ...withMembers(call, chat).lists() }
  }),

  'messages.createChat': writing<{ users: readonly InputPeer[]; title: string }>(({ users, title }, call) => {
    const memberIds = users.map((input) => userIn(call, input).id)
    checkTitle(title)
    if (memberIds.length === 0) throw badRequest('USERS_TOO_FEW')
    return invited(
      happening(call, () => {
        call.world.membership.found({ kind: 'basic', title, creatorId: call.user.id, memberIds })
      }),
    )
  }),

  'messages.addChatUser': writing<OfChat & { readonly userId: InputPeer }>(({ chatId, userId }, call) => {
    const chat = livingGroupOf(call, chatId)
    const { id } = userIn(call, userId)
    if (isPresent(call.world.chats.member(chat.peer, id))) throw badRequest('USER_ALREADY_PARTICIPANT')
    return invited(happening(call, () => call.world.membership.add(chat, call.user.id, [id])))
  }),

  'messages.deleteChatUser': writing<OfChat & { readonly userId: InputPeer }>(({ chatId, userId }, call) => {
    const chat = livingGroupOf(call, chatId)
    const { id } = userIn(call, userId)
    const { membership } = call.world
    return happening(call, () =>
      id === call.user.id ? membership.leave(chat, id) : membership.kick(chat, call.user.id, id),
    )
  }),

  'messages.editChatTitle': writing<OfChat & { readonly title: string }>(({ chatId, title }, call) => {
    const chat = livingGroupOf(call, chatId)
    requireRightOrDefault(call, chat, 'changeInfo')
    return happening(call, () => renameChat(call, chat, title))
  }),

  'messages.migrateChat': writing<OfChat>(({ chatId }, call) => {
    const chat = livingGroupOf(call, chatId)
    let successor: Chat | undefined
    const { updates, ...rest } = happening(call, () => {
      successor = call.world.membership.migrate(chat, call.user.id)
    })
    const channel = { _: 'updateChannel', channelId: BigInt(bareId(successor?.peer ?? 0)) }
    return { ...rest, updates: [channel, ...(updates as readonly TlObject[])] }
  }),

  'messages.editChatDefaultBannedRights': writing<{ peer: InputPeer; bannedRights: TlObject }>((body, call) => {
    const chat = call.world.chats.find(viewablePeerOf(call, body.peer))
    if (chat === undefined || chat.kind === 'channel') throw badRequest('PEER_ID_INVALID')
    requireRight(call, chat, 'banUsers')
    call.world.chats.update(chat, { defaultBanned: bannedRightsOf(body.bannedRights) })
    return tlDefaultRights(call, chat)
  }),
}

/** A new title, with the service message about it. @throws Refusal CHAT_TITLE_EMPTY, CHAT_NOT_MODIFIED */
export function renameChat({ world, user }: SignedInCall, chat: Chat, title: string): void {
  checkTitle(title)
  if (title === chat.title) throw badRequest('CHAT_NOT_MODIFIED')
  world.chats.update(chat, { title })
  world.messages.announce(user.id, chat.peer, { type: 'titleChanged', title })
}

/** Everybody can be invited here: nobody's privacy forbids it. */
export function invited(updates: TlObject): TlObject {
  return { _: 'messages.invitedUsers', updates, missingInvitees: [] }
}

function livingGroupOf(call: SignedInCall, chatId: bigint): Chat {
  const chat = basicGroupOf(call, chatId)
  if (chat.migratedTo !== null || chat.isDeleted) throw badRequest('CHAT_ID_INVALID')
  return chat
}

function withMembers({ world, user }: SignedInCall, chat: Chat): Peers {
  const peers = new Peers(world, user.id).add(chat.peer)
  if (chat.migratedTo !== null) peers.add(chat.migratedTo)
  const isInside = isPresent(world.chats.member(chat.peer, user.id))
  const memberIds: Peer[] = isInside ? [...world.chats.present(chat.peer)].map(({ userId }) => userId) : []
  return peers.add(...memberIds)
}

function tlDefaultRights({ world, user }: SignedInCall, chat: Chat): TlObject {
  const update = {
    _: 'updateChatDefaultBannedRights',
    peer: tlPeer(chat.peer),
    defaultBannedRights: tlBannedRights(chat.defaultBanned),
    version: 1,
  }
  return tlUpdates(world, [update], new Peers(world, user.id).add(chat.peer))
}
