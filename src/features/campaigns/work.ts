import { decodeContent } from '../../delivery/message.ts'
import type { Content } from '../../delivery/message.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { Peer } from '../../delivery/peer.ts'
import type { Work } from '../../shard/work.ts'
import { sentInto } from '../../store/standing.ts'
import type { DueAttempt } from '../../store/store.ts'
import type { Address } from '../../telegram/contract.ts'
import { gatherCargo, learnFrom } from './files.ts'
import { isToSelf } from './test-send/to-self.ts'

/** Puts one message of a run on the wire. A repeat carries the same `random_id`, so Telegram answers it with the first message. */
export const sendWork: Work<Content> = {
  kind: 'send',
  lane: 'send',
  parse({ content }) {
    if (content === null) throw new Error('a send without a content')
    return decodeContent(content)
  },
  async execute(content, context) {
    const gathered = await gatherCargo(content, context)
    if (gathered.type === 'not-ready') return gathered.outcome
    const { attempt, link, signal, store, clock, randomId } = context
    const { accountId, topic, part } = attempt
    const { text, entities } = content
    const said = { topicId: topic === 0 ? null : topic, text, entities, randomId: randomId(part) }
    const message = { ...said, ...gathered.cargo }
    const to = addressOf(attempt)
    const sendTo = async (address: Address) => {
      const answer = await link.send({ to: address, ...message }, signal)
      return learnFrom(answer, { files: gathered.files, peer: address.peer }, context)
    }
    const outcome = await sendTo(to)
    const successor = successorIn(outcome)
    if (successor === undefined || attempt.maybeSent === 1) return into(to.peer, attempt, outcome)
    // Refused, so nothing stands in the old chat.
    const { peer: supergroup, accessHash } = successor
    await store.migratePeer({ accountId, from: to.peer, to: supergroup, accessHash, nowMs: clock.nowMs() })
    return into(supergroup, attempt, await sendTo(successor))
  },
}

/** A message that may stand in the old chat is repeated there: in another one Telegram would not know it again. */
function addressOf(attempt: DueAttempt): Address {
  const { peer, accessHash, successor, successorHash, maybeSent } = attempt
  if (peer === null) throw new Error('a send without a peer')
  if (isToSelf(attempt)) return { peer, accessHash, isSelf: true }
  return successor === null || maybeSent === 1 ? { peer, accessHash } : { peer: successor, accessHash: successorHash }
}

/** Where it stands, when that is another chat than it was meant for: whoever takes it back must know. */
function into(chat: Peer, { peer }: DueAttempt, outcome: Outcome): Outcome {
  return outcome.type === 'sent' && chat !== peer ? { ...outcome, result: sentInto(chat, outcome.result) } : outcome
}

function successorIn(outcome: Outcome) {
  return outcome.type === 'stale' ? outcome.migratedTo : undefined
}
