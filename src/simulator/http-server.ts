import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'

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

/** An HTTP server for loopback that hangs up on requests which never end. How long it takes to answer is not its matter. */
export function createHttpServer(listener: RequestListener, wanted: HttpTimes = times): Server {
  return createServer({ ...wanted }, listener)
}
