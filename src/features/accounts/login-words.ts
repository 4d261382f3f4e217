import { Refusal, exitCodes } from '../../base/refusal.ts'
import type { CodeSent, CodeWay, LoginReason, LoginRefused } from '../../telegram/login-contract.ts'

/** Where the person finds the code, and what not to do with it. */
export function codeInWords({ way, codeLength }: CodeSent): string {
  const digits = codeLength === null ? 'code' : `code of ${codeLength} digits`
  return `Telegram has sent a ${digits} ${places[way]}. It is for this question only: typed into a chat, it is void.`
}

const places: Readonly<Record<CodeWay, string>> = {
  app: 'to the Telegram app of this account, in the chat with Telegram',
  sms: 'as a text message',
  call: 'by a phone call',
  'missed-call': 'as the last digits of a number that calls and hangs up',
  email: 'by e-mail',
  fragment: 'to fragment.com',
  other: 'in a way that this program does not know; look into the Telegram app first',
}

/** What a person can mend by typing again. */
export function isTypingError({ reason }: LoginRefused): boolean {
  return reason === 'code-invalid' || reason === 'password-invalid'
}

export function loginRefusal({ reason, error, waitSeconds }: LoginRefused): Refusal {
  const text =
    reason === 'wait' ? `Telegram asks to wait for ${waitInWords(waitSeconds)} before the next try` : words[reason]
  const isForLater = reason === 'wait' || reason === 'no-answer' || reason === 'telegram-failed'
  return new Refusal(`${text} (${error})`, isForLater ? exitCodes.temporary : exitCodes.usage)
}

export const notAPhone = 'this is no phone number: give it with its country, such as +998 90 123 45 67'

const words: Readonly<Record<Exclude<LoginReason, 'wait'>, string>> = {
  'phone-invalid': notAPhone,
  'phone-banned': 'Telegram has banned or deleted this number',
  'phone-unknown': 'nobody is registered with this number: sign up in a Telegram app first',
  'code-invalid': 'the code is wrong',
  'code-expired': 'the code is too old, or was typed into a chat: begin again',
  'password-invalid': 'the password is wrong',
  'begin-again': 'this login has to begin again',
  'code-unavailable': 'Telegram sends no code to this number now: try again tomorrow, or sign in with an app first',
  'application-refused': 'Telegram refuses TG_API_ID and TG_API_HASH: check them at my.telegram.org',
  'application-outdated': 'Telegram wants a newer client than this one: update karvon',
  'proxy-failed': 'the proxy does not work',
  'no-answer': 'Telegram does not answer: check the network, and try again',
  'telegram-failed': 'Telegram could not do this: try again later',
}

function waitInWords(seconds: number | null): string {
  if (seconds === null) return 'a while'
  if (seconds < 120) return `${Math.ceil(seconds)} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}
