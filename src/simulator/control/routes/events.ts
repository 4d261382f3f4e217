import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { z } from 'zod'
import { controlEventTypes } from '../control-event.ts'
import type { ControlEventType } from '../control-event.ts'
import type { EventStreams } from '../event-streams.ts'
import { queryOf } from '../input.ts'

const names: readonly string[] = controlEventTypes
const eventsQuery = z.strictObject({
  types: z
    .string()
    .transform((list) => list.split(','))
    .refine((list) => list.every((name) => names.includes(name)), `must be of ${names.join(',')}, with commas between`)
    .optional(),
})

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }

/** What happens, as it happens. */
export function eventRoutes(streams: EventStreams): Hono<{ Bindings: HttpBindings }> {
  return new Hono<{ Bindings: HttpBindings }>().get('/events', (c) => {
    const types = queryOf(c, eventsQuery).types as ControlEventType[] | undefined
    // A GET route is asked for HEAD too: who wants no body must not be given a stream that nobody ends.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const cut = () => c.env.outgoing.destroy()
    return c.body(streams.open(types, cut), 200, headers)
  })
}
