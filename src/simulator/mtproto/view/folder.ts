import type { Folder, User } from '../../world/model.ts'
import { bareId, peerKind } from '../../world/peer.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { resolveInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'

/** `dialog_filters_chats_limit` of the configuration, for premium accounts and for others; the title's is of Telegram's own apps. */
const [peersPremiumMax, peersMax] = [200, 100]
const titleMax = 12

const flags = ['contacts', 'nonContacts', 'groups', 'broadcasts', 'bots'] as const satisfies Folder['flags']

/** A folder as its owner may use it: every peer in it with the owner's access hash. */
export function tlFolder(world: World, folder: Folder, ownerId: number): TlObject {
  const inputs = (peers: readonly Peer[]) => peers.map((peer) => tlInputPeer(world, peer, ownerId))
  return {
    _: 'dialogFilter',
    ...Object.fromEntries(folder.flags.map((flag) => [flag, true])),
    id: folder.id,
    title: { _: 'textWithEntities', text: folder.title, entities: [] },
    pinnedPeers: [],
    includePeers: inputs(folder.peers),
    excludePeers: inputs(folder.excluded),
  }
}

/**
 * Pinned peers come first and are included like the others: the order inside a folder is not kept. Peers that the owner cannot
 * address are left out, otherwise the folder would come back with the access hashes that were missing.
 * @throws Refusal FILTER_TITLE_EMPTY, FILTER_INCLUDE_EMPTY, FILTER_INCLUDE_TOO_MUCH
 */
export function folderOf(world: World, id: number, filter: TlObject, owner: User): Folder {
  const title = (filter['title'] as TlObject | undefined)?.['text']
  if (typeof title !== 'string' || title.trim() === '') throw badRequest('FILTER_TITLE_EMPTY')
  const peersIn = (field: string) =>
    ((filter[field] ?? []) as readonly InputPeer[]).flatMap((input) => addressed(world, input, owner.id))
  const peers = [...new Set([...peersIn('pinnedPeers'), ...peersIn('includePeers')])]
  const set = flags.filter((flag) => filter[flag] === true)
  if (peers.length === 0 && set.length === 0) throw badRequest('FILTER_INCLUDE_EMPTY')
  const excluded = peersIn('excludePeers')
  if (Math.max(peers.length, excluded.length) > (owner.premium ? peersPremiumMax : peersMax))
    throw badRequest('FILTER_INCLUDE_TOO_MUCH')
  return { id, title: Array.from(title).slice(0, titleMax).join(''), peers, excluded, flags: set }
}

function addressed(world: World, input: InputPeer, ownerId: number): Peer[] {
  try {
    const peer = resolveInput(world, input, ownerId)
    // A basic group has no hash to guess: having been in it is the proof.
    const isForeign = peerKind(peer) === 'basic' && world.chats.member(peer, ownerId) === undefined
    return isForeign ? [] : [peer]
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

function tlInputPeer(world: World, peer: Peer, viewerId: number): TlObject {
  if (peer === viewerId) return { _: 'inputPeerSelf' }
  const id = BigInt(bareId(peer))
  const accessHash = world.users.accessHash(viewerId, peer)
  switch (peerKind(peer)) {
    case 'user':
      return { _: 'inputPeerUser', userId: id, accessHash }
    case 'basic':
      return { _: 'inputPeerChat', chatId: id }
    case 'channel':
      return { _: 'inputPeerChannel', channelId: id, accessHash }
  }
}
