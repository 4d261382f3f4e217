import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { computeCheck } from 'telegram/Password.js'
import { describe, expect, it } from 'vitest'
import { demoPassword } from '../../../src/simulator/worlds/demo-password.ts'
import { connectTo, refusalOf, sendCode, signedInTo, signIn } from '../../support/account.ts'
import { savedSession } from '../../support/gramjs.ts'
import { startMtproto } from '../../support/telegram-world.ts'

const phone = '9996621234'

describe('a sign-in with a password', () => {
  it('asks for it after the right code, and takes the right one', async () => {
    const { client } = await setup('to‘g‘ri parol')

    expect(await refusalOf(signIn(client, phone))).toBe('SESSION_PASSWORD_NEEDED')
    const password = await client.invoke(new Api.account.GetPassword())
    await checkPassword(client, 'to‘g‘ri parol')

    expect(password).toMatchObject({ hasPassword: true, hint: 'the usual' })
    expect(password.srp_B).toHaveLength(256)
    expect(await client.getMe()).toMatchObject({ phone })
  })

  it('takes the documented one of the demo world', async () => {
    const { telegram, client, user } = await setup()
    telegram.world.users.update(user, { password: demoPassword })

    await refusalOf(signIn(client, phone))
    await checkPassword(client, 'karvon')

    expect(await client.getMe()).toMatchObject({ phone })
  })

  it('lets nobody in before', async () => {
    const { client } = await setup()
    await refusalOf(signIn(client, phone))

    expect(await refusalOf(client.invoke(new Api.account.GetAuthorizations()))).toBe('SESSION_PASSWORD_NEEDED')
  })

  it('does not ask for it after a wrong code', async () => {
    const { client } = await setup()

    expect(await refusalOf(signIn(client, phone, '11111'))).toBe('PHONE_CODE_INVALID')
    expect(await refusalOf(client.invoke(new Api.account.GetPassword()))).toBe('AUTH_KEY_UNREGISTERED')
  })

  it('refuses a wrong one, and five of them close the phone for a day', async () => {
    const { telegram, client } = await setup()
    await refusalOf(signIn(client, phone))

    for (let time = 1; time <= 5; time++)
      expect(await refusalOf(checkPassword(client, 'wrong'))).toBe('PASSWORD_HASH_INVALID')

    expect(await refusalOf(checkPassword(client, 'secret'))).toBe('PHONE_PASSWORD_FLOOD')
    expect(await refusalOf(sendCode(client, phone))).toBe('PHONE_PASSWORD_FLOOD')
    telegram.clock.advance(24 * 3_600_000 + 1)
    await checkPassword(client, 'secret')
    expect(await client.getMe()).toMatchObject({ phone })
  })

  it('takes each challenge once, and only the one of this user', async () => {
    const { telegram, client } = await setup()
    const other = await signedInTo(telegram, '9996625678')
    await refusalOf(signIn(client, phone))
    const wrong = await proofOf(client, 'wrong')

    expect(await refusalOf(client.invoke(new Api.auth.CheckPassword({ password: wrong })))).toBe(
      'PASSWORD_HASH_INVALID',
    )
    expect(await refusalOf(client.invoke(new Api.auth.CheckPassword({ password: wrong })))).toBe('SRP_ID_INVALID')
    const right = await proofOf(client, 'secret')
    expect(await refusalOf(other.invoke(new Api.auth.CheckPassword({ password: right })))).toBe('SRP_ID_INVALID')
    const empty = new Api.InputCheckPasswordEmpty()
    expect(await refusalOf(client.invoke(new Api.auth.CheckPassword({ password: empty })))).toBe(
      'PASSWORD_HASH_INVALID',
    )
  })

  it('notices that the password was changed meanwhile', async () => {
    const { telegram, client, user } = await setup()
    await refusalOf(signIn(client, phone))
    const password = await proofOf(client, 'secret')

    await telegram.signIn.passwords.set(user, 'another')

    expect(await refusalOf(client.invoke(new Api.auth.CheckPassword({ password })))).toBe('SRP_PASSWORD_CHANGED')
    await checkPassword(client, 'another')
    expect(await client.getMe()).toMatchObject({ phone })
  })

  it('goes on after a restart of the client and of Telegram', async () => {
    const { telegram, client } = await setup()
    await refusalOf(signIn(client, phone))
    const session = savedSession(client)
    await client.destroy()

    const next = await connectTo(await telegram.restart(), { session })
    await checkPassword(next, 'secret')

    expect(await next.getMe()).toMatchObject({ phone })
  })
})

describe('the password of an account', () => {
  it('is set, changed and removed by its client', async () => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, phone)

    await client.updateTwoFaSettings({ isCheckPassword: false, newPassword: 'first', hint: 'one' })
    expect(await client.invoke(new Api.account.GetPassword())).toMatchObject({ hasPassword: true, hint: 'one' })

    await client.updateTwoFaSettings({ isCheckPassword: false, currentPassword: 'first', newPassword: 'second' })
    const second = await connectTo(telegram)
    expect(await refusalOf(signIn(second, phone))).toBe('SESSION_PASSWORD_NEEDED')
    expect(await refusalOf(checkPassword(second, 'first'))).toBe('PASSWORD_HASH_INVALID')
    await checkPassword(second, 'second')

    await client.updateTwoFaSettings({ isCheckPassword: false, currentPassword: 'second' })
    const password = await client.invoke(new Api.account.GetPassword())
    expect(password.hasPassword).toBeFalsy()
    expect(await signIn(await connectTo(telegram), phone)).toMatchObject({ phone })
  })

  it('is not changed by whoever does not know it', async () => {
    const { client } = await setup()
    await refusalOf(signIn(client, phone))
    await checkPassword(client, 'secret')

    const change = client.updateTwoFaSettings({ isCheckPassword: false, currentPassword: 'wrong', newPassword: 'mine' })

    expect(await refusalOf(change)).toBe('PASSWORD_HASH_INVALID')
  })

  it.each([
    ['salts of its own', { salt1: Buffer.alloc(40) }, 256, 'NEW_SALT_INVALID'],
    ['a salt without a part of its own', {}, 256, 'NEW_SALT_INVALID'],
    ['another generator', { g: 4 }, 256, 'NEW_SETTINGS_INVALID'],
    ['a short verifier', {}, 255, 'NEW_SETTINGS_INVALID'],
  ])('is not set with %s', async (_, change, size, refusal) => {
    const client = await signedInTo(await startMtproto(), phone)
    const { newAlgo } = await client.invoke(new Api.account.GetPassword())
    const newSettings = new Api.account.PasswordInputSettings({
      newAlgo: Object.assign(newAlgo, change),
      newPasswordHash: Buffer.alloc(size, 1),
      hint: '',
    })
    const password = new Api.InputCheckPasswordEmpty()

    const request = new Api.account.UpdatePasswordSettings({ password, newSettings })

    expect(await refusalOf(client.invoke(request))).toBe(refusal)
  })

  it('is not set with a salt or a hint without end', async () => {
    const client = await signedInTo(await startMtproto(), phone)
    const set = async (ownBytes: number, hint: string) => {
      const { newAlgo } = await client.invoke(new Api.account.GetPassword())
      const { salt1 } = newAlgo as Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
      Object.assign(newAlgo, { salt1: Buffer.concat([salt1, Buffer.alloc(ownBytes)]) })
      const newPasswordHash = Buffer.alloc(256, 1)
      const newSettings = new Api.account.PasswordInputSettings({ newAlgo, newPasswordHash, hint })
      const password = new Api.InputCheckPasswordEmpty()
      return client.invoke(new Api.account.UpdatePasswordSettings({ password, newSettings }))
    }

    expect(await refusalOf(set(100_000, ''))).toBe('NEW_SALT_INVALID')
    expect(await refusalOf(set(32, 'x'.repeat(257)))).toBe('NEW_SETTINGS_INVALID')
    expect(await set(32, 'x'.repeat(256))).toBe(true)
  })

  it('cannot be recovered without an address', async () => {
    const { client } = await setup()
    await refusalOf(signIn(client, phone))

    expect(await refusalOf(client.invoke(new Api.auth.RequestPasswordRecovery()))).toBe('PASSWORD_RECOVERY_NA')
  })
})

/** A test phone whose user has a password, and a client that is not signed in. */
async function setup(password = 'secret') {
  const telegram = await startMtproto()
  const user = telegram.world.users.create({ firstName: 'Aziz', phone })
  await telegram.signIn.passwords.set(user, password, 'the usual')
  return { telegram, user, client: await connectTo(telegram) }
}

async function proofOf(client: TelegramClient, password: string) {
  return computeCheck(await client.invoke(new Api.account.GetPassword()), password)
}

async function checkPassword(client: TelegramClient, password: string) {
  return client.invoke(new Api.auth.CheckPassword({ password: await proofOf(client, password) }))
}
