import { isChange } from '../delivery/attempt.ts'
import type { TriedAttempt } from '../delivery/attempt.ts'
import type { Decision, Settling } from '../delivery/decide.ts'
import type { Outcome } from '../delivery/outcome.ts'
import { waitKeyText } from '../delivery/wait.ts'
import type { AccountRow, DueAttempt, Settlement } from '../store/store.ts'
import type { EventSink } from './event-sink.ts'

/** It waits for something that other work of its account brings. */
export function isAwaiting(outcome: Outcome): boolean {
  return outcome.type === 'notReady' || (outcome.type === 'stale' && outcome.awaits !== undefined)
}

/** What an event says of an attempt: which rows to look at, nothing of what they hold. */
export function fieldsOf({ id, accountId, runId, peer }: DueAttempt) {
  return { attemptId: id, accountId, runId, peer }
}

/** Says what became of one try. */
export function reportTry(events: EventSink, attempt: DueAttempt, decision: Decision, tookMs: number): void {
  const fields = fieldsOf(attempt)
  const tries = attempt.tries + 1
  const { settling, wait, account } = decision
  switch (settling.event) {
    case 'confirm':
      events.emit('sent', { ...fields, messageId: settling.messageId, tries, tookMs })
      break
    case 'bury':
    case 'lose': {
      const name =
        settling.event === 'lose'
          ? 'uncertain'
          : settling.reason === 'retry-exhausted'
            ? 'retry_exhausted'
            : 'terminal_failure'
      events.emit(name, { ...fields, reason: settling.reason, tries })
      break
    }
    default:
      events.emit('retry_scheduled', {
        ...fields,
        reason: settling.reason,
        tries,
        move: settling.event,
        dueAtMs: settling.dueAtMs,
      })
  }
  const { accountId } = attempt
  // What is waited for so that Telegram need not refuse is no news.
  if (wait !== undefined && settling.event !== 'confirm')
    events.emit('wait_started', { accountId, key: waitKeyText(wait.key), untilMs: wait.untilMs, reason: wait.reason })
  if (account !== undefined) {
    const untilMs = account.type === 'limit' ? account.untilMs : null
    events.emit('account_changed', { accountId, state: account.type, reason: account.reason, untilMs })
  }
}

/** What the rules look at in an attempt that was just tried. */
export function triedOf(attempt: DueAttempt, account: Pick<AccountRow, 'kind'>): TriedAttempt {
  const { kind, peer, tries, maybeSent, keepLatest, slowModeSeconds } = attempt
  // What stands may be edited at any time: there, a message is the exception.
  const slowModeMs = keepLatest === 'edit' ? 0 : slowModeSeconds * 1_000
  return { kind, peer, tries, accountKind: account.kind, isMaybeSent: maybeSent === 1, slowModeMs }
}

/** Once it stands, older messages of its campaign go. */
export function replacesOlder({ kind, keepLatest }: DueAttempt): boolean {
  return kind === 'send' && keepLatest !== null && keepLatest !== 'off'
}

/** What became of one try, as the store takes it. */
export function settlementOf(attempt: DueAttempt, epoch: number, settling: Settling): Settlement {
  const { id, accountId, runId, kind } = attempt
  const settled = { id, accountId, runId, epoch, ...(isChange(kind) && { isChange: true }) }
  if (settling.event !== 'confirm') return { ...settled, ...settling }
  return { ...settled, ...settling, ...(replacesOlder(attempt) && { replacesOlder: true }) }
}
