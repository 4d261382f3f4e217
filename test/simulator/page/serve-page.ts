import { serve } from '@hono/node-server'
import type { AddressInfo, Server } from 'node:net'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { openLog } from '../../../src/base/log.ts'
import { pageApp } from '../../../src/simulator/page/app.ts'
import type { PageDeps } from '../../../src/simulator/page/app.ts'
import { openTestWorld } from '../../support/world.ts'

/** The page over HTTP on a port of its own, before a world in a real file. Mounted as the control server mounts it. */
export async function servePage(options: Pick<PageDeps, 'commandsOf' | 'contentOf'> = {}) {
  const opened = openTestWorld()
  const { world, commit, clock } = opened
  const app = new Hono().route('/', pageApp({ world, commit, clock, log: openLog('fatal'), ...options }))
  const { server, port } = await listen(app, 0)
  onTestFinished(() => stop(server))
  const origin = `http://127.0.0.1:${port}`
  return { ...opened, origin, port, app, stop: () => stop(server), ...clientOf(origin) }
}

/** The same page on the same port again, as after a restart. */
export async function serveAgain(app: Hono, port: number): Promise<void> {
  const { server } = await listen(app, port)
  onTestFinished(() => stop(server))
}

/** Asks as the page itself does. The caller says what it expects back; its assertions check it. */
function clientOf(origin: string) {
  const ask = async <Body>(path: string, request: RequestInit = {}) => {
    const response = await fetch(`${origin}${path}`, request)
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
  }
  return {
    get: <Body = Refusal>(path: string) => ask<Body>(path),
    post: <Body = Refusal>(path: string, body: unknown = {}) =>
      ask<Body>(path, { method: 'POST', headers: writing, body: JSON.stringify(body) }),
  }
}

interface Refusal {
  readonly error: string
  readonly problem?: string
}

const writing = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }

function listen(app: Hono, port: number): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = serve(
      { fetch: app.fetch, hostname: '127.0.0.1', port, overrideGlobalObjects: false },
      (address: AddressInfo) => resolve({ server, port: address.port }),
    )
  })
}

function stop(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) (server as { closeAllConnections(): void }).closeAllConnections()
  })
}
