import { SentCode } from '@mtcute/core'
import type { BaseTelegramClient } from '@mtcute/core/client.js'
import { checkPassword, getMe, logOut, sendCode, signIn } from '@mtcute/core/methods.js'
import { describe, expect, it } from 'vitest'
import { createServerKeyPem } from '../../../src/simulator/mtproto/wire/crypto/server-key.ts'
import { makeMtcute } from '../../support/mtcute-client.ts'
import { layer198, readersOfLayer198 } from '../../support/mtcute-layer-198.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import type { TestTelegram } from '../../support/telegram-world.ts'
import { startWire } from './wire/wire-setup.ts'

describe('mtcute, an independent client', () => {
  it.for(['intermediate', 'padded', 'obfuscated'] as const)(
    'makes a key and asks for the configuration over the %s transport',
    async (transport) => {
      const wire = await startWire()

      const client = makeMtcute({ ...wire, transport })
      const config = await client.call({ _: 'help.getConfig' })
      const nearest = await client.call({ _: 'help.getNearestDc' })

      expect(config.messageLengthMax).toBe(4_096)
      expect(nearest.country).toBe('UZ')
      expect(wire.keys.all).toContain(wire.requests[0]?.authKey)
    },
  )

  it('makes a key with the encryption that clients used before 2021', async () => {
    const wire = await startWire({ privatePem: await createServerKeyPem() })

    const client = makeMtcute({ ...wire, rsa: 'old' })

    expect((await client.call({ _: 'help.getNearestDc' })).country).toBe('UZ')
  })

  it('makes no key for another DC than the one it speaks to', async () => {
    const wire = await startWire()
    const line = wire.closingWith('a key for DC 4')

    const client = makeMtcute({ ...wire, dcId: 4 })
    void client.connect()

    await line
  })

  it('sends its calls packed and in containers, and goes on after a change of salts and a lost connection', async () => {
    const wire = await startWire()
    const client = makeMtcute(wire)
    const ask = () => Promise.all(Array.from({ length: 30 }, () => client.call({ _: 'help.getNearestDc' })))

    await ask()
    wire.server.bumpSalts()
    await ask()
    wire.requests[0]?.connection.reset()

    expect((await ask()).every(({ country }) => country === 'UZ')).toBe(true)
    expect(wire.requests.length).toBeGreaterThanOrEqual(90)
  })

  it('hears what the server thinks of a call that it packed', async () => {
    const wire = await startWire()
    const client = makeMtcute(wire)
    const name = 'x'.repeat(5_000)

    await expect(client.call({ _: 'contacts.resolveUsername', username: name })).rejects.toThrow('NOT_IN_THIS_TEST')

    const call = wire.requests.find(({ body }) => body._ === 'contacts.resolveUsername')
    expect(call?.body['username']).toBe(name)
    expect(call?.sizeBytes).toBeLessThan(1_000)
  })
})

describe('mtcute with an account', () => {
  it.each([
    ['+9996621234', 2, '22222'],
    // At home in another DC: it goes where the configuration says, by address and port, and makes a key there.
    ['+9996611234', 1, '11111'],
  ])('signs in with %s, at home in DC %i', async (phone, dcId, phoneCode) => {
    const telegram = await startMtproto()
    const client = makeAccount(telegram)

    const phoneCodeHash = await askForCode(client, phone)
    const user = await signIn(client, { phone, phoneCodeHash, phoneCode })
    const me = await getMe(client)

    expect([user.displayName, me.displayName, me.phoneNumber]).toEqual(['Test 1234', 'Test 1234', phone.slice(1)])
    expect(me.isSelf).toBe(true)
    expect(telegram.keys.of(me.id).map(({ key }) => key.dcId)).toEqual([dcId])
  })

  it('signs in with the second password, and with no wrong one', async () => {
    const telegram = await startMtproto()
    const phone = '998901234567'
    const user = telegram.world.users.create({ firstName: 'Aziz', phone })
    await telegram.signIn.passwords.set(user, 'to‘g‘ri')
    const client = makeAccount(telegram)
    const phoneCodeHash = await askForCode(client, phone)
    const phoneCode = telegram.signIn.codes.latest(phone) ?? ''

    await expect(signIn(client, { phone, phoneCodeHash, phoneCode: '00000' })).rejects.toThrow('PHONE_CODE_INVALID')
    await expect(signIn(client, { phone, phoneCodeHash, phoneCode })).rejects.toThrow('SESSION_PASSWORD_NEEDED')
    await expect(checkPassword(client, 'noto‘g‘ri')).rejects.toThrow('PASSWORD_HASH_INVALID')
    await checkPassword(client, 'to‘g‘ri')

    expect((await getMe(client)).displayName).toBe('Aziz')
    await logOut(client)
    expect(telegram.keys.of(user.id)).toEqual([])
  })
})

/** It says that it speaks layer 198, as a client of that time does. */
function makeAccount(telegram: TestTelegram) {
  return makeMtcute({ ...telegram, layer: layer198, readers: readersOfLayer198 })
}

/** Asks for a code. @returns what names it. */
async function askForCode(client: BaseTelegramClient, phone: string): Promise<string> {
  const sent = await sendCode(client, { phone })
  if (sent instanceof SentCode) return sent.phoneCodeHash
  throw new Error('the client was signed in without a code')
}
