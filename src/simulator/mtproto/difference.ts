import type { Message } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { StoredEvent } from '../world/world-store.ts'
import type { SignedInCall } from './method.ts'
import { tlMessage } from './view/message.ts'
import { Peers } from './view/peers.ts'
import { tlDeleted, tlEdited } from './view/update.ts'
import type { TlObject } from './wire/tl/object.ts'

/** Events of one box as a difference lists them: new messages apart from everything else. */
export interface DifferenceBody {
  readonly newMessages: readonly TlObject[]
  readonly otherUpdates: readonly TlObject[]
  readonly users: readonly TlObject[]
  readonly chats: readonly TlObject[]
}

/**
 * What a client missed. A message that was deleted since is not new any more; its deletion comes by itself. The random ids of the
 * account's own messages come too, so that a client whose answer was lost learns what became of its request.
 */
export function tlDifference(
  call: SignedInCall,
  events: readonly StoredEvent[],
  alsoNamed: readonly Peer[] = [],
): DifferenceBody {
  const { world, user } = call
  const peers = new Peers(world, user.id).add(...alsoNamed)
  const newMessages: TlObject[] = []
  const otherUpdates: TlObject[] = []
  for (const { pts, kind, box, messageId } of events) {
    if (kind === 'deleted') {
      otherUpdates.push(tlDeleted(box, [messageId], pts))
      continue
    }
    const message = world.messages.find(box, messageId)
    if (message === undefined) continue
    peers.addMessage(message)
    if (kind === 'message') {
      newMessages.push(tlMessage(world, message, user.id))
      otherUpdates.push(...tlOwnId(call, message))
    } else otherUpdates.push(tlEdited(world, message, user.id, pts))
  }
  return { newMessages, otherUpdates, ...peers.lists() }
}

function tlOwnId({ world, user }: SignedInCall, message: Message): TlObject[] {
  if (message.fromId !== user.id && message.fromId !== message.to) return []
  const randomId = world.store.sentIdOf(user.id, message.box, message.id)
  return randomId === undefined ? [] : [{ _: 'updateMessageID', id: message.id, randomId }]
}
