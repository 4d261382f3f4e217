import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'
import { connected, hears, owner, told } from './setup.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct({ settings: { TELEGRAM_PER_ACCOUNT_MPM: '20' } })
}, startsWithinMs)

afterAll(() => product.stop())

describe('what an owner changes of an account', () => {
  it('is what they call it', async () => {
    const aziz = await owner(product, 'uz')
    await connected(product, aziz.id, 'Aziz')
    await aziz.presses('📱 Akkauntlar')
    await aziz.presses('🟢 Aziz')
    await aziz.presses('✏️ Nomi')
    await aziz.sees('Aziz uchun nom yozing')

    await aziz.writes('x'.repeat(33))
    await hears(product, aziz, 'Nom 1–32 belgidan iborat bo‘lsin. Qaytadan yozing.')
    await aziz.sees('Aziz uchun nom yozing')
    await aziz.writes('Katta\u202ebozor')
    await hears(product, aziz, 'Nomda ko‘rinmaydigan belgilar bor')
    await aziz.sees('Aziz uchun nom yozing')
    await aziz.writes('  Katta   bozor ')

    const card = await aziz.sees('🟢 Katta bozor')
    expect(card.text.split('\n')[1]).toBe('Aziz')
    await aziz.presses('✏️ Nomi')
    expect(await aziz.presses('Nomni olib tashlash')).toBe('Nom olib tashlandi')
    await aziz.sees('🟢 Aziz')
  })

  it('is its speed, up to what the installation allows', async () => {
    const vera = await owner(product, 'ru')
    const { id } = await connected(product, vera.id, 'Склад')
    await vera.presses('📱 Аккаунты')
    await vera.presses('🟢 Склад')
    await vera.presses('⚡️ Скорость')
    const asked = await vera.sees('от 1 до 20')
    expect(asked.buttons).toEqual(['1', '2', '3', '4', '6', '10', '20', '⬅️ Назад'])

    await vera.writes('21')
    await hears(product, vera, 'Напишите целое число от 1 до 20.')
    await vera.sees('от 1 до 20')
    await vera.presses('3')
    await hears(product, vera, 'Теперь не больше 3 в минуту')
    const card = await vera.sees('Скорость: 3 в минуту (не больше 3)')
    expect(card.text).toContain('🟢 Склад')
    expect(capOf(id)).toBe(3)
    // What stood there while it was being done says now that it is.
    expect((await vera.history()).filter(({ text }) => text.includes('⏳'))).toEqual([])
  })
})

describe('an account that is logged out', () => {
  it('has no login any more, here and at Telegram, keeps its row, and takes a new login', async () => {
    const vera = await owner(product, 'ru')
    const { id, userId } = await connected(product, vera.id, 'Уходит')
    await leaveBy(vera, '🟢 Уходит', '🚪 Выйти')
    await vera.sees('Выйти из аккаунта Уходит?')

    await vera.presses('🚪 Да, выйти')

    const card = await vera.sees('Нажмите «Войти заново».')
    expect(card.buttons).not.toContain('🚪 Выйти')
    expect(product.read(`select state, session, auth_key_id as key from accounts where id = ${id}`)).toEqual([
      { state: 'needs-login', session: '', key: null },
    ])
    expect(await sessionsOf(userId)).toEqual([])
    expect(product.read(`select actor, action, subject from audit where action = 'accounts.logout'`)).toEqual([
      { actor: `user ${vera.id}`, action: 'accounts.logout', subject: `account ${id}` },
    ])

    const [session] = await product.client.world.makeSessions([userId])
    const kept = await told<{ account: { id: number; state: string }; isNew: boolean }>(product, 'accounts.import', {
      ownerId: vera.id,
      session: session?.gramjs ?? '',
    })
    expect(kept).toMatchObject({ isNew: false, account: { id, state: 'active' } })
  })

  it('is said to be still at Telegram when that could not be reached', async () => {
    const aziz = await owner(product, 'en')
    const { id, userId } = await connected(product, aziz.id, 'Unreached')
    const rule = await product.client.rules.add({
      method: 'auth.logOut',
      account: userId,
      error: 'INTERDC_1_CALL_ERROR',
    })
    await leaveBy(aziz, '🟢 Unreached', '🚪 Log out')
    await aziz.presses('🚪 Yes, log out')

    await hears(product, aziz, 'End “Karvon” in the Telegram app: Settings → Devices.')
    await aziz.sees('You have logged it out.')
    expect(product.read(`select session from accounts where id = ${id}`)).toEqual([{ session: '' }])
    await product.client.rules.remove(rule.id)
  })
})

describe('an account that is deleted', () => {
  it('says before what that ends, and cancels what waits', async () => {
    const vera = await owner(product, 'ru')
    const { id, userId } = await connected(product, vera.id, 'Лишний')
    const rule = await product.client.rules.add({ account: userId, lane: 'send', floodWait: { seconds: 3600 } })
    const campaign = await startedCampaign(vera.id, id, userId, 3)
    await product.client.waitForRule(rule.id)
    await leaveBy(vera, /^. Лишний/u, '🗑 Удалить')
    const asked = await vera.sees('Удалить Лишний?')
    expect(asked.text).toContain('В 1 рассылке он пишет в 3 группы: они уйдут из рассылок.')
    expect(asked.text).toMatch(/В очереди [23] сообщения: отправка будет отменена\./)

    await vera.presses('🗑 Да, удалить')

    await hears(product, vera, '✅ Аккаунт удалён.')
    await vera.sees('Аккаунтов пока нет.')
    expect(await sessionsOf(userId)).toEqual([])
    expect(product.read(`select count(*) as left from campaign_targets where campaign_id = ${campaign}`)).toEqual([
      { left: 0 },
    ])
    expect(attemptsOf(id)).toEqual([{ state: 'cancelled', reason: 'account-deleted', count: 3 }])
    const rows = product.read<{ session: string; deleted: number; telegramId: number }>(
      `select session, deleted_at_ms > 0 as deleted, telegram_id as telegramId from accounts where id = ${id}`,
    )
    expect(rows).toEqual([{ session: '', deleted: 1, telegramId: -id }])
    // Somebody else may sign the same Telegram account in.
    const other = await owner(product, 'en')
    const [session] = await product.client.world.makeSessions([userId])
    const kept = await told<{ isNew: boolean }>(product, 'accounts.import', {
      ownerId: other.id,
      session: session?.gramjs ?? '',
    })
    expect(kept.isNew).toBe(true)
  })
})

async function leaveBy(person: Person, account: string | RegExp, word: string): Promise<void> {
  await person.presses(/^📱/)
  await person.presses(account)
  await person.presses(word)
}

function capOf(id: number): number | undefined {
  return product.read<{ cap: number }>(`select cap_per_minute as cap from accounts where id = ${id}`)[0]?.cap
}

async function sessionsOf(userId: number): Promise<readonly unknown[]> {
  return product.client.world.sessions(userId)
}

function attemptsOf(accountId: number) {
  return product.read(
    `select state, reason, count(*) as count from attempts where account_id = ${accountId} and kind = 'send' group by state, reason`,
  )
}

/** A campaign of this account to so many groups, which has begun. @returns its id */
async function startedCampaign(ownerId: number, accountId: number, userId: number, groups: number): Promise<number> {
  await product.client.world.makeChats(
    Array.from({ length: groups }, (_, index) => ({
      kind: 'supergroup' as const,
      title: `Group ${index}`,
      creatorId: userId,
      memberIds: [],
    })),
  )
  await told(product, 'groups.read', { id: accountId, isForced: true })
  const campaign = await told<{ id: number }>(product, 'campaigns.create', {
    uuid: randomBytes(16).toString('hex'),
    ownerId,
    accountId,
    name: null,
    text: 'Salom',
    groups: 'all',
    everyMs: null,
    isStarted: true,
  })
  return campaign.id
}
