import { peerFor } from '../../world/conversation.ts'
import type { Message } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { viewablePeerOf } from '../chat-access.ts'
import { resolveInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { isRepeat, refuseSeveralInSlowMode, sendOnce, tlReadUpTo, tlSent } from '../sent.ts'
import type { Sent } from '../sent.ts'

interface ForwardMessages {
  readonly silent?: boolean
  readonly dropAuthor?: boolean
  readonly fromPeer: InputPeer
  readonly id: readonly number[]
  readonly randomId: readonly bigint[]
  readonly toPeer: InputPeer
  readonly topMsgId?: number
  readonly scheduleDate?: number
}

const forwardsMax = 100

/** One message of a request with its random_id: a request whose answer was lost half way goes on where it stopped. */
interface Wish {
  readonly message: Message
  readonly randomId: bigint
}

export const forwardMethods: Methods = {
  'messages.forwardMessages': writing<ForwardMessages>((body, call) => {
    const from = viewablePeerOf(call, body.fromPeer)
    const to = resolveInput(call.world, body.toPeer, call.user.id)
    checkLists(body)
    const wishes = body.id.flatMap((id, index): Wish[] => {
      const message = messageIn(call, from, id)
      return message === undefined ? [] : [{ message, randomId: body.randomId[index] ?? 0n }]
    })
    if (wishes.length === 0) throw badRequest('MESSAGE_ID_INVALID')
    const sent = forwardAll(call, to, wishes, body)
    return tlSent(call, sent, tlReadUpTo(call, to, sent))
  }),
}

/** All of them or none: what stands in the way of one is found before the first is written. In the order of the wishes. */
function forwardAll(call: SignedInCall, to: Peer, wishes: readonly Wish[], body: ForwardMessages): Sent[] {
  const { messages } = call.world
  const options = {
    topicId: body.topMsgId ?? null,
    dropAuthor: body.dropAuthor === true,
    isSilent: body.silent === true,
  }
  const [known, fresh] = [wishes.filter((wish) => isKnown(wish)), wishes.filter((wish) => !isKnown(wish))]
  refuseSeveralInSlowMode(call, to, fresh.length)
  const source = fresh.map(({ message }) => message)
  messages.checkForward(call.user.id, source, to, options)
  // Repeats first, because the faults may want them answered with an error.
  const sent = new Map([...known, ...fresh].map(({ message, randomId }) => [randomId, forwardOne(message, randomId)]))
  return wishes.flatMap(({ randomId }) => sent.get(randomId) ?? [])

  function isKnown({ randomId }: Wish): boolean {
    return isRepeat(call, to, randomId)
  }

  function forwardOne(message: Message, randomId: bigint): Sent {
    return sendOnce(call, to, randomId, () => {
      const [forwarded] = messages.forward(call.user.id, [message], to, options)
      if (forwarded === undefined) throw badRequest('MESSAGE_ID_INVALID')
      return forwarded
    })
  }
}

function checkLists({ id, randomId, scheduleDate }: ForwardMessages): void {
  if (id.length === 0) throw badRequest('MESSAGE_IDS_EMPTY')
  if (id.length !== randomId.length) throw badRequest('RANDOM_ID_INVALID')
  if (id.length > forwardsMax) throw badRequest('LIMIT_INVALID')
  if (randomId.includes(0n)) throw badRequest('RANDOM_ID_EMPTY')
  if (new Set(randomId).size < randomId.length) throw badRequest('RANDOM_ID_DUPLICATE')
  if (scheduleDate !== undefined) throw badRequest('SCHEDULE_DATE_INVALID')
}

/** Undefined for what is gone: the others are forwarded all the same. */
function messageIn({ world, user }: SignedInCall, from: Peer, id: number): Message | undefined {
  const isChannel = from < 0 && world.chats.find(from)?.kind !== 'basic'
  const message = world.messages.find(isChannel ? from : 0, id)
  const isThere =
    message !== undefined && world.messages.mayRead(user.id, message) && peerFor(message, user.id) === from
  return isThere ? message : undefined
}
