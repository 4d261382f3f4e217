import { once } from 'node:events'
import { request } from 'node:http'
import type { ClientRequest, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { BodyBudget } from '../../src/simulator/body-budget.ts'
import { readArgs } from '../../src/simulator/botapi/http/body.ts'
import { answerError } from '../../src/simulator/control/answer.ts'
import { boundedBodies } from '../../src/simulator/control/bodies.ts'
import { appListener, createHttpServer } from '../../src/simulator/http-server.ts'

describe('an HTTP server', () => {
  it('hangs up on a request that never ends, whatever it waits for', async () => {
    const times = { headersTimeout: 20, requestTimeout: 40, connectionsCheckingInterval: 10, keepAliveTimeout: 1000 }
    const server = createHttpServer((incoming, response) => {
      incoming.on('error', () => {}).resume()
      incoming.once('end', () => response.end())
    }, times)
    const stalled = post(await portOf(server), 'never comes to an end')

    expect(await statusOf(stalled)).toBe(408)
  })

  it('leaves the Response of its process alone, by which an answer is known that was given already', async () => {
    const { Response: before } = globalThis
    const app = new Hono().get('/', (c) => c.text('salom'))
    const server = createHttpServer(appListener(app.fetch))

    expect(await (await fetch(`http://127.0.0.1:${await portOf(server)}`)).text()).toBe('salom')
    expect(globalThis.Response).toBe(before)
    expect(before.name).toBe('Response')
  })
})

describe('bodies that come in at the same time', () => {
  it('are bounded together at the Bot API, and those that stop give their share back', async () => {
    const budget = new BodyBudget(1000)
    const server = createHttpServer((incoming, response) => void answerArgs(incoming, response, budget))

    await checkBudget(await portOf(server), { status: 502, line: 'Bad Gateway' })
  })

  it('are bounded together at the control API, and those that stop give their share back', async () => {
    const app = new Hono()
      .use(boundedBodies(new BodyBudget(1000), 900))
      .post('/', (c) => c.req.text().then((t) => c.text(t)))
    app.onError((error, c) => answerError(c, error, openLog('silent')))
    const server = createHttpServer(appListener(app.fetch))
    const port = await portOf(server)

    await checkBudget(port, { status: 503, line: '{"ok":false,"error":"other requests are sending' })
    const tooLarge = post(port, 'x'.repeat(901)).end()
    expect(await statusOf(tooLarge)).toBe(413)
  })
})

/** One client sends most of what may be in memory and stops; then another comes. */
async function checkBudget(port: number, refusal: { readonly status: number; readonly line: string }): Promise<void> {
  const stalled = post(port, `text=${'x'.repeat(795)}`)
  stalled.on('error', () => {})
  await once(stalled, 'socket')
  const whenRefused = async () => {
    for (;;) {
      const answer = await answerTo(post(port, `text=${'y'.repeat(395)}`).end())
      if (answer.status !== 200) return answer
    }
  }

  const refused = await whenRefused()
  const small = await answerTo(post(port, 'text=y').end())
  stalled.destroy()
  const whenFree = async () => {
    while ((await answerTo(post(port, `text=${'y'.repeat(395)}`).end())).status !== 200) continue
    return 200
  }

  expect(refused.status).toBe(refusal.status)
  expect(refused.body).toContain(refusal.line)
  expect(small.status).toBe(200)
  expect(await whenFree()).toBe(200)
}

async function answerArgs(incoming: IncomingMessage, response: ServerResponse, budget: BodyBudget): Promise<void> {
  try {
    response.end((await readArgs(incoming, budget)).text('text'))
  } catch (error) {
    const { code, message } = error as Error & { readonly code: number }
    if (Number.isInteger(code)) response.writeHead(code).end(message)
  }
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Begins a request of unknown length with this. */
function post(port: number, beginning: string): ClientRequest {
  const sent = request({ port, host: '127.0.0.1', method: 'POST' })
  sent.write(beginning)
  return sent
}

async function answerTo(sent: ClientRequest): Promise<{ readonly status: number; readonly body: string }> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, body: await text(response) }
}

async function statusOf(sent: ClientRequest): Promise<number> {
  return (await answerTo(sent)).status
}
