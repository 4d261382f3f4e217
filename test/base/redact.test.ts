import { describe, expect, it } from 'vitest'
import { redact } from '../../src/base/redact.ts'
import { canaries } from './canaries.ts'

describe('redaction', () => {
  it.each(canaries)('masks $name wherever it stands', ({ value, mustNotShow }) => {
    const places = [
      value,
      `before ${value} after`,
      `key=${value}`,
      `"${value}"`,
      `line\n${value}\nline`,
      JSON.stringify({ msg: `line\n${value}\tnext` }),
      JSON.stringify({ inner: JSON.stringify({ text: `\n${value}` }) }),
      `https://api.telegram.org/bot${value}/getMe`,
      `${value}${value}`,
    ]

    for (const place of places) expect(redact(place)).not.toContain(mustNotShow)
  })

  it('masks a session that stands right behind a token, wherever its first sign is that no token has', () => {
    const token = '7312345678:AAF0123456789012345678901234567890x'
    for (let at = 1; at < 100; at++) {
      const session = `1${'x'.repeat(at - 1)}+${'y'.repeat(139 - at)}`

      expect(redact(`TOLD_${token}_${session}`)).not.toMatch(/x{30}|y{40}/)
    }
    expect(redact(`/bot${token}/setChatAdministratorCustomTitle`)).toBe(
      '/bot[bot token]/setChatAdministratorCustomTitle',
    )
  })

  it('masks a token whose colon is escaped in a URL', () => {
    expect(redact('/bot7312345678%3AAAF0123456789012345678901234567890x/getMe')).toBe('/bot[bot token]/getMe')
  })

  it('keeps the ends of a phone number, so that two can be told apart', () => {
    expect(redact('login of +998901234567')).toBe('login of +9***67')
    expect(redact('{"phone":"998901234567","phoneNumber":"79161234567"}')).toBe(
      '{"phone":"9***67","phoneNumber":"7***67"}',
    )
    expect(redact(`{ phone: '998901234567' }`)).toBe(`{ phone: '9***67' }`)
  })

  it('leaves a line of JSON a line of JSON', () => {
    for (const { value } of canaries) {
      const line = redact(JSON.stringify({ level: 30, [value]: 1, deep: [{ text: `a\n${value}"\\` }], msg: value }))

      expect(() => JSON.parse(line)).not.toThrow()
    }
  })

  it.each([
    '{"level":30,"time":"2026-11-21T05:00:00.000Z","accountId":7,"peer":-1001234567890,"untilMs":1790000000000,"msg":"shard works"}',
    'random_id 6465061921431858524 of attempt 123456789012',
    'campaign 8c1f6a52-3a55-4f0e-9a1b-0d5a6a1f7c11, text 4be1a0c1d3a54f7e9b7c0a5d2e6f8a9b',
    'at openStore (file:///srv/karvon/dist/store/store-client.js:35:11)',
    'took 12:34:56, ratio 1:2, phone: none',
  ])('leaves what is no secret: %s', (text) => {
    expect(redact(text)).toBe(text)
  })
})
