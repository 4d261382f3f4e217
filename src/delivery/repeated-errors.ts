/**
 * How many chats answered the same within a day. One refusal may be about the chat; the same from others tells that it is the account
 * or the content. Kept in memory only: after a restart the next refusals say it again.
 */
export class RepeatedErrors {
  readonly #peers = new Map<string, Map<number, number>>()

  /** @returns the number of different chats, this one included. Keys name what is suspected, `account|USER_BANNED_IN_CHANNEL`. */
  note(key: string, peer: number, nowMs: number): number {
    const seenAtMs = this.#peers.get(key) ?? new Map<number, number>()
    for (const [other, atMs] of seenAtMs) if (nowMs - atMs >= dayMs) seenAtMs.delete(other)
    if (seenAtMs.size < enoughPeers) seenAtMs.set(peer, nowMs)

    // Taken out and put back, so that the key that was met longest ago stands first.
    this.#peers.delete(key)
    this.#peers.set(key, seenAtMs)
    const [oldest] = this.#peers.keys()
    if (this.#peers.size > keysMax && oldest !== undefined) this.#peers.delete(oldest)
    return seenAtMs.size
  }
}

const dayMs = 24 * 3_600_000
/** No rule asks for more chats than that. */
const enoughPeers = 8
const keysMax = 1_000
