import type { Message } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlMessage } from './message.ts'
import { Peers } from './peers.ts'

export interface MessageList {
  readonly messages: readonly Message[]
  /** Where they are from; null for a list from several places. */
  readonly peer: Peer | null
  /** How many there are beside this part of them. */
  readonly count: number
}

/** A list of messages in whichever of its three forms Telegram uses: with the channel's pts, as a part, or whole. */
export function tlMessageList(world: World, { messages, peer, count }: MessageList, viewerId: number): TlObject {
  const peers = new Peers(world, viewerId).addMessages(messages)
  if (peer !== null) peers.add(peer)
  const body = { messages: messages.map((message) => tlMessage(world, message, viewerId)), ...peers.lists() }
  const chat = peer !== null && peer < 0 ? world.chats.find(peer) : undefined
  if (chat !== undefined && chat.kind !== 'basic')
    return { _: 'messages.channelMessages', pts: chat.pts, count, topics: [], ...body }
  if (messages.length < count) return { _: 'messages.messagesSlice', count, ...body }
  return { _: 'messages.messages', ...body }
}
