import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startControl } from '../../support/control.ts'

describe('the control port', () => {
  it.each([
    ['another name for this address (DNS rebinding)', { host: 'attacker.example' }, /host attacker\.example/],
    ['another name with the right port', { host: 'attacker.example:PORT' }, /host attacker\.example/],
    ['no port', { host: '127.0.0.1' }, /open http:\/\/127\.0\.0\.1:\d+$/],
    ['a page of another site', { origin: 'https://attacker.example' }, /pages of https:\/\/attacker\.example/],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }, /may not use the control API/],
    ['a sandboxed page', { origin: 'null' }, /pages of null/],
  ])('refuses a request by %s, and changes nothing', async (_, headers, line) => {
    const { url, client } = await startControl()

    const answer = await send(url, 'POST', '/users', headers, '{"firstName":"Eve"}')

    expect(answer).toMatchObject({ status: 403, body: { ok: false, error: expect.stringMatching(line) } })
    expect((await client.world.users()).total).toBe(0)
  })
})

interface Sent {
  readonly status: number | undefined
  readonly body: unknown
}

/** By node:http, because fetch does not let a program say another host. */
function send(url: string, method: string, path: string, headers: Record<string, string>, body: string): Promise<Sent> {
  const { port } = new URL(url)
  const all = Object.entries({ 'content-type': 'application/json', ...headers })
  const named = Object.fromEntries(all.map(([name, value]) => [name, value.replace('PORT', port)]))
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers: named }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
