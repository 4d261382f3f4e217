import bigInt from 'big-integer'
import { Api } from 'telegram'
import { bareId, markPeer, peerKind } from '../../delivery/peer.ts'
import type { Peer } from '../../delivery/peer.ts'
import type { Address } from '../contract.ts'

/**
 * How MTProto addresses a peer. A bare id is not enough: a fresh client knows nobody, and resolving costs calls that Telegram counts.
 * Without a hash it is 0, which Telegram refuses as PEER_ID_INVALID or CHANNEL_INVALID: the hash is then got anew.
 */
export function inputPeer({ peer, accessHash, isSelf }: Address): Api.TypeInputPeer {
  if (isSelf === true) return new Api.InputPeerSelf()
  const id = bigInt(bareId(peer))
  const hash = bigInt(accessHash ?? '0')
  switch (peerKind(peer)) {
    case 'user':
      return new Api.InputPeerUser({ userId: id, accessHash: hash })
    case 'basic':
      return new Api.InputPeerChat({ chatId: id })
    case 'channel':
      return new Api.InputPeerChannel({ channelId: id, accessHash: hash })
  }
}

export function markedPeer(peer: Api.TypePeer): Peer {
  if (peer instanceof Api.PeerUser) return markPeer('user', peer.userId.toJSNumber())
  if (peer instanceof Api.PeerChat) return markPeer('basic', peer.chatId.toJSNumber())
  return markPeer('channel', peer.channelId.toJSNumber())
}
