import type { Random } from '../../base/random.ts'
import type { FaultAction } from './faults.ts'
import { codeOfError, secondsIn } from './known-errors.ts'
import type { Rule } from './rule.ts'

/** What a rule does to a request that it hits: something that is over with the request, or a wait that goes on. */
export type RuleEffect =
  | { readonly type: 'none' }
  | { readonly type: 'action'; readonly action: FaultAction }
  | { readonly type: 'repeat-answer' }
  | { readonly type: 'flood-wait'; readonly wait: NonNullable<Rule['floodWait']> }
  | { readonly type: 'rate'; readonly rate: NonNullable<Rule['rate']> }

export function effectOf(rule: Rule): RuleEffect {
  if (rule.floodWait !== undefined) return { type: 'flood-wait', wait: rule.floodWait }
  if (rule.rate !== undefined) return { type: 'rate', rate: rule.rate }
  if (rule.repeatAnswer !== undefined) return { type: 'repeat-answer' }
  const action = actionOf(rule)
  return action === undefined ? { type: 'none' } : { type: 'action', action }
}

/** The length of a wait, one of the range where a range is given. */
export function sampleSeconds(seconds: NonNullable<Rule['floodWait']>['seconds'], random: Random): number {
  return typeof seconds === 'number' ? seconds : random.int(seconds.min, seconds.max)
}

function actionOf(rule: Rule): FaultAction | undefined {
  const when = rule.when ?? 'before'
  if (rule.error !== undefined) return errorAction(rule.error, rule)
  if (rule.drop !== undefined) return { type: 'drop', when, how: rule.drop }
  if (rule.silence !== undefined) return { type: 'silence', when }
  if (rule.halfOpen !== undefined) return { type: 'half-open', when }
  if (rule.garbageBytes !== undefined) return { type: 'garbage', when, sizeBytes: rule.garbageBytes }
  if (rule.transportError !== undefined) return { type: 'transport-error', code: rule.transportError }
  if (rule.badMessage !== undefined) return { type: 'bad-message', code: rule.badMessage }
  if (rule.forgetKey !== undefined) return { type: 'forget-key' }
  if (rule.duplicateKey !== undefined) return { type: 'duplicate-key' }
  return rule.newSalt === undefined ? undefined : { type: 'new-salt' }
}

function errorAction(message: string, rule: Rule): FaultAction {
  const code = rule.code ?? codeOfError(message) ?? 400
  const retryAfter = rule.retryAfter ?? secondsIn(message)
  return {
    type: 'error',
    when: rule.when ?? 'before',
    code,
    message,
    ...(rule.code === undefined ? {} : { isCodeGiven: true }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}
