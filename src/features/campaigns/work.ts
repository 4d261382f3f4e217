import { decodeContent } from '../../delivery/message.ts'
import type { Content } from '../../delivery/message.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { Work } from '../../shard/work.ts'
import type { DueAttempt } from '../../store/store.ts'
import type { Address } from '../../telegram/contract.ts'

/** Puts one message of a run on the wire. A repeat carries the same `random_id`, so Telegram answers it with the first message. */
export const sendWork: Work<Content> = {
  kind: 'send',
  lane: 'send',
  parse({ content }) {
    if (content === null) throw new Error('a send without a content')
    return decodeContent(content)
  },
  async execute({ text, entities }, { attempt, link, signal, store, clock, randomId }) {
    const { accountId, topic, part } = attempt
    const message = { topicId: topic === 0 ? null : topic, text, entities, randomId: randomId(part) }
    const to = addressOf(attempt)
    const outcome = await link.send({ to, ...message }, signal)
    const successor = successorIn(outcome)
    if (successor === undefined || attempt.maybeSent === 1) return outcome
    // Refused, so nothing stands in the old chat.
    await store.migratePeer({ accountId, from: to.peer, to: successor, nowMs: clock.nowMs() })
    return link.send({ to: { peer: successor, accessHash: null }, ...message }, signal)
  },
}

/** A message that may stand in the old chat is repeated there: in another one Telegram would not know it again. */
function addressOf({ peer, accessHash, successor, successorHash, maybeSent }: DueAttempt): Address {
  if (peer === null) throw new Error('a send without a peer')
  return successor === null || maybeSent === 1 ? { peer, accessHash } : { peer: successor, accessHash: successorHash }
}

function successorIn(outcome: Outcome) {
  return outcome.type === 'stale' ? outcome.migratedTo : undefined
}
