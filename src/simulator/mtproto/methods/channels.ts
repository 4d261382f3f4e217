import type { Chat } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { openChannelOf, requireRight, requireRightOrDefault, viewablePeerOf } from '../chat-access.ts'
import { checkAbout, checkTitle } from '../chat-texts.ts'
import { act, happening } from '../happening.ts'
import { tlPeer } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods } from '../method.ts'
import { sendAsPeers } from '../send-as.ts'
import { tlChat } from '../view/chat.ts'
import { tlChannelFull } from '../view/chat-full.ts'
import { Peers } from '../view/peers.ts'
import { tlHappened, tlUpdates } from '../view/update.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { renameChat } from './chats.ts'

interface OfChannel {
  readonly channel: InputPeer
}

interface CreateChannel {
  readonly broadcast?: boolean
  readonly megagroup?: boolean
  readonly forum?: boolean
  readonly title: string
  readonly about: string
}

/** The steps that clients offer: https://core.telegram.org/method/channels.toggleSlowMode */
const slowModeSteps = new Set([0, 10, 30, 60, 300, 900, 3600])
const usernamePattern = /^[A-Za-z][A-Za-z0-9_]{4,31}$/

/** Supergroups and channels themselves; who is in them is in participants.ts. */
export const channelMethods: Methods = {
  'channels.createChannel': writing<CreateChannel>((body, call) => {
    const { world, user } = call
    checkTitle(body.title)
    checkAbout(body.about)
    const isGroup = body.megagroup === true || body.forum === true
    let chat: Chat | undefined
    const events = act(call, () => {
      const kind = isGroup ? 'supergroup' : 'channel'
      const isForum = body.forum === true
      chat = world.membership.found({ kind, title: body.title, about: body.about, isForum, creatorId: user.id })
    })
    if (chat === undefined) throw new Error('a channel was founded and not returned')
    world.dialogs.markRead(user.id, chat.peer, chat.topMessageId)
    const { updates, ...rest } = tlHappened(world, events, user.id)
    return { ...rest, updates: [tlChanged(chat), ...(updates as readonly TlObject[])] }
  }),

  'channels.getChannels': signedIn<{ id: readonly InputPeer[] }>(({ id }, call) => ({
    _: 'messages.chats',
    chats: id.map((input) => tlChat(call.world, openChannelOf(call, input), call.user.id)),
  })),

  'channels.getFullChannel': signedIn<OfChannel>(({ channel }, call) => {
    const chat = openChannelOf(call, channel)
    const peers = new Peers(call.world, call.user.id).add(chat.peer)
    if (chat.migratedFrom !== null) peers.add(chat.migratedFrom)
    return { _: 'messages.chatFull', fullChat: tlChannelFull(call.world, chat, call.user.id), ...peers.lists() }
  }),

  'channels.editTitle': writing<OfChannel & { readonly title: string }>(({ channel, title }, call) => {
    const chat = openChannelOf(call, channel)
    requireRightOrDefault(call, chat, 'changeInfo')
    return happening(call, () => renameChat(call, chat, title))
  }),

  'channels.checkUsername': signedIn<OfChannel & { readonly username: string }>(({ channel, username }, call) => {
    // Empty where the channel is still to be made.
    if (channel._ !== 'inputChannelEmpty') openChannelOf(call, channel)
    checkUsername(username)
    return call.world.users.byUsername(username) === undefined && call.world.chats.byUsername(username) === undefined
  }),

  'channels.updateUsername': writing<OfChannel & { readonly username: string }>(({ channel, username }, call) => {
    const chat = openChannelOf(call, channel)
    if (call.world.chats.member(chat.peer, call.user.id)?.role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED')
    if (username !== '') checkUsername(username)
    if (call.world.users.byUsername(username) !== undefined) throw badRequest('USERNAME_OCCUPIED')
    call.world.chats.setUsername(chat, username === '' ? null : username)
    return true
  }),

  'channels.toggleSlowMode': writing<OfChannel & { readonly seconds: number }>(({ channel, seconds }, call) => {
    const chat = openChannelOf(call, channel)
    requireRight(call, chat, 'banUsers')
    if (!slowModeSteps.has(seconds)) throw badRequest('SECONDS_INVALID')
    if (chat.slowModeSeconds === seconds) throw badRequest('CHAT_NOT_MODIFIED')
    call.world.chats.update(chat, { slowModeSeconds: seconds })
    return tlUpdates(call.world, [tlChanged(chat)], new Peers(call.world, call.user.id).add(chat.peer))
  }),

  'channels.getSendAs': signedIn<{ peer: InputPeer }>(({ peer }, call) => {
    const peers = sendAsPeers(call, call.world.chats.find(viewablePeerOf(call, peer)))
    return {
      _: 'channels.sendAsPeers',
      peers: peers.map((id) => ({ _: 'sendAsPeer', peer: tlPeer(id) })),
      ...new Peers(call.world, call.user.id).add(...peers).lists(),
    }
  }),

  'channels.exportMessageLink': signedIn<OfChannel & { readonly id: number }>(({ channel, id }, call) => {
    const chat = openChannelOf(call, channel)
    if (call.world.messages.find(chat.peer, id) === undefined) throw badRequest('MESSAGE_ID_INVALID')
    const link = `https://t.me/${chat.username ?? `c/${bareId(chat.peer)}`}/${id}`
    return { _: 'exportedMessageLink', link, html: '' }
  }),
}

/** Tells a client to look at a channel anew. */
function tlChanged(chat: Chat): TlObject {
  return { _: 'updateChannel', channelId: BigInt(bareId(chat.peer)) }
}

function checkUsername(username: string): void {
  if (!usernamePattern.test(username)) throw badRequest('USERNAME_INVALID')
}
