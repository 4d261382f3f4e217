import bigInt from 'big-integer'
import { Api } from 'telegram'
import { bareId, peerKind } from '../../delivery/peer.ts'
import type { Address, MessagesAddress } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'
import { referenceIn } from './file-reference.ts'

/** Looks at messages that stand in a chat: their files come with references that are good for a while. */
export async function findFiles(call: Call, at: MessagesAddress): Promise<Called<ReadonlyMap<number, string>>> {
  const id = at.messageIds.map((messageId) => new Api.InputMessageID({ id: messageId }))
  const channel = channelOf(at.to)
  const request =
    channel === undefined ? new Api.messages.GetMessages({ id }) : new Api.channels.GetMessages({ channel, id })
  const got = await call(request)
  if (got.type === 'failed') return got
  if (got.result instanceof Api.messages.MessagesNotModified) return unreadable('channels.getMessages')
  const found = got.result.messages.flatMap((message): [number, string][] => {
    const reference = message instanceof Api.Message ? referenceIn(message.media) : undefined
    return reference === undefined ? [] : [[message.id, reference]]
  })
  return { type: 'answered', result: new Map(found) }
}

/** Others count their messages together with all private chats. */
function channelOf({ peer, accessHash }: Address): Api.InputChannel | undefined {
  if (peerKind(peer) !== 'channel') return undefined
  return new Api.InputChannel({ channelId: bigInt(bareId(peer)), accessHash: bigInt(accessHash ?? '0') })
}
