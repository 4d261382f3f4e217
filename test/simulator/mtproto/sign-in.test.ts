import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, giveCode, refusalOf, sendCode, signedInTo, signIn } from '../../support/account.ts'
import { savedSession } from '../../support/gramjs.ts'
import { startMtproto } from '../../support/telegram-world.ts'

const testPhone = '+9996621234'

describe('a test phone', () => {
  it('signs in with its digit five times, and its user is a member of the public chats', async () => {
    const telegram = await startMtproto()
    const { world } = telegram
    const creatorId = world.users.create({ firstName: 'Malika' }).id
    const open = world.chats.create({ kind: 'supergroup', title: 'Toshkent', username: 'toshkent', creatorId })
    world.chats.create({ kind: 'channel', title: 'Xabarlar', username: 'xabarlar', creatorId })
    world.chats.create({ kind: 'supergroup', title: 'Private', creatorId })
    const client = await connectTo(telegram)

    const user = await signIn(client, testPhone)

    expect(user).toMatchObject({ self: true, firstName: 'Test 1234', phone: '9996621234' })
    expect([...world.chats.of(Number(user.id))].map(({ title }) => title)).toEqual(['Toshkent', 'Xabarlar'])
    expect(world.messages.history(creatorId, open.peer, { limit: 9 }).map(({ action }) => action?.type)).not.toContain(
      'joined',
    )
  })

  it('is the same user whenever and wherever it signs in', async () => {
    const telegram = await startMtproto()
    const first = await signIn(await connectTo(telegram), testPhone)
    const second = await signIn(await connectTo(telegram), testPhone)

    expect(second.id.toString()).toBe(first.id.toString())
  })

  it.each([
    ['+9996611234', 1],
    ['+9996631234', 3],
    ['+9996671234', 2],
  ])('%s is at home in DC %i, where the client is sent', async (phone, dcId) => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)

    await signIn(client, phone)

    expect(client.session.dcId).toBe(dcId)
    expect(await client.getMe()).toMatchObject({ phone: phone.slice(1) })
  })
})

describe('a phone of the world', () => {
  it('signs in with a random code', async () => {
    const telegram = await startMtproto()
    telegram.world.users.create({ firstName: 'Aziz', phone: '998901234567' })
    const client = await connectTo(telegram)

    const { phoneCodeHash, type } = await sendCode(client, '+998 90 123-45-67')
    const code = telegram.signIn.codes.latest('+998901234567') ?? ''
    const user = await giveCode(client, '+998901234567', phoneCodeHash, code)

    expect(type).toMatchObject({ className: 'auth.SentCodeTypeSms', length: 5 })
    expect(code).toMatch(/^\d{5}$/)
    expect(user.firstName).toBe('Aziz')
  })

  it('is sent to the DC of its user', async () => {
    const telegram = await startMtproto()
    telegram.world.users.create({ firstName: 'Aziz', phone: '998901234567', dcId: 3 })
    const client = await connectTo(telegram)

    await sendCode(client, '998901234567')

    expect(client.session.dcId).toBe(3)
  })

  it.each([
    ['banned', 'PHONE_NUMBER_BANNED'],
    ['deactivated', 'USER_DEACTIVATED'],
  ] as const)('of a %s user is refused', async (status, refusal) => {
    const telegram = await startMtproto()
    const user = telegram.world.users.create({ firstName: 'Aziz', phone: '998901234567' })
    telegram.world.users.update(user, { status })

    expect(await refusalOf(sendCode(await connectTo(telegram), '998901234567'))).toBe(refusal)
  })
})

describe('a phone that nobody has', () => {
  const phone = '998901112233'
  const signUp = (phoneCodeHash: string, firstName = 'Nodira') =>
    new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash, firstName, lastName: '' })

  it('signs up once the code was right', async () => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(client, phone)
    const phoneCode = telegram.signIn.codes.latest(phone) ?? ''

    const answer = await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode }))
    expect(answer.className).toBe('auth.AuthorizationSignUpRequired')
    expect(await refusalOf(client.invoke(signUp(phoneCodeHash, ' ')))).toBe('FIRSTNAME_INVALID')
    await client.invoke(signUp(phoneCodeHash))

    expect(await client.getMe()).toMatchObject({ firstName: 'Nodira', phone })
    expect(await refusalOf(client.invoke(signUp(phoneCodeHash)))).toBe('PHONE_NUMBER_OCCUPIED')
  })

  it('does not sign up before', async () => {
    const client = await connectTo(await startMtproto())
    const { phoneCodeHash } = await sendCode(client, phone)

    expect(await refusalOf(client.invoke(signUp(phoneCodeHash)))).toBe('PHONE_CODE_INVALID')
    expect(await refusalOf(client.invoke(signUp('other')))).toBe('PHONE_CODE_EXPIRED')
  })
})

describe('bad input', () => {
  const phones = ['', '12345', 'phone', '+12345678901234567', '0998901234567', '+999662123', '+99966212345']

  it.each(phones)('refuses the phone %j', async (phone) => {
    const client = await connectTo(await startMtproto())

    expect(await refusalOf(sendCode(client, phone))).toBe('PHONE_NUMBER_INVALID')
  })

  it('refuses what is missing or does not belong together', async () => {
    const client = await connectTo(await startMtproto())
    const { phoneCodeHash } = await sendCode(client, testPhone)
    const refusal = (phone: string, hash: string, code: string) => refusalOf(giveCode(client, phone, hash, code))

    expect(await refusal(testPhone, phoneCodeHash, '')).toBe('PHONE_CODE_EMPTY')
    expect(await refusal(testPhone, '', '22222')).toBe('PHONE_CODE_HASH_EMPTY')
    expect(await refusal(testPhone, 'another', '22222')).toBe('PHONE_CODE_EXPIRED')
    expect(await refusal('+9996629999', phoneCodeHash, '22222')).toBe('PHONE_CODE_EXPIRED')
  })

  it('refuses an application that cannot be', async () => {
    const client = await connectTo(await startMtproto())
    const settings = new Api.CodeSettings({})
    const request = new Api.auth.SendCode({ phoneNumber: testPhone, apiId: 0, apiHash: 'hash', settings })

    expect(await refusalOf(client.invoke(request))).toBe('API_ID_INVALID')
  })
})

describe('a session', () => {
  it('goes on in another client between the code and the sign-in', async () => {
    const telegram = await startMtproto()
    const first = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(first, testPhone)
    const session = savedSession(first)
    await first.destroy()

    const user = await giveCode(await connectTo(telegram, { session }), testPhone, phoneCodeHash, '22222')

    expect(user.firstName).toBe('Test 1234')
  })

  it('goes on after a restart of Telegram between the code and the sign-in', async () => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(client, testPhone)
    const key = keyOf(client)

    await telegram.restart()
    const user = await giveCode(client, testPhone, phoneCodeHash, '22222')

    expect(user.firstName).toBe('Test 1234')
    expect(keyOf(client)).toEqual(key)
  })

  it('stays signed in over a restart of Telegram, without a new auth key', async () => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, testPhone)
    const [session, key] = [savedSession(client), keyOf(client)]
    await client.destroy()

    const restarted = await telegram.restart()
    const next = await connectTo(restarted, { session })

    expect(await next.getMe()).toMatchObject({ firstName: 'Test 1234' })
    expect(keyOf(next)).toEqual(key)
  })

  it('ends with auth.logOut, and its key may sign in again', async () => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, testPhone)

    expect((await client.invoke(new Api.auth.LogOut())).className).toBe('auth.LoggedOut')

    const getMe = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })
    expect(await refusalOf(client.invoke(getMe))).toBe('AUTH_KEY_UNREGISTERED')
    expect(await refusalOf(client.invoke(new Api.auth.LogOut()))).toBe('AUTH_KEY_UNREGISTERED')
    await signIn(client, testPhone)
    expect(await client.getMe()).toMatchObject({ firstName: 'Test 1234' })
  })

  it.each([
    ['banned', 'USER_DEACTIVATED_BAN'],
    ['deactivated', 'USER_DEACTIVATED'],
  ] as const)('of a user who is %s meanwhile is refused', async (status, refusal) => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, testPhone)
    const user = telegram.world.users.byPhone(testPhone)

    if (user !== undefined) telegram.world.users.update(user, { status })

    expect(await refusalOf(client.invoke(new Api.account.GetAccountTTL()))).toBe(refusal)
  })

  it('is apart from the session of another account at the same time', async () => {
    const telegram = await startMtproto()
    const phones = ['9996620001', '9996620002', '9996620003', '9996610004']

    const clients = await Promise.all(phones.map((phone) => signedInTo(telegram, phone)))

    const users = await Promise.all(clients.map((client) => client.getMe()))
    expect(users.map(({ phone }) => phone)).toEqual(phones)
  })

  it('opens for a bot by its token', async () => {
    const telegram = await startMtproto()
    const token = '7000000001:token-of-a-bot'
    const bot = { token, privacy: true, description: '' }
    telegram.world.users.create({ id: 7_000_000_001, firstName: 'Karvon', username: 'karvon_bot', bot })
    const client = await connectTo(telegram)
    const importBot = (botAuthToken: string) =>
      client.invoke(new Api.auth.ImportBotAuthorization({ flags: 0, apiId: 1, apiHash: 'hash', botAuthToken }))

    expect(await refusalOf(importBot('7000000001:wrong'))).toBe('ACCESS_TOKEN_INVALID')
    await importBot(token)

    expect(await client.getMe()).toMatchObject({ bot: true, username: 'karvon_bot' })
  })
})

/** The server's keys are not counted: the client begins one exchange in 256 again, and the first key stays there. */
function keyOf(client: TelegramClient): Buffer {
  const key = client.session.getAuthKey()?.getKey()
  if (key === undefined) throw new Error('the client has no auth key')
  return key
}
