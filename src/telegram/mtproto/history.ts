import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { Found, SentMessage } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'
import { inputPeer } from './input-peer.ts'

const pageSize = 100
/** Reading is counted by Telegram too; a chat with more than a thousand messages since is not worth it. */
const pagesMax = 10
/** Telegram writes whole seconds, by its own clock. */
const clockDifferenceS = 60

/**
 * Looks for a message of ours from the newest backwards. The history does not tell random ids, so it is the text, the topic and the
 * time that must fit: with two equal texts in that time the older one is meant, because it is the one that is in doubt.
 */
export async function findSent(call: Call, wanted: SentMessage): Promise<Called<Found>> {
  const sinceS = Math.floor(wanted.sinceMs / 1000) - clockDifferenceS
  let found: Found = { type: 'absent' }
  let offsetId = 0
  for (let page = 0; page < pagesMax; page++) {
    const got = await call(pageOf(wanted, offsetId))
    if (got.type === 'failed') return got
    if (got.result instanceof Api.messages.MessagesNotModified) return unreadable('messages.getHistory')
    const { messages } = got.result

    const oldest = messages.findLast((message) => isWanted(message, wanted, sinceS))
    if (oldest !== undefined) found = { type: 'found', messageId: oldest.id }
    const last = messages.at(-1)
    // Pages may be short before the end.
    if (last === undefined || dateOf(last) < sinceS) return { type: 'answered', result: found }
    offsetId = last.id
  }
  return { type: 'answered', result: found.type === 'found' ? found : { type: 'unclear' } }
}

function pageOf({ to, topicId }: SentMessage, offsetId: number) {
  const page = {
    peer: inputPeer(to),
    offsetId,
    offsetDate: 0,
    addOffset: 0,
    limit: pageSize,
    maxId: 0,
    minId: 0,
    hash: bigInt.zero,
  }
  return topicId === null ? new Api.messages.GetHistory(page) : new Api.messages.GetReplies({ ...page, msgId: topicId })
}

function isWanted(message: Api.TypeMessage, { text, topicId }: SentMessage, sinceS: number): boolean {
  return (
    message instanceof Api.Message &&
    message.out === true &&
    message.fwdFrom == null && // GramJS gives null for what is absent, whatever its types say.
    message.date >= sinceS &&
    // The history of a forum holds all of its topics; only General's messages name none.
    (topicId !== null || !isInTopic(message)) &&
    // Telegram trims what it is given.
    message.message.trim() === text.trim()
  )
}

function isInTopic({ replyTo }: Api.Message): boolean {
  return replyTo instanceof Api.MessageReplyHeader && replyTo.forumTopic === true
}

function dateOf(message: Api.TypeMessage): number {
  return message instanceof Api.MessageEmpty ? Number.POSITIVE_INFINITY : message.date
}
