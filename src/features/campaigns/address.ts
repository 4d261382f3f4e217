import type { Peer } from '../../delivery/peer.ts'
import type { DueAttempt } from '../../store/store.ts'
import type { Address } from '../../telegram/contract.ts'

/** How an attempt's account addresses a chat: the attempt's place itself, or the supergroup that it became. */
export function addressIn(attempt: DueAttempt, chat: Peer): Address {
  const { peer, accessHash, successor, successorHash } = attempt
  if (chat === peer) return { peer, accessHash }
  return { peer: chat, accessHash: chat === successor ? successorHash : null }
}
