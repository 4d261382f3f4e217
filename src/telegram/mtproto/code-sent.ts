import { Api } from 'telegram'
import { Secret } from '../../base/secret.ts'
import type { CodeSent, CodeWay } from '../login-contract.ts'

/** What Telegram says about the code that it sent. */
export function codeSentOf(sent: Api.auth.SentCode, session: string): CodeSent {
  const { type, phoneCodeHash, timeout } = sent
  return {
    type: 'code-sent',
    session: new Secret(session),
    phoneCodeHash: new Secret(phoneCodeHash),
    way: ways.find(([sentCodeType]) => type instanceof sentCodeType)?.[1] ?? 'other',
    codeLength: 'length' in type ? type.length : null,
    resendAfterS: timeout ?? null,
  }
}

/** https://core.telegram.org/api/auth#future-auth-tokens and the constructors of auth.SentCodeType */
const ways: readonly (readonly [abstract new (...args: never[]) => object, CodeWay])[] = [
  [Api.auth.SentCodeTypeApp, 'app'],
  [Api.auth.SentCodeTypeSms, 'sms'],
  [Api.auth.SentCodeTypeFirebaseSms, 'sms'],
  [Api.auth.SentCodeTypeSmsWord, 'sms'],
  [Api.auth.SentCodeTypeSmsPhrase, 'sms'],
  [Api.auth.SentCodeTypeCall, 'call'],
  [Api.auth.SentCodeTypeMissedCall, 'missed-call'],
  [Api.auth.SentCodeTypeEmailCode, 'email'],
  [Api.auth.SentCodeTypeFragmentSms, 'fragment'],
]
