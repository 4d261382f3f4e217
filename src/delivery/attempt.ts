import type { Peer } from './peer.ts'

/**
 * What an account does that concerns messages in its chats: sends one, takes one back, gives one another text. Whatever else it does
 * leaves nothing there.
 */
export type MessageKind = 'send' | 'delete' | 'edit'

/** Taking back and editing: what stands is changed, and nothing new is said. */
export function isChange(kind: string): kind is Exclude<MessageKind, 'send'> {
  return kind === 'delete' || kind === 'edit'
}

/** A bot has no `random_id`: what it repeats arrives twice, so its unknown outcomes are never repeated by themselves. */
export type AccountKind = 'user' | 'bot'

/**
 * - `pending`: waits for its instant. Its shard claims it; a person cancels it. Nothing happens if the process dies: nothing of this
 *   try is on the wire. With `maybe_sent` an earlier try may have arrived, and it ends as `sent` or `uncertain`, nothing else.
 * - `in-flight`: claimed, durable before the first byte. The shard settles it. If the process dies, whoever gets the partition next
 *   repeats a user account's attempt with the same `random_id`; a bot's, and a message in its shard's third crash, become `uncertain`.
 * - `uncertain`: Telegram may have it, and asking further is over. The owner, or a look into the chat, moves it on. Stays as it is
 *   if the process dies.
 * - `sent`: with Telegram's message id. Final.
 * - `failed-terminal`: stopped, with a reason. Only a person revives it.
 * - `cancelled`: by a person, or superseded by the next round. Final.
 */
export type AttemptState = 'pending' | 'in-flight' | 'uncertain' | 'sent' | 'failed-terminal' | 'cancelled'

/**
 * Every legal move. Whether an event spends a try, and what else is written with it, stands in `AttemptEvent`.
 * The database's `check`, the panel's diagram and the test of every missing move come from this table.
 */
export const transitions = {
  pending: { claim: 'in-flight', cancel: 'cancelled', bury: 'failed-terminal', lose: 'uncertain' },
  'in-flight': {
    confirm: 'sent',
    postpone: 'pending',
    retry: 'pending',
    release: 'pending',
    unknown: 'pending',
    bury: 'failed-terminal',
    lose: 'uncertain',
  },
  uncertain: { confirm: 'sent', bury: 'failed-terminal', resend: 'pending' },
  sent: {},
  'failed-terminal': { revive: 'pending' },
  cancelled: {},
} as const satisfies Record<AttemptState, Partial<Record<AttemptEvent, AttemptState>>>

/**
 * - `claim`: ours, and durable before its first byte.
 * - `confirm`: Telegram has it, with this message id.
 * - `postpone`: Telegram asked to wait; the try is given back.
 * - `release`: certainly not sent, and not the attempt's fault; the try is given back.
 * - `retry`: this try failed, and the next comes after a backoff.
 * - `unknown`: this try may have arrived; repeated with the same `random_id`. Sets `maybe_sent`, and pins it to its account.
 * - `bury`: it cannot be sent, for a reason. `lose`: it may have arrived, and nobody will ask again by himself.
 * - `cancel`, `revive`, `resend`: by a person. A cancelled attempt that may have arrived is lost instead.
 */
export type AttemptEvent =
  'claim' | 'confirm' | 'postpone' | 'release' | 'retry' | 'unknown' | 'bury' | 'lose' | 'cancel' | 'revive' | 'resend'

/** A move that the table does not have: a bug of ours, so it throws. */
export class IllegalMove extends Error {
  override readonly name = 'IllegalMove'
}

/** @throws IllegalMove */
export function nextState(state: AttemptState, event: AttemptEvent): AttemptState {
  const moves: Partial<Record<AttemptEvent, AttemptState>> = transitions[state]
  const next = moves[event]
  if (next === undefined) throw new IllegalMove(`an attempt that is ${state} has no move '${event}'`)
  return next
}

export const attemptStates = Object.keys(transitions) as readonly AttemptState[]

/**
 * The states as a SQL condition, for `check (…)`: `state = 'pending' or …`. Not as a list: SQLite builds a table of a list's values for
 * every row that it checks, which took a third of the time of an attempt.
 */
export function stateCheck(column = 'state'): string {
  return attemptStates.map((state) => `${column} = '${state}'`).join(' or ')
}

/** What the rules look at in an attempt that was just tried. */
export interface TriedAttempt {
  /** `send`, or another kind of work of the account, all of which can be repeated without harm. */
  readonly kind: string
  readonly accountKind: AccountKind
  /** Null for work that concerns no chat. */
  readonly peer: Peer | null
  /** Before this one. */
  readonly tries: number
  /** An earlier try may have arrived. */
  readonly isMaybeSent: boolean
  /** From one message to its next in this chat, as far as the account has met it; 0 where it has not. */
  readonly slowModeMs: number
}
