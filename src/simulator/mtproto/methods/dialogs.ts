import type { Dialog } from '../../world/dialogs.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { viewablePeerOf } from '../chat-access.ts'
import { peerOfInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlDate } from '../view/date.ts'
import { tlDialogs } from '../view/dialog.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlState } from '../view/state.ts'

interface GetDialogs {
  readonly excludePinned?: boolean
  readonly folderId?: number
  readonly offsetDate: number
  readonly offsetId: number
  readonly offsetPeer: InputPeer
  readonly limit: number
}

interface OfDialog {
  readonly peer: TlObject
}

/** Telegram gives at most this many at a time. */
const pageMax = 100
const archiveFolder = 1

/** The list of conversations. `hash` is not answered with "not modified": every list is sent. */
export const dialogMethods: Methods = {
  'messages.getDialogs': signedIn<GetDialogs>((body, { world, user }) => {
    // Nobody here archives anything.
    if (body.folderId === archiveFolder) return { _: 'messages.dialogs', ...tlDialogs(world, [], user.id) }
    const all = ordered(world, user.id)
    const pinned = body.excludePinned === true ? [] : all.filter(({ isPinned }) => isPinned)
    const others = all.filter(({ isPinned }) => !isPinned)
    // Pinned ones stand on the first page only, whatever their dates.
    const isFirst = body.offsetDate === 0 && body.offsetId === 0
    const rest = isFirst ? [...pinned, ...others] : others.slice(placeOf(body, others, user.id))
    const page = rest.slice(0, Math.min(Math.max(body.limit, 0), pageMax))
    const count = pinned.length + others.length
    const content = tlDialogs(world, page, user.id)
    return page.length === count
      ? { _: 'messages.dialogs', ...content }
      : { _: 'messages.dialogsSlice', count, ...content }
  }),

  'messages.getPinnedDialogs': signedIn<{ folderId: number }>(({ folderId }, call) => {
    const pinned =
      folderId === archiveFolder ? [] : ordered(call.world, call.user.id).filter(({ isPinned }) => isPinned)
    return tlPeerDialogs(call, pinned)
  }),

  'messages.getPeerDialogs': signedIn<{ peers: readonly TlObject[] }>(({ peers }, call) => {
    const dialogs = peers.flatMap(({ peer }) => {
      if (peer === undefined) return []
      return call.world.dialogs.get(call.user.id, viewablePeerOf(call, peer as InputPeer))
    })
    return tlPeerDialogs(call, dialogs)
  }),

  'messages.toggleDialogPin': signedIn<OfDialog & { readonly pinned?: boolean }>(({ pinned, peer }, call) => {
    call.world.dialogs.setPinned(call.user.id, dialogPeerOf(call, peer), pinned === true)
    return true
  }),

  'messages.getDialogUnreadMarks': signedIn(() => []),
  'messages.markDialogUnread': signedIn<OfDialog>(({ peer }, call) => {
    dialogPeerOf(call, peer)
    return true
  }),
}

/** Not a whole folder, which InputDialogPeer can name too. @throws Refusal PEER_ID_INVALID and those of `viewablePeerOf` */
function dialogPeerOf(call: SignedInCall, { peer }: TlObject): Peer {
  if (peer === undefined) throw badRequest('PEER_ID_INVALID')
  return viewablePeerOf(call, peer as InputPeer)
}

/** Newest first; those of one second by message id and peer, so that a page can begin after any of them. */
function ordered(world: World, ownerId: number): Dialog[] {
  return world.dialogs
    .of(ownerId)
    .filter((dialog) => dialog.topMessageId > 0 && world.chats.find(dialog.peer)?.isDeleted !== true)
    .map((dialog) => ({ dialog, place: placeFrom(tlDate(dialog.topAtMs), dialog.topMessageId, dialog.peer) }))
    .sort((one, other) => compare(other.place, one.place))
    .map(({ dialog }) => dialog)
}

type Place = readonly [date: number, messageId: number, peer: Peer]

function placeFrom(date: number, messageId: number, peer: Peer): Place {
  return [date, messageId, peer]
}

function compare(one: Place, other: Place): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2]
}

/** Where the page after this offset begins. An offset without a peer, or without an id, stands before all of its kind. */
function placeOf({ offsetDate, offsetId, offsetPeer }: GetDialogs, dialogs: readonly Dialog[], selfId: number): number {
  const offset = placeFrom(offsetDate, offsetId, peerOfInput(offsetPeer, selfId) ?? Number.NEGATIVE_INFINITY)
  const index = dialogs.findIndex(
    ({ topAtMs, topMessageId, peer }) => compare(placeFrom(tlDate(topAtMs), topMessageId, peer), offset) < 0,
  )
  return index === -1 ? dialogs.length : index
}

function tlPeerDialogs({ world, user }: SignedInCall, dialogs: readonly Dialog[]): TlObject {
  return { _: 'messages.peerDialogs', ...tlDialogs(world, dialogs, user.id), state: tlState(world, user.id) }
}
