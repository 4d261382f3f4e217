import { createHash, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { StringSession } from 'telegram/sessions/index.js'
import { describe, expect, it } from 'vitest'
import { parseSession } from '../../../src/telegram/mtproto/session-string.ts'

const key = randomBytes(256)
const keyId = createHash('sha1').update(key).digest().readBigInt64LE(12).toString()

describe('a session string', () => {
  it.each(['149.154.167.51', '127.0.0.1', 'venus.web.telegram.org', '2001:67c:4e8:f002::a'])(
    'of GramJS that names %s is read, and GramJS reads it back',
    async (address) => {
      const parsed = parseSession(` \n${gramjs({ address })} `)

      expect(parsed).toMatchObject({ type: 'session', dcId: 2, address, authKeyId: keyId })
      const session = new StringSession(parsed.type === 'session' ? parsed.session.reveal() : '')
      await session.load()
      expect([session.dcId, session.serverAddress, session.getAuthKey()?.getKey()?.equals(key)]).toEqual([
        2,
        address,
        true,
      ])
    },
  )

  it.each([
    [Buffer.from([149, 154, 167, 51]), '149.154.167.51'],
    [Buffer.from('2001067c04e8f002000000000000000a', 'hex'), /^[0-9a-f:]{39}$/],
  ])('of Telethon is turned into one of GramJS', async (raw, address) => {
    const telethon = Buffer.concat([Buffer.from([4]), raw, Buffer.from([1, 187]), key]).toString('base64url')

    const parsed = parseSession(`1${telethon}`)

    expect(parsed).toMatchObject({ type: 'session', dcId: 4, authKeyId: keyId })
    if (parsed.type !== 'session') return
    expect(parsed.address).toMatch(address)
    const session = new StringSession(parsed.session.reveal())
    await session.load()
    expect(session.getAuthKey()?.getKey()?.equals(key)).toBe(true)
  })

  it.each<readonly [string, string, string | RegExp]>([
    ['nothing', '', 'it is empty'],
    ['white space', '   ', 'it is empty'],
    ["a bot's token", '123456789:AAH-0123456789abcdefghijklmnopqrstu', "it is a bot's token"],
    ['a phone', '+998 90 123 45 67', 'it is a phone number: sign in with `karvon accounts login`'],
    ['an auth key', key.toString('hex'), 'it is a bare auth key, without its DC'],
    [
      "Pyrogram's",
      Buffer.concat([Buffer.from([2, 0, 0, 0, 5, 0]), key, Buffer.alloc(9, 3)]).toString('base64url'),
      /Pyrogram/,
    ],
    ['of another version', `2${gramjs({}).slice(1)}`, /must begin with 1/],
    ['a word', 'a tdata folder', /must begin with 1/],
    ['in another alphabet', `1${'€'.repeat(350)}`, /no base64 has/],
    ['cut off', gramjs({}).slice(0, 200), /cut off/],
    ['longer', `${gramjs({}).replaceAll('=', '')}AAAA`, /cut off/],
    ['only its first character', '1', /no base64 has/],
    ['only its first bytes', '1AA==', /cut off/],
    ['of DC 9', gramjs({ dcId: 9 }), 'it names DC 9, and Telegram has 1 to 5'],
    ['of DC 0', gramjs({ dcId: 0 }), 'it names DC 0, and Telegram has 1 to 5'],
    ['without a key', gramjs({ key: Buffer.alloc(256) }), /key is empty/],
    ['with a strange address', gramjs({ address: '<script>' }), /cut off/],
  ])('is not what is %s, and the reason is said', (_, given, reason) => {
    expect(parseSession(given)).toEqual({ type: 'not-a-session', reason: expect.stringMatching(reason) })
  })

  it('does not show itself, and a reason does not repeat what was given', () => {
    const good = gramjs({})
    const shown = [good, good.slice(0, 300), good.slice(5), `${good}0`].map((given) => inspect(parseSession(given)))

    for (const text of shown) expect(text).not.toContain(good.slice(40, 80))
  })

  it('never throws on what it is not', () => {
    for (let length = 0; length < 600; length++) {
      const bytes = randomBytes(length)
      expect(['session', 'not-a-session']).toContain(parseSession(`1${bytes.toString('base64')}`).type)
      expect(['session', 'not-a-session']).toContain(parseSession(bytes.toString('latin1')).type)
    }
  })
})

function gramjs({ dcId = 2, address = '149.154.167.51', key: ownKey = key }): string {
  const bytes = [Buffer.from([dcId, 0, address.length]), Buffer.from(address), Buffer.from([1, 187]), ownKey]
  return `1${Buffer.concat(bytes).toString('base64')}`
}
