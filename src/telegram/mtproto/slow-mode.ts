import bigInt from 'big-integer'
import { Api } from 'telegram'
import { bareId, peerKind } from '../../delivery/peer.ts'
import type { Address } from '../contract.ts'
import type { Call, Called } from './call.ts'

/** A group's slow mode in ms; 0 without one. A refused message says only how much of it is left. */
export async function fetchSlowMode(call: Call, { peer, accessHash }: Address): Promise<Called<number>> {
  if (peerKind(peer) !== 'channel') return { type: 'answered', result: 0 }
  const channel = new Api.InputChannel({ channelId: bigInt(bareId(peer)), accessHash: bigInt(accessHash ?? '0') })
  const got = await call(new Api.channels.GetFullChannel({ channel }))
  if (got.type === 'failed') return got
  const { fullChat } = got.result
  const seconds = fullChat instanceof Api.ChannelFull ? fullChat.slowmodeSeconds : undefined
  return { type: 'answered', result: (seconds ?? 0) * 1_000 }
}
