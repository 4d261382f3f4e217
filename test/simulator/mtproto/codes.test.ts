import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, giveCode, refusalOf, sendCode, signedInTo } from '../../support/account.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import type { TestTelegram } from '../../support/telegram-world.ts'

const phone = '998901234567'

describe('a login code', () => {
  it('may be given wrong four times, and is void after the fifth', async () => {
    const { client, hash, code } = await setup()

    for (let time = 1; time <= 4; time++)
      expect(await refusalOf(giveCode(client, phone, hash, wrong(code)))).toBe('PHONE_CODE_INVALID')
    expect((await giveCode(client, phone, hash, code)).firstName).toBe('Aziz')

    const { phoneCodeHash } = await sendCode(client, phone)
    for (let time = 1; time <= 5; time++)
      expect(await refusalOf(giveCode(client, phone, phoneCodeHash, 'wrong'))).toBe('PHONE_CODE_INVALID')
    expect(await refusalOf(giveCode(client, phone, phoneCodeHash, code))).toBe('PHONE_CODE_EXPIRED')
  })

  it('is good for five minutes', async () => {
    const { telegram, client, hash, code } = await setup()

    telegram.clock.advance(5 * 60_000 + 1)

    expect(telegram.signIn.codes.latest(phone)).toBeUndefined()
    expect(await refusalOf(giveCode(client, phone, hash, code))).toBe('PHONE_CODE_EXPIRED')
  })

  it('serves once', async () => {
    const { telegram, client, hash, code } = await setup()
    await giveCode(client, phone, hash, code)

    expect(await refusalOf(giveCode(await connectTo(telegram), phone, hash, code))).toBe('PHONE_CODE_EXPIRED')
  })

  it('is void when a newer one is sent, and when it is cancelled', async () => {
    const { telegram, client, hash } = await setup()

    const { phoneCodeHash } = await client
      .invoke(new Api.auth.ResendCode({ phoneNumber: phone, phoneCodeHash: hash }))
      .then((sent) => sent as Api.auth.SentCode)
    const code = telegram.signIn.codes.latest(phone) ?? ''
    expect(await refusalOf(giveCode(client, phone, hash, code))).toBe('PHONE_CODE_EXPIRED')

    await client.invoke(new Api.auth.CancelCode({ phoneNumber: phone, phoneCodeHash }))
    expect(await refusalOf(giveCode(client, phone, phoneCodeHash, code))).toBe('PHONE_CODE_EXPIRED')
  })

  it('is sent five times a minute at most', async () => {
    const { telegram, client } = await setup()
    for (let time = 2; time <= 5; time++) await sendCode(client, phone)

    const wait = /^FLOOD_WAIT_(\d+)$/.exec(await refusalOf(sendCode(client, phone)))
    telegram.clock.advance(60_000)

    expect(Number(wait?.[1])).toBeGreaterThan(0)
    expect(Number(wait?.[1])).toBeLessThanOrEqual(60)
    expect((await sendCode(client, phone)).type.className).toBe('auth.SentCodeTypeSms')
  })

  it('survives a restart of Telegram with the tries that were made', async () => {
    const { telegram, client, hash, code } = await setup()
    for (let time = 1; time <= 4; time++) await refusalOf(giveCode(client, phone, hash, wrong(code)))

    await telegram.restart()

    expect(await refusalOf(giveCode(client, phone, hash, wrong(code)))).toBe('PHONE_CODE_INVALID')
    expect(await refusalOf(giveCode(client, phone, hash, code))).toBe('PHONE_CODE_EXPIRED')
  })
})

describe('a login code in a chat', () => {
  it.each([
    ['in the middle of a text', (code: string) => `kod: ${code}, rahmat`],
    ['alone', (code: string) => code],
  ])('is void: %s', async (_, said) => {
    const { telegram, client, hash, code } = await setup()

    sayInChat(telegram, said(code))

    expect(telegram.signIn.codes.latest(phone)).toBeUndefined()
    expect(await refusalOf(giveCode(client, phone, hash, code))).toBe('PHONE_CODE_EXPIRED')
  })

  it.each([
    ['with characters between its digits', (code: string) => code.split('').join('-')],
    ['inside a longer number', (code: string) => `99${code}`],
    ['when it is another number', wrong],
  ])('stays good %s', async (_, said) => {
    const { telegram, client, hash, code } = await setup()

    sayInChat(telegram, said(code))

    expect((await giveCode(client, phone, hash, code)).firstName).toBe('Aziz')
  })

  it('is void for a test phone as well', async () => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(client, '9996621234')

    sayInChat(telegram, '22222')

    expect(await refusalOf(giveCode(client, '9996621234', phoneCodeHash, '22222'))).toBe('PHONE_CODE_EXPIRED')
  })
})

describe("the account's other session", () => {
  it('gets the code from Telegram, which does not make it void, and a notice of the login', async () => {
    const { telegram, client, hash, code } = await setup()
    const { id } = await giveCode(client, phone, hash, code)
    const second = await connectTo(telegram)

    const { type, phoneCodeHash } = await sendCode(second, phone)
    const secondCode = telegram.signIn.codes.latest(phone) ?? ''
    const messages = () => telegram.world.messages.history(Number(id), 777_000, { limit: 9 })

    expect(type.className).toBe('auth.SentCodeTypeApp')
    expect(messages()).toMatchObject([{ text: expect.stringContaining(`Login code: ${secondCode}.`), fromId: 777_000 }])
    await giveCode(second, phone, phoneCodeHash, secondCode)
    expect(messages()[0]?.text).toMatch(/^New login\. Aziz, .+Test phone/)
  })

  it('may declare a code void that the person gave away', async () => {
    const { telegram, client, hash, code } = await setup()
    await giveCode(client, phone, hash, code)
    const second = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(second, phone)
    const secondCode = telegram.signIn.codes.latest(phone) ?? ''

    await client.invoke(new Api.account.InvalidateSignInCodes({ codes: [secondCode] }))

    expect(await refusalOf(giveCode(second, phone, phoneCodeHash, secondCode))).toBe('PHONE_CODE_EXPIRED')
  })

  it('of a test phone gets nothing: everybody knows its code', async () => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, '9996621234')
    const { type } = await sendCode(await connectTo(telegram), '9996621234')

    const { id } = await client.getMe()
    expect(type.className).toBe('auth.SentCodeTypeSms')
    expect(telegram.world.messages.history(Number(id), 777_000, { limit: 9 })).toEqual([])
  })

  it('does not hinder a login when the person has blocked Telegram', async () => {
    const { telegram, client, hash, code } = await setup()
    const { id } = await giveCode(client, phone, hash, code)
    await sendCode(client, phone)
    telegram.world.people.setBlocked(Number(id), 777_000, true)

    const second = await connectTo(telegram)
    const { phoneCodeHash } = await sendCode(second, phone)
    const user = await giveCode(second, phone, phoneCodeHash, telegram.signIn.codes.latest(phone) ?? '')

    expect(user.firstName).toBe('Aziz')
  })
})

/** A phone of the world that waits for a code. */
async function setup() {
  const telegram = await startMtproto()
  telegram.world.users.create({ firstName: 'Aziz', phone })
  const client = await connectTo(telegram)
  const { phoneCodeHash: hash } = await sendCode(client, phone)
  return { telegram, client, hash, code: telegram.signIn.codes.latest(phone) ?? '' }
}

function wrong(code: string): string {
  return String((Number(code) + 1) % 100_000).padStart(5, '0')
}

/** Somebody who has nothing to do with the phone writes to a group. */
function sayInChat({ world }: TestTelegram, text: string): void {
  const { id } = world.users.create({ firstName: 'Malika' })
  const chat = world.chats.create({ kind: 'supergroup', title: 'Toshkent', creatorId: id })
  world.people.write(id, chat.peer, text)
}
