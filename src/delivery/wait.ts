import type { Peer } from './peer.ts'

/**
 * Kinds of calls that Telegram holds back apart: a flood wait while reading dialogs does not stop sending, and one for taking messages
 * back (`change`) stops no new ones.
 */
export type Lane = 'send' | 'change' | 'read' | 'join' | 'transfer'

/**
 * What has to wait: a lane of an account, one chat of it, or a campaign with all its accounts. `slow-mode`: new messages to one chat, where
 * whatever else concerns it goes on, such as taking an older one back.
 */
export type WaitKey =
  | { readonly type: 'lane'; readonly lane: Lane }
  | { readonly type: 'peer'; readonly peer: Peer }
  | { readonly type: 'slow-mode'; readonly peer: Peer }
  | { readonly type: 'campaign'; readonly campaignId: number }

/** All messages of an account. */
export const sendLane: WaitKey = { type: 'lane', lane: 'send' }

/** Until when, and what asked for it. */
export interface Wait {
  readonly key: WaitKey
  readonly untilMs: number
  readonly reason: string
}

/** The longest wait that is believed. TDLib cuts at the same length; the longest that anybody reported is one day. */
export const waitMaxMs = 14 * 24 * 3_600_000

/**
 * A stored instant as it counts now. At start a wait beyond the longest means that the clock was wrong when it was written, or is
 * now; without the cut an account would stand still for as long as the clock was off.
 */
export function clampUntil(untilMs: number, nowMs: number): number {
  return Math.min(untilMs, nowMs + waitMaxMs)
}

/** The key as the text that stands in a row of the account. */
export function waitKeyText(key: WaitKey): string {
  switch (key.type) {
    case 'lane':
      return `lane:${key.lane}`
    case 'peer':
      return `peer:${key.peer}`
    case 'slow-mode':
      return `slow-mode:${key.peer}`
    case 'campaign':
      return `campaign:${key.campaignId}`
    default:
      return key satisfies never
  }
}

/** What something for this chat has to wait for: new messages also for its slow mode. */
export function waitsOfChat(peer: Peer, lane: Lane): readonly WaitKey[] {
  const chat = { type: 'peer', peer } as const
  return lane === 'send' ? [chat, { type: 'slow-mode', peer }] : [chat]
}

/**
 * The lane of a method. Names as both APIs write them, `messages.SendMessage` of the client's classes included.
 * Whatever neither writes, joins nor moves files counts as reading.
 */
export function laneOf(method: string): Lane {
  return lanes.find(({ shape }) => shape.test(method))?.lane ?? 'read'
}

const lanes: readonly { readonly lane: Lane; readonly shape: RegExp }[] = [
  { lane: 'transfer', shape: /^(?:upload\.|messages\.uploadMedia$|getFile$)/i },
  { lane: 'join', shape: /^(?:channels\.(?:join|leave)Channel|messages\.(?:importChatInvite|deleteChatUser))$/i },
  { lane: 'change', shape: /^(?:messages|channels)\.(?:editMessage|deleteMessages)$/i },
  // A bot's 429 concerns its token, whatever was asked: there, changes are counted with what is sent.
  { lane: 'send', shape: /^(?:(?:messages|channels)\.)?(?:send|forward|edit|delete|copy|updatePinned|pin)/i },
]

/** What one account, and what is sent through it, has to wait for. Keys that are over are dropped when they are met. */
export class Waits {
  readonly #untilMs = new Map<string, number>()

  /** A later instant replaces an earlier one, never the other way: two answers may cross. */
  note(key: WaitKey, untilMs: number): void {
    this.noteText(waitKeyText(key), untilMs)
  }

  /** The same for a key as it stands in a row. */
  noteText(text: string, untilMs: number): void {
    this.#untilMs.set(text, Math.max(untilMs, this.#untilMs.get(text) ?? 0))
  }

  /** Ends a wait early: the owner asked, or the cause is gone. */
  forget(key: WaitKey): void {
    this.#untilMs.delete(waitKeyText(key))
  }

  /** From when on something that needs all these keys may go; `nowMs` when it may go at once. */
  freeAtMs(keys: readonly WaitKey[], nowMs: number): number {
    let freeAtMs = nowMs
    for (const key of keys) {
      const text = waitKeyText(key)
      const untilMs = this.#untilMs.get(text) ?? 0
      if (untilMs > freeAtMs) freeAtMs = untilMs
      else if (untilMs <= nowMs) this.#untilMs.delete(text)
    }
    return freeAtMs
  }
}
