import { decodeContent, encodeContent } from '../../delivery/message.ts'
import type { Content } from '../../delivery/message.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { Work, WorkContext } from '../../shard/work.ts'
import { chatIn, sentInto } from '../../store/standing.ts'
import type { StandingMessage } from '../../store/standing.ts'
import { addressIn } from './address.ts'

/**
 * Sending for a campaign that keeps one message in a group.
 *
 * In place, it edits what stands there. Where nothing does, or the edit is refused because the message is gone or too old, a new one is
 * sent, and its settlement takes the older ones away.
 *
 * What is still to be taken away goes first: after many kills the deletions may be behind. And a crash may have left a message of an
 * earlier round of which nobody knows whether it arrived. It is asked for again first, and taken
 * for this round's: with another one beside it the group might have three.
 */
export function keepLatest(send: Work<Content>): Work<Content> {
  return {
    ...send,
    async execute(content, context) {
      const { attempt, store } = context
      const { runId, peer, topic, accountId } = attempt
      if (attempt.keepLatest === null || attempt.keepLatest === 'off' || runId === null || peer === null) {
        return send.execute(content, context)
      }
      const { message, older, doubt } = await store.standing({ runId, peer, topic, accountId })
      const held = await takeAway(older, context)
      if (held !== undefined) return held
      const inPlace = attempt.keepLatest === 'edit' && message !== null && isText(content)
      const edited = inPlace ? await edit(message, content, context) : undefined
      if (edited !== undefined) return edited
      const adopted = doubt === null ? undefined : await adopt(doubt, content, send, context)
      return adopted ?? send.execute(content, context)
    },
  }
}

/** @returns what keeps this chat waiting; undefined when they are gone, or cannot be taken away */
async function takeAway(older: readonly StandingMessage[], context: WorkContext): Promise<Outcome | undefined> {
  const { attempt, link, signal } = context
  for (const { messageId, chat } of older) {
    const gone = await link.deleteMessage({ to: addressIn(attempt, chat), messageId }, signal)
    if (gone.type === 'wait') return { ...gone, scope: 'peer' }
    if (gone.type !== 'sent' && gone.type !== 'refused') return certain(gone)
  }
  return undefined
}

/** @returns undefined where it is refused: a new one is to be sent */
async function edit(
  { messageId, chat }: StandingMessage,
  { text, entities }: Content,
  { attempt, link, signal }: WorkContext,
): Promise<Outcome | undefined> {
  const edited = await link.editMessage({ to: addressIn(attempt, chat), messageId, text, entities }, signal)
  if (edited.type === 'refused' && edited.what === 'request') return undefined
  if (edited.type !== 'sent') return certain(edited)
  return { type: 'sent', messageId, result: chat === attempt.peer ? null : sentInto(chat) }
}

/** @returns undefined where the message of that round is not there */
async function adopt(
  { plannedAtMs, content }: { readonly plannedAtMs: number; readonly content: string },
  wanted: Content,
  send: Work<Content>,
  context: WorkContext,
): Promise<Outcome | undefined> {
  const randomId = (part: number) => context.randomId(part, plannedAtMs)
  // As a repeat: where the group has become another chat meanwhile, it stands in the old one.
  const attempt = { ...context.attempt, maybeSent: 1 } as const
  const asked = await send.execute(decodeContent(content), { ...context, attempt, randomId })
  // What that round said cannot be asked for: the post that it passed on may be one whose channel the account has left.
  if (asked.type === 'contentRefused' || isPostUnseen(asked)) return undefined
  if (asked.type !== 'sent' || asked.messageId === null) return certain(asked)
  const { peer } = context.attempt
  // Files are not exchanged in place: then the next round says what is new.
  if (content === encodeContent(wanted) || !isText(wanted) || peer === null) return asked
  return edit({ messageId: asked.messageId, chat: chatIn(asked.result) ?? peer }, wanted, context)
}

/** Files and posts that are passed on are sent anew: in their place only their caption could be edited. */
function isText({ media = [], forward }: Content): boolean {
  return media.length === 0 && forward === undefined
}

function isPostUnseen(asked: Outcome): boolean {
  return asked.type === 'refused' && asked.error === 'FORWARD_SOURCE_UNKNOWN'
}

/** What an edit met, or a repeat, for an attempt that has not been on the wire itself: nothing is in doubt. */
function certain(outcome: Outcome): Outcome {
  if (outcome.type === 'unknown') return { type: 'failed', error: outcome.error }
  return outcome.type === 'wait' && outcome.scope === 'change' ? { ...outcome, scope: 'send' } : outcome
}
