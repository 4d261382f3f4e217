import type { Dialog } from '../../world/dialogs.ts'
import type { Message } from '../../world/model.ts'
import { boxOf } from '../../world/peer.ts'
import type { Peer } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import { actionView, authorView, mediaKind } from './message.ts'
import type { ActionView, AuthorView, QuoteView } from './message.ts'
import { peerView } from './peer.ts'
import type { PeerView } from './peer.ts'

/** A line of the list of chats. */
export interface DialogView {
  readonly peer: PeerView
  readonly isPinned: boolean
  readonly unreadCount: number
  readonly last: LastMessageView | null
}

export interface LastMessageView {
  readonly id: number
  readonly atMs: number
  readonly isOut: boolean
  readonly author: AuthorView
  readonly text: string
  readonly media: QuoteView['media']
  readonly action: ActionView | null
}

const previewLengthMax = 160

/** Pinned first, then by the newest message: the order of Telegram's list. @param only these of them. */
export function dialogViews(
  world: World,
  viewerId: number,
  range: { readonly offset: number; readonly limit: number },
  only?: ReadonlySet<Peer>,
): DialogView[] {
  return world.dialogs
    .of(viewerId)
    .filter((dialog) => (only?.has(dialog.peer) ?? true) && isListed(world, dialog))
    .sort(byPinAndDate)
    .slice(range.offset, range.offset + range.limit)
    .flatMap((dialog) => dialogView(world, viewerId, dialog) ?? [])
}

/** The line of one conversation; undefined when it is not in the list. */
export function dialogViewOf(world: World, viewerId: number, peer: Peer): DialogView | undefined {
  const dialog = world.dialogs.of(viewerId).find((candidate) => candidate.peer === peer)
  return dialog && isListed(world, dialog) ? dialogView(world, viewerId, dialog) : undefined
}

function dialogView(world: World, viewerId: number, dialog: Dialog): DialogView | undefined {
  const peer = peerView(world, dialog.peer)
  if (peer === undefined) return undefined
  const last = world.messages.find(boxOf(dialog.peer), dialog.topMessageId)
  return {
    peer,
    isPinned: dialog.isPinned,
    unreadCount: world.dialogs.unreadCount(viewerId, dialog),
    last: last === undefined ? null : lastMessageView(world, viewerId, last),
  }
}

export function lastMessageView(world: World, viewerId: number, message: Message): LastMessageView {
  const { id, atMs, text, media, action } = message
  return {
    id,
    atMs,
    isOut: message.fromId === viewerId,
    author: authorView(world, message.fromId),
    text: text.slice(0, previewLengthMax),
    media: mediaKind(media),
    action: action === null ? null : actionView(world, action),
  }
}

/** A group that became a supergroup stands in the list once, as the supergroup. */
function isListed(world: World, { peer }: Dialog): boolean {
  return peer > 0 || world.chats.find(peer)?.migratedTo === null
}

function byPinAndDate(one: Dialog, other: Dialog): number {
  return Number(other.isPinned) - Number(one.isPinned) || other.topAtMs - one.topAtMs
}
