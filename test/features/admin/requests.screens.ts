import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import type { Person } from '../../support/person.ts'

let product: BotProduct
/** A second admin, who reads Russian. */
let olga: Person

beforeAll(async () => {
  product = await startBotProduct()
  const { admin } = product
  await admin.starts()
  await admin.presses('🇬🇧 English')
  await admin.presses(/^Tashkent/)
  await admin.sees('Hello, Boss!')
  olga = await product.person({ firstName: 'Ольга' })
  await settle(olga, '🇷🇺 Русский', /^Ташкент/)
  await told(admin, `/adduser ${olga.id} 30`, 'Hello, Boss!')
  // The panel does it too; a super admin’s rights are not what this file is about.
  product.write(`update users set role = 'admin', access_until_ms = null where id = ${olga.id}`)
}, startsWithinMs)

afterAll(() => product.stop())

describe('somebody who asks for access', () => {
  it('asks once, with 20 first messages at once', async () => {
    const fast = await product.person({ firstName: 'Fast' })

    await Promise.all(Array.from({ length: 20 }, () => fast.writes('salom')))
    await product.admin.sees(`id ${fast.id}`)

    expect(product.read(`select count(*) as n from access_requests where user_id = ${fast.id}`)).toEqual([{ n: 1 }])
    expect((await product.admin.history()).filter(({ text }) => text.includes(`id ${fast.id}`))).toHaveLength(1)
  })

  it('is let in by the first admin, and the other one reads by whom', async () => {
    const aziz = await product.person()
    await settle(aziz, '🇺🇿 O‘zbekcha', /^Toshkent/)
    const [toBoss, toOlga] = [await asked(product.admin, aziz), await asked(olga, aziz)]
    expect(toOlga.buttons).toEqual(['+7 дней', '+30 дней', '+90 дней', '⛔️ Заблокировать'])

    await Promise.all([product.admin.presses('+30 days', toBoss.messageId), olga.presses('+7 дней', toOlga.messageId)])

    const granted = product.read<{ by: string; answer: string }>(
      `select answered_by as by, answer from access_requests where user_id = ${aziz.id}`,
    )
    expect(granted).toHaveLength(1)
    const isBoss = granted[0]?.by === `user ${product.admin.id}`
    expect(granted[0]?.answer).toBe(isBoss ? 'grant 30' : 'grant 7')
    await reads(product.admin, toBoss.messageId, isBoss ? /✅ Aziz: access .* by you\./ : /✅ Aziz: .* by Ольга\./)
    await reads(olga, toOlga.messageId, isBoss ? /✅ Aziz: доступ .* Ответил: Boss\./ : /✅ Aziz: .* Ответил: вы\./)
    await aziz.sees('Ruxsat berildi!')
    expect(product.read(`select count(*) as n from audit where subject = 'user ${aziz.id}'`)).toEqual([{ n: 1 }])
  })

  it('is banned by a tap, and hears nothing any more, over a restart', async () => {
    const troll = await product.person({ firstName: 'Troll' })
    await settle(troll, '🇬🇧 English', /^Tashkent/)
    await troll.sees('Your request has been sent.')
    const [toBoss, toOlga] = [await asked(product.admin, troll), await asked(olga, troll)]

    await product.restart('SIGKILL')
    await olga.presses('⛔️ Заблокировать', toOlga.messageId)

    await reads(olga, toOlga.messageId, '⛔️ Troll: заблокирован. Ответил: вы.')
    await reads(product.admin, toBoss.messageId, '⛔️ Troll is banned. Answered by Ольга.')
    const before = (await troll.history()).length
    await troll.writes('/start')
    await told(olga, '/id', 'Здравствуйте')
    expect(await troll.history()).toHaveLength(before)
  })
})

describe('what admins write', () => {
  it('says in one line with an example what is wrong with it', async () => {
    const { admin } = product
    const said = async (person: Person, text: string, home: string) => (await told(person, text, home))[1]?.text

    expect(await said(admin, '/adduser', 'Hello')).toMatch(/^Write who and for how many days, for example: \/adduser/)
    expect(await said(admin, '/adduser Aziz 30', 'Hello')).toMatch(/^“Aziz” is neither an id nor a @name\./)
    expect(await said(admin, '/adduser 5 many', 'Hello')).toMatch(/^“many” is no number of days: write 1 to 3650/)
    expect(await said(olga, '/ban @troll', 'Здравствуйте')).toMatch(/^«@troll» – не номер\./)
    expect(await said(olga, '/ban 1', 'Здравствуйте')).toMatch(/^Человека с номером 1 нет\./)
    expect(await said(olga, `/ban ${admin.id}`, 'Здравствуйте')).toMatch(/^Это администратор/)
  })

  it('invites by name, and the days are bound to the id of whoever has it when they write', async () => {
    const [, said] = await told(product.admin, '/adduser @Newcomer_1 30', 'Hello')
    expect(said?.text).toContain('✉️ @Newcomer_1 is invited')

    const guest = await product.person({ firstName: 'Guest', username: 'newcomer_1' })
    await settle(guest, '🇷🇺 Русский', /^Ташкент/)
    await guest.sees(/Доступ открыт/)
    expect(product.read(`select count(*) as n from access_requests where user_id = ${guest.id}`)).toEqual([{ n: 0 }])
  })

  it('is no command for anybody else, whose /info is always about themselves', async () => {
    const guest = await product.person({ firstName: 'Laziz' })
    await told(product.admin, `/adduser ${guest.id} 30`, 'Hello')
    await settle(guest, '🇺🇿 O‘zbekcha', /^Toshkent/)

    const [, refused] = await told(guest, `/ban ${olga.id}`, 'Salom, Laziz!')
    expect(refused?.text).toMatch(/^Bunday buyruq yo‘q/)
    const [mine] = await told(guest, `/info ${olga.id}`, 'Siz haqingizda')
    expect(mine?.text).toContain(String(guest.id))
    expect(mine?.text).toContain('Akkaunt hali ulanmagan.')
    const [again] = await told(guest, '/info 999', 'Siz haqingizda')
    expect(again?.text).toBe(mine?.text)
  })
})

async function settle(person: Person, language: string, city: RegExp): Promise<void> {
  await person.starts()
  await person.presses(language)
  await person.presses(city)
}

/** Writes that, and waits for what it leads to. @returns the bot's messages since, newest first */
async function told(person: Person, text: string, screen: string) {
  const before = (await person.history())[0]?.messageId ?? 0
  await person.writes(text)
  const since = async () => (await person.history()).filter(({ messageId }) => messageId > before)
  await product.client.until(
    `${screen} after ${text}`,
    async () => (await since()).some((each) => each.text.includes(screen)),
    { timeoutMs: 60_000, on: ['message', 'tick'] },
  )
  return since()
}

/** The notice in which somebody asks, once it has come. */
async function asked(admin: Person, who: Person) {
  await product.client.until(`${who.id} is asked for`, () => find(admin, (text) => text.includes(String(who.id))), {
    timeoutMs: 60_000,
    on: ['message', 'edited', 'tick'],
  })
  const found = await find(admin, (text) => text.includes(String(who.id)))
  if (found === false) throw new Error('the request is gone')
  return found
}

async function reads(person: Person, messageId: number, words: string | RegExp): Promise<void> {
  await product.client.until(
    `${words} in ${messageId}`,
    async () => {
      const text = (await person.history()).find((each) => each.messageId === messageId)?.text ?? ''
      return typeof words === 'string' ? text === words : words.test(text)
    },
    { timeoutMs: 60_000, on: ['message', 'edited', 'tick'] },
  )
}

async function find(person: Person, isIt: (text: string) => boolean) {
  return (await person.history()).find(({ text }) => isIt(text)) ?? false
}
