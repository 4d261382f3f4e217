import type { EngineEvent } from '../delivery/events.ts'

type Subscriber = (event: EngineEvent) => void

/** Where everything that happens arrives, from all shards and from the main thread; log, counters and alerts listen. */
export class EventHub {
  readonly #subscribers = new Set<Subscriber>()

  emit(event: EngineEvent): void {
    for (const take of this.#subscribers) take(event)
  }

  /** @returns what ends it. */
  subscribe(take: Subscriber): () => void {
    this.#subscribers.add(take)
    return () => void this.#subscribers.delete(take)
  }
}
