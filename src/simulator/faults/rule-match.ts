import type { FaultSubject } from './faults.ts'
import type { Rule } from './rule.ts'

export type Match = (subject: FaultSubject) => boolean

/** Which requests a rule is about. Made once for a rule, because it is asked for every request. */
export function matchOf({ account, method, lane, chat, surface }: Rule): Match {
  const accounts = setOf(account)
  const chats = setOf(chat)
  const methods = method === undefined ? undefined : [method].flat().map(methodMatch)

  return (subject) => {
    if (surface !== undefined && subject.surface !== surface) return false
    if (accounts !== undefined && !accounts.has(subject.account)) return false
    if (chats !== undefined && (subject.chat === null || !chats.has(subject.chat))) return false
    if (lane !== undefined && !isSend(subject.method)) return false
    return methods === undefined || methods.some((matches) => matches(subject.method))
  }
}

/** Every method of either surface that makes messages of a person or bot. Chat actions are none, nor are answers to buttons. */
export function isSend(method: string): boolean {
  return mtprotoSends.has(method) || botSends.test(method)
}

const mtprotoSends = new Set([
  'messages.sendMessage',
  'messages.sendMedia',
  'messages.sendMultiMedia',
  'messages.forwardMessages',
  'messages.sendInlineBotResult',
])
const botSends = /^(send(?!ChatAction$)[A-Z]\w*|copyMessages?|forwardMessages?)$/

/** Bot API methods are written in any case by their clients: https://core.telegram.org/bots/api#making-requests. */
function methodMatch(pattern: string): (method: string) => boolean {
  if (pattern === '*') return () => true
  const wanted = pattern.toLowerCase().replace(/\*$/, '')
  if (pattern.endsWith('*')) return (method) => method.toLowerCase().startsWith(wanted)
  return (method) => method.toLowerCase() === wanted
}

function setOf(values: number | readonly number[] | undefined): ReadonlySet<number> | undefined {
  return values === undefined ? undefined : new Set([values].flat())
}
