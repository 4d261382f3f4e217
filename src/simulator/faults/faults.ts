import type { Peer } from '../world/peer.ts'

/** What a request is judged by. Requests of nobody (before sign-in) have account 0. */
export interface FaultSubject {
  readonly surface: 'mtproto' | 'botapi'
  /** User or bot id; 0 before sign-in. */
  readonly account: number
  readonly method: string
  readonly chat: Peer | null
  readonly nowMs: number
  /** Has this account used the request's `random_id` towards this chat before? Asked only where a rule is about repeats. */
  readonly isRepeat?: () => boolean
}

/** Where on its way a request meets its fault: before the world changed, or after. */
export type FaultMoment = 'before' | 'after'

/** What is done to one request. Each surface carries out the kinds it has; MTProto has all of them. */
export type FaultAction =
  /** Answered with this error; `after` applies first, as Telegram does when an internal server dies with the answer in hand. */
  | {
      readonly type: 'error'
      readonly when: FaultMoment
      readonly code: number
      readonly message: string
      /** Somebody asked for this code, also where the surface would give the error another one. */
      readonly isCodeGiven?: true
      readonly retryAfter?: number
    }
  /** The connection ends by FIN (`close`) or RST (`reset`). */
  | { readonly type: 'drop'; readonly when: FaultMoment; readonly how: 'close' | 'reset' }
  /** No answer ever; the connection goes on. `after` is an answer lost after applying. */
  | { readonly type: 'silence'; readonly when: FaultMoment }
  /** From here the connection reads and never answers again, pings included. */
  | { readonly type: 'half-open'; readonly when: FaultMoment }
  /** Random bytes instead of the answer. */
  | { readonly type: 'garbage'; readonly when: FaultMoment; readonly sizeBytes: number }
  /** A 4-byte packet such as -429 instead of an answer. MTProto only. */
  | { readonly type: 'transport-error'; readonly code: number }
  /** bad_msg_notification with this code (https://core.telegram.org/mtproto/service_messages_about_messages). MTProto only. */
  | { readonly type: 'bad-message'; readonly code: number }
  /** The server forgets the auth key: -404. MTProto only. */
  | { readonly type: 'forget-key' }
  /** As if a second connection had used the key: AUTH_KEY_DUPLICATED, and the session is dead. MTProto only. */
  | { readonly type: 'duplicate-key' }
  /** Every salt that clients hold turns wrong. MTProto only. */
  | { readonly type: 'new-salt' }

export interface FaultDecision {
  /** Milliseconds before the request is looked at: the latency distribution and delays of rules, added up. */
  readonly delayMs: number
  readonly action: FaultAction | undefined
  /** What to answer when a `random_id` repeats: the first message again, or RANDOM_ID_DUPLICATE. */
  readonly repeatAnswer: 'first-message' | 'duplicate'
}

/** Behaviour on demand: rules made by the control API, asked once for every request of every surface. */
export interface Faults {
  decide(subject: FaultSubject): FaultDecision
  /** Off: a repeated `random_id` makes a second message, as if Telegram kept no memory. For counting who relied on it. */
  readonly remembersRandomIds: boolean
}

/** For tests of one part: nothing ever goes wrong. */
export const noFaults: Faults = {
  decide: () => ({ delayMs: 0, action: undefined, repeatAnswer: 'first-message' }),
  remembersRandomIds: true,
}
