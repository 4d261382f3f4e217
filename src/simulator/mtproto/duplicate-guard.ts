/**
 * AUTH_KEY_DUPLICATED: requests of two connections on one key that interleave (A, B, A). B alone after A is a reconnect, and an old
 * half-open A that never asks again is none. Connections that only move files are exempt: clients open them on the same key.
 */
export class DuplicateGuard {
  readonly #uses = new Map<bigint, { last: number; readonly earlier: Set<number> }>()

  /** @returns true when this request proves a second user of the key. */
  isDuplicate(keyId: bigint, connectionId: number, method: string): boolean {
    if (method.startsWith('upload.')) return false
    const use = this.#uses.get(keyId)
    if (use === undefined) {
      this.#uses.set(keyId, { last: connectionId, earlier: new Set() })
      return false
    }
    if (use.last === connectionId) return false
    if (use.earlier.has(connectionId)) return true
    use.earlier.add(use.last)
    use.last = connectionId
    // A key that reconnects for days must not remember every connection: ids rise, so the oldest can't come back.
    if (use.earlier.size > 16) use.earlier.delete(Math.min(...use.earlier))
    return false
  }

  forget(keyId: bigint): void {
    this.#uses.delete(keyId)
  }
}
