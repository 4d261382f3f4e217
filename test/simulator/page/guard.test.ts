import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { populate } from './people-and-bot.ts'
import { servePage } from './serve-page.ts'

const json = { 'content-type': 'application/json' }

describe('the page towards strangers', () => {
  it.each(['/', '/assets/main.js', '/phone/people', '/phone/nothing/here'])(
    'sends the headers of security with %s',
    async (path) => {
      const { origin } = await servePage()

      const { headers } = await fetch(`${origin}${path}`)

      const policy = headers.get('content-security-policy') ?? ''
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "trusted-types 'none'",
      ])
        expect(policy).toContain(part)
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    },
  )

  it.each<[string, Record<string, string>, number]>([
    ['another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['a page on another port', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['who does not say where it comes from', json, 403],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }, 415],
  ])('takes no write from %s', async (_, headers, status) => {
    const { world, origin } = await servePage()

    const response = await fetch(`${origin}/phone/people`, { method: 'POST', headers, body: '{"firstName":"Mallory"}' })

    expect(response.status).toBe(status)
    expect([...world.users.all()]).toEqual([])
  })

  it('takes a write from a program that names our origin', async () => {
    const { world, origin } = await servePage()
    const headers = { ...json, origin }

    const response = await fetch(`${origin}/phone/people`, { method: 'POST', headers, body: '{"firstName":"Aziz"}' })

    expect(response.status).toBe(200)
    expect([...world.users.all()]).toHaveLength(1)
  })

  it('answers to loopback names only, so that no foreign name can be pointed at it', async () => {
    const { port } = await servePage()
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path: '/phone/people', headers: { host } }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        asked.on('error', reject).end()
      })

    expect(await statusFor('evil.example')).toBe(421)
    expect(await statusFor('127.0.0.1.evil.example')).toBe(421)
    expect(await statusFor(`localhost:${port}`)).toBe(200)
  })

  it.each(['/assets/..%2fapp.ts', '/assets/%2e%2e%2fapp.ts', '/assets/tsconfig.json', '/assets/nothing.js'])(
    'serves no other file than its own: %s',
    async (path) => {
      const { origin } = await servePage()

      expect((await fetch(`${origin}${path}`)).status).toBe(404)
    },
  )
})

describe('files that somebody sent', () => {
  it('shows pictures, told by their bytes, and gives everything else as a download', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    const contents = new Map([
      [1, png],
      [2, page],
    ])
    const { world, origin } = await servePage({ contentOf: (id) => Promise.resolve(contents.get(id)) })
    const { bot } = populate(world)
    for (const [id, name] of [
      [1, 'a.html'],
      [2, 'x"\r\n\u202Egnp.html\ud800'],
    ] as const) {
      world.files.add({
        id,
        kind: 'document',
        name,
        mime: 'image/png',
        sizeBytes: 1,
        width: 0,
        height: 0,
        ownerId: bot.id,
      })
    }

    const [picture, document, nothing] = await Promise.all([1, 2, 3].map((id) => fetch(`${origin}/phone/file/${id}`)))

    expect(picture?.headers.get('content-type')).toBe('image/png')
    expect(picture?.headers.get('content-disposition')).toBe('inline')
    expect(document?.headers.get('content-type')).toBe('application/octet-stream')
    expect(document?.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''x%22%0D%0A/)
    expect(document?.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(nothing?.status).toBe(404)
  })
})
