import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import type { LoginReason, LoginRefused } from '../login-contract.ts'
import type { Failure } from './failure.ts'

/** What a person is told. Everything that is not named here is told by the decision of the error table. */
const reasons: Readonly<Record<string, LoginReason>> = {
  PHONE_NUMBER_INVALID: 'phone-invalid',
  PHONE_NUMBER_BANNED: 'phone-banned',
  USER_DEACTIVATED: 'phone-banned',
  USER_DEACTIVATED_BAN: 'phone-banned',
  PHONE_NUMBER_UNOCCUPIED: 'phone-unknown',
  PHONE_NOT_OCCUPIED: 'phone-unknown',
  PHONE_NUMBER_APP_SIGNUP_FORBIDDEN: 'phone-unknown',
  PHONE_CODE_INVALID: 'code-invalid',
  PHONE_CODE_EMPTY: 'code-invalid',
  CODE_INVALID: 'code-invalid',
  CODE_EMPTY: 'code-invalid',
  PHONE_CODE_EXPIRED: 'code-expired',
  PHONE_CODE_HASH_EMPTY: 'code-expired',
  PASSWORD_HASH_INVALID: 'password-invalid',
  PASSWORD_EMPTY: 'begin-again',
  PASSWORD_MISSING: 'begin-again',
  SRP_ID_INVALID: 'begin-again',
  SRP_PASSWORD_CHANGED: 'begin-again',
  SESSION_PASSWORD_NEEDED: 'begin-again',
  SEND_CODE_UNAVAILABLE: 'code-unavailable',
  SMS_CODE_CREATE_FAILED: 'code-unavailable',
  EMAIL_INSTALL_MISSING: 'code-unavailable',
  PHONE_PASSWORD_PROTECTED: 'code-unavailable',
  UPDATE_APP_TO_LOGIN: 'application-outdated',
}

/** After too many codes or passwords Telegram names no time; a day is what is known of it. */
const dayS = 86_400

export function refusalOf(failure: Failure, classify: ClassifyTelegramError): LoginRefused {
  const { decision, effect, waitMs } = classify(failure)
  const { name: error, layer } = failure
  const named = reasons[error]
  if (named !== undefined) return refused(named, error)
  switch (decision) {
    case 'retry-after':
      return { type: 'refused', reason: 'wait', error, waitSeconds: waitMs === undefined ? dayS : waitMs / 1000 }
    case 'account-dead':
      return refused('begin-again', error)
    case 'account-pause':
      return refused(effect === 'account proxy' ? 'proxy-failed' : 'application-outdated', error)
    case 'bug':
      return refused(effect === 'global' ? 'application-refused' : 'telegram-failed', error)
    default:
      return refused(layer === 'mtproto' ? 'telegram-failed' : 'no-answer', error)
  }
}

export function refused(reason: LoginReason, error: string): LoginRefused {
  return { type: 'refused', reason, error, waitSeconds: null }
}
