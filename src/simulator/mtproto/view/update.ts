import type { Message, WorldEvent } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'
import { tlMessage } from './message.ts'
import { tlChatParticipants } from './participant.ts'
import { Peers } from './peers.ts'

/** `updates` with everybody whom they name. Not numbered (seq 0): what must not be missed carries a pts. */
export function tlUpdates(world: World, updates: readonly TlObject[], peers: Peers): TlObject {
  return { _: 'updates', updates, ...peers.lists(), date: tlDate(world.clock.nowMs()), seq: 0 }
}

/** Things that happened, as they are told to one viewer: the same in an answer and in a push. */
export function tlHappened(world: World, events: readonly WorldEvent[], viewerId: number): TlObject {
  const peers = new Peers(world, viewerId)
  const updates = events.flatMap((event) => {
    const update = tlUpdate(world, event, viewerId)
    if (update !== undefined) addPeers(peers, event)
    return update ?? []
  })
  return tlUpdates(world, updates, peers)
}

/** Undefined for what clients are not told of. */
function tlUpdate(world: World, event: WorldEvent, viewerId: number): TlObject | undefined {
  switch (event.type) {
    case 'message':
      return tlNewMessage(world, event.message, viewerId, ptsIn(event, event.message, viewerId))
    case 'edited':
      return tlEdited(world, event.message, viewerId, ptsIn(event, event.message, viewerId))
    case 'deleted':
      return tlDeleted(event.box, event.ids, ptsIn(event, event, viewerId))
    case 'member': {
      const { peer, kind } = event.chat
      if (kind !== 'basic') return { _: 'updateChannel', channelId: BigInt(bareId(peer)) }
      return { _: 'updateChatParticipants', participants: tlChatParticipants(world, event.chat, viewerId) }
    }
    default:
      return undefined
  }
}

export function tlNewMessage(world: World, message: Message, viewerId: number, pts: number, ptsCount = 1): TlObject {
  const constructor = message.box === 0 ? 'updateNewMessage' : 'updateNewChannelMessage'
  return { _: constructor, message: tlMessage(world, message, viewerId), pts, ptsCount }
}

export function tlEdited(world: World, message: Message, viewerId: number, pts: number): TlObject {
  const constructor = message.box === 0 ? 'updateEditMessage' : 'updateEditChannelMessage'
  return { _: constructor, message: tlMessage(world, message, viewerId), pts, ptsCount: 1 }
}

export function tlDeleted(box: number, messages: readonly number[], pts: number): TlObject {
  if (box === 0) return { _: 'updateDeleteMessages', messages, pts, ptsCount: messages.length }
  const channelId = BigInt(bareId(box))
  return { _: 'updateDeleteChannelMessages', channelId, messages, pts, ptsCount: messages.length }
}

/** The number in the viewer's own box, or in the channel's. */
function ptsIn(event: Numbered, { box }: { readonly box: number }, viewerId: number): number {
  return event.pts.get(box === 0 ? viewerId : box) ?? 1
}

type Numbered = Extract<WorldEvent, { readonly pts: unknown }>

function addPeers(peers: Peers, event: WorldEvent): void {
  if (event.type === 'message' || event.type === 'edited') peers.addMessage(event.message)
  if (event.type === 'deleted' && event.to < 0) peers.add(event.to)
  if (event.type === 'member') peers.add(event.chat.peer, event.userId)
}
