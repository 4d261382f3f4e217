import type { EngineEvent, EventFields, EventName } from '../delivery/events.ts'

/** For so long events are collected, in milliseconds: nobody sees the difference, and a busy shard sends a tenth of the messages. */
const gatherMs = 20

/**
 * Collects events, and passes on those of the next moment together: a message to another thread costs more than what is in it.
 * @param after calls back when that moment is over
 * @returns how to add one, and what passes on the rest before the thread ends
 */
export function gatherEvents<Event>(
  tell: (events: readonly Event[]) => void,
  after: (flush: () => void) => void = (flush) => void setTimeout(flush, gatherMs),
) {
  let gathered: Event[] = []
  const flush = () => {
    if (gathered.length === 0) return
    const events = gathered
    gathered = []
    tell(events)
  }
  const add = (event: Event) => {
    if (gathered.length === 0) after(flush)
    gathered.push(event)
  }
  return { add, flush }
}

/** Where the shard says what happened. */
export class EventSink {
  readonly #take: (event: EngineEvent) => void

  constructor(take: (event: EngineEvent) => void) {
    this.#take = take
  }

  /** No field may be called as the event's own name is here and in the log: it would take its place. */
  emit<Name extends EventName>(name: Name, fields: EventFields[Name] & { name?: never; event?: never }): void {
    this.#take({ name, ...fields } as EngineEvent)
  }
}
