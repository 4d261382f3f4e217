import type { LiveEvent, LiveFeed } from './live.ts'

/** A phone that is this far behind is hung up on; it calls again and looks at everything anew. */
const backlogMaxBytes = 1_000_000
/** A comment now and then, so that a connection that died is noticed on either side. */
const heartbeatMs = 20_000

export const eventStreamHeaders = { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }

/**
 * Server-sent events for one person's phone (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * @param cut ends the connection of a phone that is too far behind, with all that waits for it
 */
export function eventStream(feed: LiveFeed, userId: number, cut: () => void): Response {
  const encoder = new TextEncoder()
  let hangUp = (): void => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): boolean => {
          controller.enqueue(encoder.encode(text))
          if ((controller.desiredSize ?? 0) > 0) return true
          hangUp()
          controller.close()
          cut()
          return false
        }
        const heartbeat = setInterval(() => write(':\n\n'), heartbeatMs)
        heartbeat.unref()
        hangUp = () => clearInterval(heartbeat)
        write('retry: 1000\n\n')
        const disconnect = feed.connect(userId, (event) => write(frame(event)))
        hangUp = () => {
          clearInterval(heartbeat)
          disconnect()
        }
      },
      cancel() {
        hangUp()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: backlogMaxBytes }),
  )
  return new Response(body, { headers: eventStreamHeaders })
}

/** JSON has no line breaks of its own, so that one event is one `data` line. */
function frame(event: LiveEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`
}
