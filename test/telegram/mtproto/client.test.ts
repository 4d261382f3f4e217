import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import type { Entity } from '../../../src/delivery/message.ts'
import type { ConnectGate } from '../../../src/telegram/connect-gate.ts'
import { trustServerKey } from '../../../src/telegram/mtproto/server-key.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { adapterTo, device, noAbort, openLink, sendTo } from './link-setup.ts'

describe('a client', () => {
  // First, because a key that is trusted once is trusted by the whole thread.
  it('makes no key with a Telegram that it was not told to trust', async () => {
    const telegram = await startMtproto()
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const publicKeyPem = String(other.export({ type: 'spki', format: 'pem' }))
    const login = adapterTo({ port: telegram.port, publicKeyPem }, { deadlineMs: 8000 }).openLogin()

    const outcome = await login.sendCode({ phone: new Secret('9996621234'), device, proxy: undefined }, noAbort)

    expect(outcome).toMatchObject({ type: 'refused', reason: 'no-answer' })
    expect(telegram.files.db.prepare('select count(*) from auth_keys').pluck().get()).toBe(0)
  })

  it('shows the names of its account, not those of our machine', async () => {
    const telegram = await startMtproto()
    const login = adapterTo(telegram).openLogin()
    const start = { phone: new Secret('9996621234'), device: { ...device, model: 'Samsung' }, proxy: undefined }
    const sent = await login.sendCode(start, noAbort)
    if (sent.type !== 'code-sent') throw new Error(sent.type)

    await login.signIn({ ...start, ...sent }, new Secret('22222'), noAbort)

    const shown = telegram.files.db.prepare<[], { body: string }>('select body from devices').all()
    expect(shown.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { deviceModel: 'Samsung', systemVersion: device.systemVersion, appVersion: device.appVersion },
    ])
  })

  it.each([
    ['nothing', ''],
    ['a text', 'not a key'],
    ['an elliptic key', String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))],
  ])('does not take %s for the key of a Telegram', (_, pem) => {
    expect(() => trustServerKey(pem)).toThrow('the public key of the other Telegram is no RSA key in PEM')
  })

  it('is not made of what is no session', async () => {
    const { adapter } = await openLink()
    const open = (text: string) => adapter.open({ session: new Secret(text), device, proxy: undefined })

    expect(() => open('')).toThrow('this is not a session string: it is empty')
    expect(() => open('canary')).toThrow(/^this is not a session string: (?!.*canary)/)
  })
})

describe('the gate', () => {
  it('is passed by every connection, also by those that GramJS makes by itself', async () => {
    const gate = countingGate()
    const { send, ...rest } = await openLink({ deps: { gate } })
    await send({ randomId: '1' })
    rest.break({ method: 'messages.sendMessage', times: 1, drop: 'close' })

    await send({ randomId: '2' })
    await rest.link.close()
    await send({ randomId: '3' })

    expect(gate.passed()).toBe(3)
  })

  it('may keep a link waiting for longer than its deadline', async () => {
    const gate = countingGate(2500)
    const { send } = await openLink({ deps: { gate, deadlineMs: 2000 } })

    expect(await send()).toMatchObject({ type: 'sent' })
  })

  it('is left by a call that is given up', async () => {
    const { send, sends } = await openLink({ deps: { gate: countingGate(60_000) } })

    expect(await send({}, AbortSignal.timeout(50))).toEqual({ type: 'notSent', error: 'AbortError' })
    expect(sends()).toEqual([])
  })
})

describe('a formatted text', () => {
  it('arrives with its formatting', async () => {
    const { adapter, session, to, world, aziz, chat } = await openLink()
    const link = adapter.open({ session, device, proxy: undefined })
    onTestFinished(() => link.close())
    const types = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'code'] as const
    const entities: Entity[] = [
      ...types.map((type, index) => ({ type, offset: index * 2, length: 1 })),
      { type: 'expandable_blockquote', offset: 14, length: 1 },
      { type: 'pre', offset: 16, length: 1, language: 'ts' },
      { type: 'text_link', offset: 18, length: 1, url: 'https://example.org/' },
      { type: 'custom_emoji', offset: 20, length: 1, customEmojiId: '5368324170671202286' },
      { type: 'text_mention', offset: 22, length: 1, userId: aziz.id },
    ]

    const outcome = await sendTo(link, { to, text: 'a b c d e f g h i j k l', entities })

    expect(outcome.type).toBe('sent')
    const [message] = world.messages.history(aziz.id, chat.peer, { limit: 1 })
    // A mention without the person's hash stays plain text.
    expect(message?.entities).toEqual(entities.slice(0, -1))
  })
})

function countingGate(waitMs = 0): ConnectGate & { passed(): number } {
  let count = 0
  return {
    passed: () => count,
    async admit(signal) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, waitMs)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          reject(new Error('left'))
        })
      })
      count += 1
    },
  }
}
