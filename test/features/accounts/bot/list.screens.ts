import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataPaths } from '../../../../src/base/data-folder.ts'
import { openDatabase } from '../../../../src/base/sqlite.ts'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { connected, owner } from './setup.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
}, startsWithinMs)

afterAll(() => product.stop())

describe('the list of accounts', () => {
  it('says to somebody who has none how to begin', async () => {
    const aziz = await owner(product, 'uz')

    await aziz.presses('📱 Akkauntlar')

    const empty = await aziz.sees('Hali akkaunt yo‘q.')
    expect(empty.buttons).toEqual(['➕ Akkaunt qo‘shish', '🌐 Proksilar', '🏠 Bosh sahifa'])
  })

  it('shows each account with its light, leads to its card, and to a pause that holds', async () => {
    const vera = await owner(product, 'ru')
    const { id } = await connected(product, vera.id, 'Склад')
    await connected(product, vera.id, 'Магазин')

    await vera.presses('📱 Аккаунты')
    const list = await vera.sees('Аккаунты: 2')
    expect(list.buttons.slice(0, 2)).toEqual(['🟢 Склад', '🟢 Магазин'])
    await vera.presses('🟢 Склад')
    const card = await vera.sees('Работает.')
    // The least gap of this installation allows fewer than the cap.
    expect(card.text).toMatch(/Скорость: 1\s200 в минуту \(не больше 1\s800\)/)
    expect(card.text).toContain('Сегодня отправлено: 0, в очереди: 0')
    expect(card.text).toContain('Прокси: нет')

    expect(await vera.presses('⏸ Приостановить')).toBe('Приостановлен. Сообщения ждут в очереди.')
    await vera.sees('Вы его приостановили.')
    expect(product.read(`select state from accounts where id = ${id}`)).toEqual([{ state: 'paused' }])
    await vera.presses('⬅️ Назад')
    const paused = await vera.sees('⏸ Склад: Вы его приостановили.')
    expect(paused.buttons[0]).toBe('⏸ Склад')
    await vera.presses('⏸ Склад')
    expect(await vera.presses('▶️ Продолжить')).toBe('Работа продолжается.')
    await vera.sees('🟢 Склад')
  })

  it('has pages', async () => {
    const boss = await owner(product, 'en')
    for (let number = 1; number <= 9; number++) await connected(product, boss.id, `Shop ${number}`)

    await boss.presses('📱 Accounts')
    const first = await boss.sees('Page 1 of 2')
    expect(first.buttons).not.toContain('🟢 Shop 9')
    await boss.presses('➡️')
    const second = await boss.sees('Page 2 of 2')
    expect(second.buttons[0]).toBe('🟢 Shop 9')
    await boss.presses('⬅️')
    await boss.sees('Page 1 of 2')
  })

  it('answers for another person’s account as for one that is not there', async () => {
    const stranger = await owner(product, 'en')
    const vera = await owner(product, 'ru')
    const theirs = await connected(product, vera.id, 'Чужой')
    const mine = await connected(product, stranger.id, 'Mine')
    await stranger.presses('📱 Accounts')
    await stranger.presses('🟢 Mine')
    await stranger.sees('🟢 Mine')

    for (const id of [theirs.id, mine.id + 1000]) {
      standsAt(stranger.id, 'accounts.one', { id })
      await stranger.presses('🔄 Refresh')
      const screen = await stranger.sees('There is no such account.')
      expect(screen.buttons).toEqual(['⬅️ Back'])
      await stranger.presses('⬅️ Back')
      await stranger.presses('🟢 Mine')
      standsAt(stranger.id, 'accounts.one', { id })
      expect(await stranger.presses('⏸ Pause')).toBe('There is no such account.')
      await stranger.presses('🟢 Mine')
    }
    expect(product.read(`select state from accounts where id = ${theirs.id}`)).toEqual([{ state: 'active' }])
  })
})

/** No button leads there: a draft that another version left, or somebody who found a way. */
function standsAt(userId: number, screen: string, draft: unknown): void {
  const db = openDatabase(dataPaths(join(product.folder, 'data')).database)
  db.prepare('update conversations set screen = ?, draft = ? where user_id = ?').run(
    screen,
    JSON.stringify(draft),
    userId,
  )
  db.close()
}
