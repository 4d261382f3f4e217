import { relative } from '../../../cli/output.ts'
import { messageLink } from './link.ts'
import { ruleOf, ruleOfSend, waitOf } from './rules.ts'
import type { Rule, WaitFor } from './rules.ts'
import type { RoundGroup } from './verbs.ts'

/** What became of one message of a round, for the command line: where it is to be seen, what it waits for, why not and what next. */
export function groupInWords(group: RoundGroup, runState: string, nowMs: number): string {
  const { state, change, takenBy } = group
  const isTakenBack = change?.what === 'delete' && change.state === 'sent'
  if (takenBy !== null && !isTakenBack) {
    const { runId, isGone } = takenBy
    return isGone ? `replaced by round ${runId}` : `round ${runId} has edited it: it is that round’s by now`
  }
  if (change !== null) return changeInWords(group, nowMs)
  switch (state) {
    case 'sent':
      return ['sent', whenOf(group.settledAtMs, nowMs), messageLink(group) ?? 'no link: a basic group has none'].join(
        ', ',
      )
    case 'in-flight':
      return 'on its way'
    case 'pending':
      return waitInWords(group, runState, nowMs)
    case 'failed-terminal':
      return `${ruleInWords(ruleOfSend(group.reason), group.reason)}: ${next[ruleOfSend(group.reason)]}`
    case 'uncertain':
      return 'may have arrived; it is not sent again by itself: look into the group, or `karvon replay --uncertain`'
    case 'cancelled':
      return group.reason === 'superseded' ? 'not sent: the next round took its place' : 'not sent: stopped'
    default:
      return state satisfies never
  }
}

function changeInWords({ change, ...group }: RoundGroup, nowMs: number): string {
  const [done, open] = change?.what === 'edit' ? ['changed', 'to be changed'] : ['taken back', 'to be taken back']
  switch (change?.state) {
    case 'sent':
      return [done, whenOf(change.atMs, nowMs), change.what === 'edit' && messageLink({ ...group, change })]
        .filter((part) => typeof part === 'string')
        .join(', ')
    case 'pending':
    case 'in-flight':
      return open
    case 'cancelled':
      return `not ${done}: stopped; ${messageLink({ ...group, change }) ?? 'it stands'}`
    default:
      return `not ${done}, ${changeRuleInWords(change?.reason ?? null)}`
  }
}

function waitInWords(group: RoundGroup, runState: string, nowMs: number): string {
  const untilMs = Math.max(group.dueAtMs, group.waitsUntilMs ?? 0)
  const until = untilMs > nowMs ? relative(untilMs, nowMs) : 'now'
  const wait = waitOf(group, runState)
  return wait === 'pause' || wait === 'account' ? `waits: ${waits[wait]}` : `waits, due ${until}: ${waits[wait]}`
}

const waits: Readonly<Record<WaitFor, string>> = {
  turn: 'its turn in the queue of its account',
  file: 'its file is being moved to the account',
  'slow-mode': 'the group’s slow mode',
  telegram: 'Telegram asked its account to slow down',
  line: 'the last try failed; it is tried again',
  account: 'its account cannot send, see `karvon accounts list`',
  pause: 'its round is paused',
}

function changeRuleInWords(reason: string | null): string {
  const rule = ruleOf(reason)
  return `${ruleInWords(rule, reason)}: ${next[rule]}`
}

/** Why a campaign was stopped that Telegram refused, and what to do; undefined for what only the name says. */
export function stopInWords(reason: string): string | undefined {
  const rule = ruleOfSend(reason)
  return rule === 'other' ? undefined : `${rulesInWords[rule]}: ${next[rule]}`
}

function ruleInWords(rule: Rule, reason: string | null): string {
  return rule === 'other' ? `Telegram refused (${reason ?? 'no reason'})` : rulesInWords[rule]
}

const rulesInWords: Readonly<Record<Exclude<Rule, 'other'>, string>> = {
  'not-in-group': 'its account is not in the group any more',
  'may-not-write': 'its account may not write there',
  'text-forbidden': 'the group does not allow texts without a file',
  'photo-forbidden': 'the group does not allow photos',
  'video-forbidden': 'the group does not allow videos',
  'kind-forbidden': 'the group does not allow messages of this kind',
  banned: 'Telegram or the group has silenced its account',
  'topic-closed': 'the topic is closed or deleted',
  paid: 'the group takes money for each message',
  'premium-only': 'only Premium accounts may write there',
  blocked: 'they have blocked the account, or are gone',
  text: 'Telegram does not take the text',
  caption: 'the text below its files is too long for its account',
  'photo-size': 'the photo is too large, or too long and narrow',
  file: 'Telegram does not take the file as what it is sent as',
  'file-gone': 'its file is not there any more',
  'file-too-big': 'the file is too large',
  'file-unmoved': 'its file could not be moved to the account after many tries',
  album: 'these files cannot be sent as one album',
  'post-unseen': 'its account does not know the channel of the post that it passes on',
  'post-gone': 'the post that it passes on is deleted',
  'post-protected': 'the channel does not allow that its posts are passed on',
  'too-old': 'the message is too old to be changed',
  'not-yours': 'the message is not its account’s, or the right is missing',
  gone: 'the message is gone already',
  'gave-up': 'it did not work after many tries',
}

const next: Readonly<Record<Rule, string>> = {
  'not-in-group': 'join it again with the account, or take it out of the campaign',
  'may-not-write': 'ask an administrator of the group for the right, or take it out',
  'text-forbidden': 'send it with a photo or file, or take the group out',
  'photo-forbidden': 'give that group a text of its own, or take it out',
  'video-forbidden': 'give that group a text of its own, or take it out',
  'kind-forbidden': 'give that group a text of its own, or take it out',
  banned: 'ask @SpamBot with the account, or an administrator of the group',
  'topic-closed': 'choose another topic',
  paid: 'take it out: nothing is paid by itself',
  'premium-only': 'use a Premium account, or take it out',
  blocked: 'nothing can be done here',
  text: 'change the text',
  caption: 'shorten it to 1,024 characters',
  'photo-size':
    'send it as a file, or a smaller one: both sides together at most 10,000 pixels, one at most 20 times the other',
  file: 'open it once in an editor, save it as JPEG, MP4 or a document, and make a new campaign with it',
  'file-gone': 'make a new campaign and give the file once more',
  'file-too-big': 'make a new campaign with a smaller file',
  'file-unmoved': 'the next round tries again, and so does `karvon campaigns retry ID`',
  album: 'at most 10 files; photos and videos apart from documents and from music',
  'post-unseen': 'join the channel with the account, then `karvon accounts groups ID --refresh`',
  'post-gone': 'make a new campaign with a post that stands',
  'post-protected': 'make a new campaign with a text and files of your own',
  'too-old': 'delete it by hand in the app',
  'not-yours': 'ask an administrator of the group',
  gone: 'nothing is left to do',
  'gave-up': 'try it again: `karvon replay --failed`',
  other: 'the documentation of Telegram’s API tells more about that name',
}

function whenOf(atMs: number | null, nowMs: number): string {
  return atMs === null ? '' : relative(atMs, nowMs)
}
