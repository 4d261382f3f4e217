import { eventLevels } from '../delivery/events.ts'
import type { EngineEvent, EventName } from '../delivery/events.ts'

/** How often each event happened since the start: what `karvon status` shows, and metrics will. */
export class EventCounters {
  readonly #counts = new Map<EventName, number>()

  note({ name }: EngineEvent): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  /** Every event of the list, also those that never happened, so that the shape does not depend on luck. */
  snapshot(): Record<EventName, number> {
    const names = Object.keys(eventLevels) as EventName[]
    return Object.fromEntries(names.map((name) => [name, this.#counts.get(name) ?? 0])) as Record<EventName, number>
  }
}
