import type { Update } from 'grammy/types'

/** Parts of an album come one after another, nearly always in one answer; a slow server takes longer. */
const quietMs = 1_000
/** https://core.telegram.org/bots/api#sendmediagroup */
const partsMax = 10

/**
 * An album comes as messages of its own, and nothing says how many: it is whole when nothing more of it came for a moment. Until then its
 * parts stand in the inbox as not done, so a process that ends meanwhile gets all of them again.
 */
export class Albums {
  readonly #onWhole: (personId: number, parts: readonly Update[]) => void
  readonly #open = new Map<string, { readonly parts: Update[]; timer: NodeJS.Timeout }>()

  constructor(onWhole: (personId: number, parts: readonly Update[]) => void) {
    this.#onWhole = onWhole
  }

  /** @returns false for what is no part of an album */
  take(personId: number, update: Update): boolean {
    const groupId = update.message?.media_group_id
    if (groupId === undefined) return false
    const key = `${personId} ${groupId}`
    const parts = this.#open.get(key)?.parts ?? []
    clearTimeout(this.#open.get(key)?.timer)
    parts.push(update)
    const end = () => {
      this.#open.delete(key)
      this.#onWhole(
        personId,
        parts.toSorted((one, other) => one.update_id - other.update_id),
      )
    }
    const timer = setTimeout(end, parts.length >= partsMax ? 0 : quietMs)
    this.#open.set(key, { parts, timer })
    return true
  }

  /** What is not whole waits for the next process. */
  stop(): void {
    for (const { timer } of this.#open.values()) clearTimeout(timer)
    this.#open.clear()
  }
}
