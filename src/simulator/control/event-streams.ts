import { controlEventTypes } from './control-event.ts'
import type { ControlEventType } from './control-event.ts'
import type { EventFeed } from './event-feed.ts'

/** A reader that is this far behind is cut off: it would take the simulator's memory with it. */
const backlogMaxBytes = 8 * 1024 * 1024

/** The bodies of the answers to `/events`: server-sent events, one `data:` line of JSON each. */
export class EventStreams {
  readonly #feed: EventFeed
  readonly #ends = new Set<() => void>()

  constructor(feed: EventFeed) {
    this.#feed = feed
  }

  /**
   * Begins with an empty comment, so that a reader knows from when on it misses nothing.
   * @param cut ends the connection of a reader that is too slow, with all that waits for it
   */
  open(types: readonly ControlEventType[] = controlEventTypes, cut = (): void => {}): ReadableStream<Uint8Array> {
    const text = new TextEncoder()
    let end = (): void => {}
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          const unsubscribe = this.#feed.subscribe(types, (json) => {
            controller.enqueue(text.encode(`data: ${json}\n\n`))
            if ((controller.desiredSize ?? 0) > 0) return
            end()
            cut()
          })
          end = () => {
            unsubscribe()
            if (this.#ends.delete(end)) controller.close()
          }
          this.#ends.add(end)
          controller.enqueue(text.encode(':\n\n'))
        },
        cancel: () => end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: backlogMaxBytes }),
    )
  }

  /** Streams that somebody may read. */
  get count(): number {
    return this.#ends.size
  }

  endAll(): void {
    for (const end of this.#ends) end()
  }
}
