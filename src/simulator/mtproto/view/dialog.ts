import type { Dialog } from '../../world/dialogs.ts'
import type { Message } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import { tlPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { plainNotifications } from './chat-full.ts'
import { tlMessage } from './message.ts'
import { Peers } from './peers.ts'

/** Dialogs with what a list of them needs: their newest messages and everybody in those. */
export function tlDialogs(world: World, dialogs: readonly Dialog[], viewerId: number) {
  const tops = dialogs.flatMap((dialog) => topMessage(world, dialog) ?? [])
  const peers = new Peers(world, viewerId).add(...dialogs.map(({ peer }) => peer)).addMessages(tops)
  for (const { peer } of dialogs) peers.add(world.chats.find(peer)?.migratedTo ?? peer)
  return {
    dialogs: dialogs.map((dialog) => tlDialog(world, dialog, viewerId)),
    messages: tops.map((message) => tlMessage(world, message, viewerId)),
    ...peers.lists(),
  }
}

export function tlDialog(world: World, dialog: Dialog, viewerId: number): TlObject {
  const chat = dialog.peer < 0 ? world.chats.find(dialog.peer) : undefined
  return {
    _: 'dialog',
    pinned: dialog.isPinned,
    peer: tlPeer(dialog.peer),
    topMessage: dialog.topMessageId,
    readInboxMaxId: dialog.readInboxId,
    readOutboxMaxId: readByOthers(world, dialog, viewerId),
    unreadCount: world.dialogs.unreadCount(viewerId, dialog),
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    notifySettings: plainNotifications,
    pts: chat === undefined || chat.kind === 'basic' ? undefined : chat.pts,
  }
}

/** One reader makes a message read: in a crowd there always is one, and a bot reads at once. */
function readByOthers(world: World, { peer, topMessageId }: Dialog, viewerId: number): number {
  const isPerson = peer > 0 && world.users.find(peer)?.bot === null
  return isPerson ? world.dialogs.readInboxId(peer, viewerId) : topMessageId
}

function topMessage(world: World, { peer, topMessageId }: Dialog): Message | undefined {
  const isChannel = peer < 0 && world.chats.find(peer)?.kind !== 'basic'
  return world.messages.find(isChannel ? peer : 0, topMessageId)
}
