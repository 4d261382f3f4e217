import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { asksForCode, hears, member, testPhone, types } from './login-people.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
}, startsWithinMs)

afterAll(() => product.stop())
afterEach(() => product.client.rules.clear())

describe('a phone that cannot be connected', () => {
  it.each([
    ['PHONE_NUMBER_INVALID', 400, 'Telegram does not know this number'],
    ['PHONE_NUMBER_BANNED', 400, 'Telegram has banned or deleted this number'],
    ['PHONE_NUMBER_UNOCCUPIED', 400, 'There is no Telegram account with this number'],
    ['SEND_CODE_UNAVAILABLE', 406, 'Telegram sends no code to this number now'],
    ['API_ID_INVALID', 400, 'The trouble is on our side, not with your number'],
  ])('is told with what to do: %s', async (error, code, words) => {
    const aziz = await member(product)
    await product.client.rules.add({ error, code, method: 'auth.sendCode' })

    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    await aziz.writes(testPhone(11).phone)

    await aziz.sees(words)
    await aziz.presses('☎️ Another number')
    await aziz.sees('Which account do we connect?')
  })

  it('is no number at all: that is said before Telegram is asked', async () => {
    const aziz = await member(product)
    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    await aziz.writes('my phone')
    await product.client.until('the number to be refused', async () =>
      (await aziz.history())[1]?.text.includes('That does not look like a phone number.'),
    )
    await aziz.writes('⬅️ Back')
    await aziz.sees('Hello')
  })

  it('tells the admins, once, that the application is refused', async () => {
    await product.admin.starts()
    await product.admin.presses('🇬🇧 English')
    await product.admin.presses(/^Tashkent/)
    const aziz = await member(product)
    await product.client.rules.add({ error: 'API_ID_PUBLISHED_FLOOD', code: 400, method: 'auth.sendCode' })

    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    await aziz.writes(testPhone(12).phone)
    await aziz.sees('The trouble is on our side')

    const notices = product.read<{ detail: string }>(
      `select detail from notices where kind = 'login.application-refused'`,
    )
    expect(notices).toHaveLength(1)
  })
})

describe('a wait that Telegram asks for', () => {
  it('is told, and its button works once it is over', async () => {
    const aziz = await member(product)
    await product.client.rules.add({ floodWait: { seconds: 3 }, method: 'auth.sendCode', times: 1 })
    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    await aziz.writes(testPhone(13).phone)
    await aziz.sees('Telegram asks to wait: 3 seconds')

    const told = await aziz.presses('🔄 Try again')
    expect(told).toMatch(/^There are \d seconds? left to wait\.$/)
    const again = async () => (await aziz.presses('🔄 Try again')) === ''
    // Once a second: whoever presses faster for so long is told to slow down.
    await product.client.until('the wait to be over', again, { on: ['tick'] })
    await aziz.sees('Enter the code')
  })

  it('leaves no password in the chat, and does not send anybody away', async () => {
    const aziz = await member(product)
    await product.client.rules.add({ floodWait: { seconds: 600 }, method: 'auth.sendCode', times: 1 })
    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    await aziz.writes(testPhone(19).phone)
    const before = await aziz.sees('Telegram asks to wait')
    const { id } = await aziz.writes('my secret password')

    const isGone = async () => (await product.client.people.messages(aziz.id, product.bot.id)).every((m) => m.id !== id)
    await product.client.until('the password to be deleted', isGone, { on: ['deleted', 'tick'] })
    const isShownAgain = async () => (await aziz.screen()).messageId > before.messageId
    await product.client.until('the wait to be shown again', isShownAgain, { on: ['message', 'tick'] })
    expect((await aziz.screen()).text).toContain('Telegram asks to wait')
  })
})

describe('a code', () => {
  it('that is wrong may be typed again, with the tries that are left', async () => {
    const aziz = await member(product)
    const { phone, code } = testPhone(14)
    await asksForCode(aziz, phone)
    await types(aziz, '12345')
    await aziz.sees('❌ The code is wrong. You have 4 tries left.')
    await types(aziz, code)
    await hears(product, aziz, 'Test 0014 is connected')
  })

  it('that is typed into the chat is deleted there, void, and followed by a new one', async () => {
    const { phone } = await product.client.world.makeUser({ firstName: 'Madina', phone: '998901112233' })
    const aziz = await member(product)
    await asksForCode(aziz, '90 111 22 33')
    const typed = await aziz.writes(await product.client.world.code(phone ?? ''))
    const told = await aziz.sees('The code was typed into a chat')
    expect(told.buttons).toEqual(['🔁 Send a new code', '☎️ Another number', '✖️ Cancel'])
    const chat = await product.client.people.messages(aziz.id, product.bot.id, { limit: 50 })
    expect(chat.map(({ id }) => id)).not.toContain(typed.id)

    await aziz.presses('🔁 Send a new code')
    await aziz.sees('Enter the code')
    await types(aziz, await product.client.world.code(phone ?? ''))
    await hears(product, aziz, 'Madina is connected')
  })

  it('that is too old is followed by a new one', async () => {
    const aziz = await member(product)
    const { phone, code } = testPhone(15)
    await asksForCode(aziz, phone)
    await product.client.rules.add({ error: 'PHONE_CODE_EXPIRED', code: 400, method: 'auth.signIn', times: 1 })
    await types(aziz, code)
    await aziz.sees('This code does not work any more.')
    await aziz.presses('🔁 Send a new code')
    await aziz.sees('Enter the code')
    await types(aziz, code)
    await hears(product, aziz, 'Test 0015 is connected')
  })

  it('is not asked for again before its time', async () => {
    const aziz = await member(product)
    await asksForCode(aziz, testPhone(16).phone)
    expect(await aziz.presses('🔁 No code came')).toMatch(/^Wait another \d+ seconds: it may be on its way\.$/)
  })

  it('counts however quickly it is tapped', async () => {
    const aziz = await member(product)
    const { phone, code } = testPhone(17)
    await asksForCode(aziz, phone)
    await Promise.all(code.split('').map((digit) => aziz.presses(digit)))
    await hears(product, aziz, 'Test 0017 is connected')
  })
})

describe('a password', () => {
  it('is deleted at once, asked for again when it is wrong, and kept nowhere', async () => {
    const { world, people } = product.client
    const { id, phone } = await world.makeUser({ firstName: 'Dilshod', phone: '998902223344' })
    await world.setPassword(id, 'Olma daraxti', 'bog‘dagi')
    const aziz = await member(product)
    await asksForCode(aziz, '+998 (90) 222-33-44')
    await types(aziz, await world.code(phone ?? ''))
    const asked = await aziz.sees('The account has a password')
    expect(asked.text).toContain('Hint: bog‘dagi')

    await aziz.presses('🤔 I forgot it')
    await aziz.sees('If you forgot the password')
    await aziz.presses('⬅️ Back')
    await aziz.sees('The account has a password')
    const wrong = await aziz.writes('olma daraxti')
    await aziz.sees('❌ The password is wrong.')
    const right = await aziz.writes('Olma daraxti')
    await hears(product, aziz, 'Dilshod is connected')

    const left = (await people.messages(aziz.id, product.bot.id, { limit: 50 })).map((message) => message.id)
    expect(left).not.toContain(wrong.id)
    expect(left).not.toContain(right.id)
  })

  it('that begins with a slash is a password, and its writer is told where it cannot be deleted', async () => {
    const { world, rules } = product.client
    const { id, phone } = await world.makeUser({ firstName: 'Sardor', phone: '998902223355' })
    await world.setPassword(id, '/anor', '')
    const aziz = await member(product)
    await asksForCode(aziz, phone ?? '')
    await types(aziz, await world.code(phone ?? ''))
    await aziz.sees('The account has a password')
    await rules.add({ error: "Bad Request: message can't be deleted", code: 400, method: 'deleteMessage', times: 1 })
    await aziz.writes('/anor')
    await hears(product, aziz, 'Sardor is connected')
    expect((await aziz.history()).map(({ text }) => text)).toContain(
      'Your message could not be deleted. Please delete it yourself.',
    )
  })
})

describe('an account of somebody else', () => {
  it('stays theirs: the new login is ended, and whose it is, is not told', async () => {
    const { world } = product.client
    const { id, phone } = await world.makeUser({ firstName: 'Umid', phone: '998903334455' })
    const [first, second] = [await member(product), await member(product, { firstName: 'Botir' })]
    await asksForCode(first, phone ?? '')
    await types(first, await world.code(phone ?? ''))
    await hears(product, first, 'Umid is connected')

    await asksForCode(second, phone ?? '')
    await types(second, await world.code(phone ?? ''))
    const told = await second.sees('This account is connected by somebody else')

    expect(told.text).not.toContain('Aziz')
    expect(told.text).not.toContain(String(first.id))
    await product.client.until('the second login to be ended', async () => (await world.sessions(id)).length === 1, {
      on: ['tick', 'ledger'],
    })
    expect(product.read(`select owner_id as owner from accounts where telegram_id = ${id}`)).toEqual([
      { owner: first.id },
    ])
    await noLoginOf(second.id)
  })

  it('of one’s own is connected again: the new session replaces the old one', async () => {
    const { world } = product.client
    const { id, phone } = await world.makeUser({ firstName: 'Jasur', phone: '998903334466' })
    const aziz = await member(product)
    for (const words of ['Jasur is connected', 'Jasur is connected again']) {
      await asksForCode(aziz, phone ?? '')
      await types(aziz, await world.code(phone ?? ''))
      await hears(product, aziz, words)
      await aziz.starts()
      await aziz.sees('Hello')
    }
    expect(product.read(`select count(*) as count from accounts where telegram_id = ${id}`)).toEqual([{ count: 1 }])
    expect(await world.sessions(id)).toHaveLength(1)
  })
})

describe('a login that is given up', () => {
  it('leaves no row, and nothing at Telegram', async () => {
    const aziz = await member(product)
    await asksForCode(aziz, testPhone(18).phone)
    await aziz.writes('/cancel')
    await aziz.sees('Hello')
    await noLoginOf(aziz.id)
  })

  it('while Telegram lets it in, is logged out', async () => {
    const { world, rules } = product.client
    const { id, phone } = await world.makeUser({ firstName: 'Nodir', phone: '998904445566' })
    const aziz = await member(product)
    await asksForCode(aziz, phone ?? '')
    const rule = await rules.add({ silence: true, when: 'after', method: 'auth.signIn', times: 1 })
    await types(aziz, await world.code(phone ?? ''))
    await product.client.waitForRule(rule.id)
    expect(await world.sessions(id)).toHaveLength(1)

    await aziz.writes('/cancel')

    await aziz.sees('Hello')
    await product.client.until('the session to end', async () => (await world.sessions(id)).length === 0)
    await noLoginOf(aziz.id)
  })

  it('and begun anew is another login: buttons of the old one do nothing to it', async () => {
    const aziz = await member(product)
    await asksForCode(aziz, testPhone(19).phone)
    const old = await aziz.screen()
    await aziz.presses('1')
    await aziz.presses('☎️ Another number')
    await aziz.sees('Which account do we connect?')
    await aziz.writes(testPhone(20).phone)
    const { messageId } = await aziz.sees('Enter the code')
    expect(messageId).not.toBe(old.messageId)
    expect(await aziz.presses('2', old.messageId)).toContain('This button is old.')
    const now = await aziz.screen()
    await product.client.until('the old message to show the new login', async () =>
      (await aziz.history()).some((each) => each.messageId === old.messageId && each.text.includes('○ ○ ○ ○ ○')),
    )
    expect(now.text).toContain('*** 20')
  })
})

/** Its end at Telegram goes on behind what the person sees. */
async function noLoginOf(userId: number): Promise<void> {
  await product.client.until(`the login of ${userId} to be gone`, () =>
    Promise.resolve(product.read(`select id from logins where user_id = ${userId}`).length === 0),
  )
}
