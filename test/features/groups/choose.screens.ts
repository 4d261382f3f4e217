import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import { groupsOf } from './setup.ts'

let product: BotProduct
let world: BotProduct['client']['world']
let the: ReturnType<typeof groupsOf>

beforeAll(async () => {
  product = await startBotProduct({ settings: { REMOTE_GROUPS_MIN_REFRESH_MS: '1' } })
  world = product.client.world
  the = groupsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

describe('the groups of an account', () => {
  it('are chosen with check marks, in one message, and the choice outlives a kill', async () => {
    const { person, account } = await the.owner('🇬🇧 English')
    await the.makeGroups(account, ['Alpha', 'Beta', 'Gamma'])

    await person.presses('👥 Groups')
    const list = await person.sees('Chosen: 0 groups')
    expect(list.text).toContain('3 groups in all; 3 can be written to.')
    expect(list.buttons.slice(0, 3)).toEqual(['▫️ Alpha', '▫️ Beta', '▫️ Gamma'])

    await person.presses('▫️ Beta')
    const chosen = await person.sees('Chosen: 1 group')
    expect(chosen.buttons.slice(0, 3)).toEqual(['▫️ Alpha', '✅ Beta', '▫️ Gamma'])
    expect(await person.presses('✅ All')).toBe('Added: 2 groups')
    await person.sees('Chosen: 3 groups')

    await product.restart('SIGKILL')
    await person.presses('✅ Alpha')
    await person.sees('Chosen: 2 groups')
    await person.presses('✔️ Done')
    await person.sees('2 groups chosen')
    await person.presses('✏️ Change the choice')
    expect((await person.sees('Chosen: 2 groups')).messageId).toBe(list.messageId)
    await person.presses('☑️ Only those chosen')
    expect((await person.sees('Chosen: 2 groups')).buttons.slice(0, 3)).toEqual(['✅ Beta', '✅ Gamma', '✅ All'])
  })

  it('show how far the reading is, and are shown with their age when it fails', async () => {
    const { person, account } = await the.owner('🇺🇿 O‘zbekcha')
    await the.makeGroups(
      account,
      Array.from({ length: 150 }, (_, index) => `Guruh ${index}`),
    )
    const slow = await product.client.rules.add({
      account: account.userId,
      method: 'messages.getDialogs',
      delayMs: 1_000,
    })
    await person.presses('👥 Guruhlar')
    await person.sees('150 tadan 100 tasi o‘qildi')
    await product.client.rules.remove(slow.id)
    await person.sees('Jami 150 ta guruh, shundan 150 tasiga yozish mumkin.')

    await product.client.rules.add({
      account: account.userId,
      method: 'messages.getDialogs',
      floodWait: { seconds: 600 },
      times: 1,
    })
    await person.presses('🔄 Yangilash')
    const waiting = await person.sees('Telegram kutishni so‘radi')
    expect(waiting.text).toContain('Yana 11 daqiqa o‘tgach, o‘zi davom etadi.')
    expect(waiting.text).toContain('Ro‘yxat hozirgina o‘qildi.')
    await person.presses('▫️ Guruh 0')
    await person.sees('Tanlangan: 1 ta guruh')
  })

  it('are found in either alphabet, and those that take nothing say why', async () => {
    const { person, account } = await the.owner('🇷🇺 Русский')
    await the.makeGroups(account, ['Тошкент такси', 'Toshkent Bozor', 'Samarqand'])
    await the.makeForeign(account, ['Yangiliklar'], { kind: 'channel' })
    await the.makeForeign(account, ['Yopiq'], { defaultBanned: ['sendMessages'] })

    await person.presses('👥 Группы')
    const list = await person.sees('Всего 5 групп, писать можно в 3.')
    expect(list.buttons.slice(0, 5)).toEqual([
      '▫️ Samarqand',
      '▫️ Toshkent Bozor',
      '▫️ Тошкент такси',
      '🚫 Yangiliklar · пишут только админы',
      '🚫 Yopiq · писать запрещено',
    ])
    expect(await person.presses(/^🚫 Yopiq/)).toBe('Сюда писать нельзя: писать запрещено.')
    await person.writes('тошкент')
    const found = await person.sees('🔎 «тошкент»: 2 группы')
    expect(found.buttons.slice(0, 3)).toEqual(['▫️ Toshkent Bozor', '▫️ Тошкент такси', '✅ Все'])
    expect(await person.presses('✅ Все')).toBe('Добавлено: 2 группы')
    await person.sees('Выбрано: 2 группы')
    await person.presses('✖️ Убрать фильтр')
    await person.sees('Всего 5 групп')
    expect(await person.presses('▫️ Ни одной')).toBe('Убрано: 2 группы')
    await person.sees('Выбрано: 0 групп')
  })

  it('have pages, however many there are, with one edit for a tap', async () => {
    const { person, account } = await the.owner('🇬🇧 English')
    const titles = Array.from({ length: 2_000 }, (_, index) => `Group ${String(index).padStart(4, '0')}`)
    await the.makeGroups(account, titles)
    await person.presses('👥 Groups')
    const first = await person.sees('2,000 groups in all')
    expect(first.buttons).toContain('1 / 250')
    const edits = async () => {
      const [count] = await product.client.ledger.counts([], { account: product.bot.id, method: 'editMessageText' })
      return count?.applied ?? 0
    }
    const before = await edits()

    await person.presses('▶️')
    await person.presses('▶️')
    await person.presses('▫️ Group 0016')
    await person.presses('◀️')
    await person.presses('◀️')
    await person.presses('◀️')
    await person.presses('✅ All')

    expect((await person.sees('Chosen: 2,000 groups')).buttons.slice(0, 1)).toEqual(['✅ Group 0000'])
    expect(await edits()).toBeLessThanOrEqual(before + 7)
    const { lines } = await product.client.ledger.lines({ account: account.userId, method: 'messages.getDialogs' })
    expect(lines).toHaveLength(22)
  })

  it('show hostile titles as text, and keep equal ones apart', async () => {
    const { person, account } = await the.owner('🇬🇧 English')
    const titles = ['<b>bold</b> *x* [a](b)', '\u202eevil\u202c', '🚕'.repeat(60), 'Taxi', 'TAXI!', '\u05d0\u05d1']
    const [{ peer } = { peer: 0 }] = await the.makeGroups(account, titles)
    await person.presses('👥 Groups')
    const list = await person.sees('6 groups in all')

    expect(list.buttons.slice(0, 6)).toEqual([
      '▫️ <b>bold</b> *x* [a](b)',
      '▫️ evil',
      '▫️ ≈ Taxi',
      '▫️ ≈ TAXI!',
      '▫️ \u2068\u05d0\u05d1\u2069',
      `▫️ ${'🚕'.repeat(35)}…`,
    ])
    expect(list.text).toContain('≈ same title, probably the same group')
    expect(await person.presses('✅ All')).toBe('Added: 5 groups')
    await person.presses(/^▫️ ≈ /)
    await person.sees('Chosen: 6 groups')
    the.before((verbs) => {
      const huge = { peer, kind: 'supergroup', title: '<i>&'.repeat(1_024), username: null, accessHash: '1' } as const
      verbs.savePeers({
        accountId: account.id,
        peers: [{ ...huge, whyNot: 'deleted', isForum: false, migratedTo: null }],
        nowMs: Date.now(),
      })
    })
    await person.presses('☑️ Only those chosen')
    await person.presses('🧹 Tidy up: 1')
    expect((await person.sees('Groups that take no messages')).text).toMatch(/^• (<i>&)+<i>…: deleted$/m)
  })

  it('follow a group that became a supergroup, and part with those that put the account out', async () => {
    const { person, account } = await the.owner('🇺🇿 O‘zbekcha')
    const [basic] = await the.makeGroups(account, ['Kichik'], { kind: 'basic' })
    const [foreign] = await the.makeForeign(account, ['Begona'])
    await person.presses('👥 Guruhlar')
    await person.sees('Jami 2 ta guruh')
    await person.presses('✅ Hammasi')
    await person.sees('Tanlangan: 2 ta guruh')

    const grown = await world.migrate(basic?.peer ?? 0)
    await world.changeMember(foreign?.peer ?? 0, account.userId, { role: 'banned' })
    await person.presses('🔄 Yangilash')
    const list = await person.sees('⚠️ Tanlanganlardan 1 ta guruh xabar qabul qilmayapti.')
    expect(list.buttons.slice(0, 2)).toEqual(['✅ Kichik', '⚠️ Begona · akkaunt a’zo emas'])
    expect(product.read(`select peer from chosen_groups where account_id = ${account.id} order by peer`)).toEqual(
      [grown.peer, foreign?.peer ?? 0].toSorted((one, other) => one - other).map((peer) => ({ peer })),
    )
    await person.presses('🧹 Keraksizlari: 1')
    const tidy = await person.sees('Xabar qabul qilmayotgan guruhlar')
    expect(tidy.text).toContain('• Begona: akkaunt a’zo emas')
    expect(await person.presses('🧹 Olib tashlash (1)')).toBe('Olib tashlandi: 1 ta guruh')
    expect((await person.sees('Tanlangan: 1 ta guruh')).text).not.toContain('⚠️')
  })
})
