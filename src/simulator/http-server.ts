import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

/** Milliseconds, as Node names them. */
export interface HttpTimes {
  readonly keepAliveTimeout: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly connectionsCheckingInterval: number
}

const times: HttpTimes = {
  // A kept connection that the server ends just when a client uses it again looks like a lost request: end it late.
  keepAliveTimeout: 75_000,
  headersTimeout: 20_000,
  // Of the whole request, its body included: 50 MB take less than a second on loopback.
  requestTimeout: 60_000,
  connectionsCheckingInterval: 10_000,
}

/** What answers a request of the web with its response. */
type Fetch = Parameters<typeof getRequestListener>[0]

/** An HTTP server for loopback that hangs up on requests which never end. How long it takes to answer is not its matter. */
export function createHttpServer(listener: RequestListener, wanted: HttpTimes = times): Server {
  return createServer({ ...wanted }, listener)
}

/**
 * An application as Node calls it. The adapter would put a Response of its own into the global place; where that came first, its mark for
 * "answered already" is not known any more, and it answers a second time and breaks a connection that its client keeps.
 */
export function appListener(fetch: Fetch): RequestListener {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false })
  return (incoming, outgoing) => void listener(incoming, outgoing)
}
