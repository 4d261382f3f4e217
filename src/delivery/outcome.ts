import type { Peer } from './peer.ts'
import type { Lane } from './wait.ts'

/**
 * What Telegram did with one try. A value, not an exception: every kind is normal work, and each is decided in another way.
 * `error` is Telegram's own name for it and becomes the attempt's reason.
 */
export type Outcome =
  /** Telegram has it. Without an id where there is none: an edit that changed nothing, work of another kind with its `result`. */
  | { readonly type: 'sent'; readonly messageId: number | null; readonly result: string | null }
  /** Telegram asks to wait, for a kind of calls of this account or for this one chat. Nothing was sent, and no try was used. */
  | {
      readonly type: 'wait'
      readonly waitMs: number
      readonly scope: Lane | 'peer'
      readonly error: string
      /** Of a group with slow mode: how long it is as a whole, where the group told it. */
      readonly slowModeMs?: number
    }
  /** This account cannot send this to this peer, now or later. */
  | {
      readonly type: 'refused'
      readonly error: string
      readonly what: RefusedWhat
      readonly contentAfterPeers?: number
    }
  /** Nobody can send this content anywhere: the run stops, instead of hearing so from each of its chats. */
  | { readonly type: 'contentRefused'; readonly error: string }
  /** The account may not do this, for a while or until its owner acts. Others go on. */
  | ({ readonly type: 'accountPaused'; readonly error: string } & AccountPause)
  /** The session is over. Uncertain where only its code says so: then a look at the account itself decides. */
  | { readonly type: 'accountDead'; readonly error: string; readonly isCertain: boolean }
  /** What we know of the peer, file or message is old: get it anew and repeat with the same `random_id`. */
  | {
      readonly type: 'stale'
      readonly error: string
      readonly what: StaleWhat
      /** It is being got anew beside the messages: the attempt waits for it, and no try is used. */
      readonly awaits?: { readonly reason: string; readonly waitMs: number }
      /** Where a group that was upgraded goes on, where Telegram tells. */
      readonly migratedTo?: Successor
    }
  /** Something that it needs is on its way to the account, such as a file. Nothing was asked of Telegram, and no try was used. */
  | { readonly type: 'notReady'; readonly error: string; readonly waitMs: number }
  /** An earlier call with this `random_id` is still running: its answer comes to whoever asks again. */
  | { readonly type: 'busyDuplicate'; readonly error: string }
  /** Certainly nothing of it left, and it is not the attempt's fault: no connection, another DC, a wrong configuration. */
  | { readonly type: 'notSent'; readonly error: string }
  /** Telegram took the request and did not do it, for a reason of its own that passes. */
  | { readonly type: 'failed'; readonly error: string }
  /** The bytes left and no answer says what became of them: the line broke, a deadline passed, Telegram failed inside. */
  | { readonly type: 'unknown'; readonly error: string }

/** What of the attempt is in the way; `request`: only this one piece of work, such as deleting a message that is too old. */
export type RefusedWhat = 'peer' | 'topic' | 'content-kind' | 'request'

export type StaleWhat = 'peer' | 'migrated' | 'file-reference' | 'upload' | 'reply' | 'send-as' | 'message'

/** The supergroup that a basic group became. Its access hash is the account's own; null where none is needed, as for bots. */
export interface Successor {
  readonly peer: Peer
  readonly accessHash: string | null
}

export interface AccountPause {
  readonly concerns: 'account' | 'joins' | 'proxy'
  /** How many days, the first time, the second time in a row, and so on; empty: until the owner acts. */
  readonly days: readonly number[]
  /** Only when so many chats answered this within a day; before that it is a refusal of the one chat. */
  readonly fromPeers: number
}
