import { setMaxListeners } from 'node:events'

/** Aborts when a call is to end; released when it has ended. */
export interface EndSignal {
  readonly signal: AbortSignal
  readonly release: () => void
}

/**
 * What ends the calls of one link: the signal that each of them is given, and the link's own closing. A shard gives all calls of a link the
 * same signal, so that one is combined once and kept: made for every message it would be a fiftieth of what a message costs.
 */
export class LinkEnds {
  #closing = new AbortController()
  #kept: (EndSignal & { readonly given: AbortSignal }) | undefined

  /** For one call, asked for when the call is: what is asked for after `abortAll` is not ended by it. */
  of(given: AbortSignal): EndSignal {
    const closing = this.#closing.signal
    this.#kept ??= { given, ...eitherOf([given, closing]) }
    return this.#kept.given === given ? { signal: this.#kept.signal, release: () => {} } : eitherOf([given, closing])
  }

  /** Ends every call that was asked for before. */
  abortAll(): void {
    this.#closing.abort()
    this.#closing = new AbortController()
    this.#kept?.release()
    this.#kept = undefined
  }
}

/**
 * Aborts with the first of these; release it when its call has ended. `AbortSignal.any` keeps what it made for as long as its longest
 * living source.
 */
function eitherOf(signals: readonly AbortSignal[]): EndSignal {
  const controller = new AbortController()
  const abort = () => controller.abort()
  for (const signal of signals) {
    // One signal ends all calls of a shard, hundreds at a time: more than the ten that Node takes for a leak.
    setMaxListeners(0, signal)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  }
  const release = () => {
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
  return { signal: controller.signal, release }
}
