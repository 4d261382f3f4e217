import { moment } from '../../../../bot/figures.ts'
import type { Visit } from '../../../../bot/screen.ts'
import type { ListedAccount } from '../../care-verbs.ts'
import { findingIn } from '../../check/finding.ts'
import { reasonWords, stateTexts } from './state-texts.ts'

/** How an account is, for somebody who looks at a list of them. */
export interface Light {
  readonly mark: '🟢' | '🟡' | '🔴' | '⏸'
  readonly why: string
  /** What to do; null: nothing. */
  readonly next: string | null
}

/** Green: it sends. Yellow: it goes on by itself, or may. Red: it does not, before somebody acts. */
export function lightOf(account: ListedAccount, { language, person, nowMs }: Visit): Light {
  const at = (ms: number) => moment(language, ms, person.timeZone)
  const why = reasonWords(account.reason, language)
  const { kind, state, untilMs } = account
  switch (state) {
    case 'active':
      return activeLight(account, at, language, nowMs)
    case 'limited':
      if (untilMs === null) return { mark: '🟡', why, next: stateTexts.resumeWhenFree[language] }
      return { mark: '🟡', why: stateTexts.limited[language](why, at(untilMs)), next: stateTexts.goesOn[language] }
    case 'paused':
      if (account.reason === 'asked') return { mark: '⏸', why: stateTexts.paused[language], next: null }
      return { mark: '⏸', why, next: stateTexts.mendProxy[language] }
    case 'needs-login':
      return { mark: '🔴', why, next: stateTexts[kind === 'bot' ? 'giveToken' : 'signIn'][language] }
    case 'stopped':
      return { mark: '🔴', why, next: null }
    default:
      return state satisfies never
  }
}

function activeLight(
  { sendWait, proxyDownAtMs, check }: ListedAccount,
  at: (ms: number) => string,
  language: Visit['language'],
  nowMs: number,
): Light {
  const finding = findingIn(check?.found ?? null)
  if (proxyDownAtMs !== null) {
    return { mark: '🟡', why: stateTexts.proxyDown[language](at(proxyDownAtMs)), next: stateTexts.otherProxy[language] }
  }
  if (finding?.verdict === 'frozen') {
    return { mark: '🔴', why: reasonWords('FROZEN_METHOD_INVALID', language), next: stateTexts.appeal[language] }
  }
  if (sendWait !== null && sendWait.untilMs > nowMs) {
    return { mark: '🟡', why: stateTexts.waits[language](at(sendWait.untilMs)), next: stateTexts.goesOn[language] }
  }
  if (finding?.verdict === 'restricted') {
    return { mark: '🟡', why: stateTexts.restricted[language], next: stateTexts.appeal[language] }
  }
  return { mark: '🟢', why: stateTexts.active[language], next: null }
}
