import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Rule } from '../../src/simulator/faults/rule.ts'
import { connected } from '../features/accounts/bot/setup.ts'
import { member } from '../features/accounts/bot/login-people.ts'
import { startBotProduct, startsWithinMs } from '../support/bot-product.ts'
import type { BotProduct } from '../support/bot-product.ts'
import type { Person, Seen } from '../support/person.ts'

const dayMs = 24 * 3_600_000
let product: BotProduct
let boss: Person

beforeAll(async () => {
  product = await startBotProduct()
  boss = product.admin
  await boss.starts()
  await boss.presses('🇬🇧 English')
  await boss.presses(/^Tashkent/)
  await boss.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

/**
 * Has the product killed by SIGKILL while Telegram says nothing to that call: `before` it has done what was asked, or `after`. Then it is
 * started again, and Telegram answers.
 */
async function killedAt(rule: Rule, work: () => Promise<unknown>): Promise<void> {
  const { rules, waitForRule } = product.client
  const { id } = await rules.add({ silence: true, ...rule })
  await work()
  await waitForRule.call(product.client, id)
  await product.engine.end('SIGKILL')
  expect(undone()).toBeGreaterThan(0)
  await rules.clear()
  await product.restart('SIGKILL')
  await product.client.until('everything to be answered', () => Promise.resolve(undone() === 0), { on: ['tick'] })
}

/** What is kept and not marked as done. */
function undone(): number {
  return product.read<{ n: number }>(`select count(*) as n from inbox where body <> ''`)[0]?.n ?? 0
}

function daysOf(id: number): number {
  const [row] = product.read<{ until: number }>(`select access_until_ms as until from users where id = ${id}`)
  return Math.round(((row?.until ?? 0) - Date.now()) / dayMs)
}

function audited(action: string, subject: string): number {
  const where = `action = '${action}' and subject = '${subject}'`
  return product.read<{ n: number }>(`select count(*) as n from audit where ${where}`)[0]?.n ?? 0
}

const asked = (method: string) => product.client.ledger.lines({ method, limit: 100 }).then(({ lines }) => lines)

describe('what a person wrote or pressed, when the process is killed', () => {
  it('before Telegram has the answer, and after: days are given once for each, and the answer comes', async () => {
    const id = 7_000_000_001
    const toBoss = { surface: 'botapi', method: 'sendMessage', chat: boss.id } as const

    await killedAt({ ...toBoss, when: 'before' }, () => boss.writes(`/adduser ${id} 30`))
    await product.client.until('the answer', async () => (await said(boss, `User ${id}: access until`)) === 1)
    expect([daysOf(id), audited('users.grant', `user ${id}`)]).toEqual([30, 1])

    await killedAt({ ...toBoss, when: 'after' }, () => boss.writes(`/adduser ${id} 30`))
    expect([daysOf(id), audited('users.grant', `user ${id}`)]).toEqual([60, 2])
    // Whoever ends between an answer and its mark answers again: told twice, done once.
    expect(await said(boss, `User ${id}: access until`)).toBe(3)
  })

  it('while it waits behind something else of theirs: it is done, once and in its turn', async () => {
    const id = 7_000_000_002
    await killedAt({ surface: 'botapi', method: 'sendMessage', chat: boss.id }, async () => {
      await boss.writes('/id')
      for (const days of [1, 2, 3]) await boss.writes(`/adduser ${id} ${days}`)
      await product.client.until('all of it to be kept', () => Promise.resolve(undone() === 4), { on: ['tick'] })
    })

    expect([daysOf(id), audited('users.grant', `user ${id}`)]).toEqual([6, 3])
    expect(await said(boss, `User ${id}: access until`)).toBe(3)
  })

  it('a button of a card: its days are added once', async () => {
    const id = 7_000_000_003
    await boss.writes(`/adduser ${id} 30`)
    for (const [index, when] of (['before', 'after'] as const).entries()) {
      const card = await shownAfter(boss, `/info ${id}`, '+30 days')
      await killedAt({ surface: 'botapi', method: 'editMessageText', chat: boss.id, when }, () =>
        product.client.people.press(boss.id, product.bot.id, card.messageId, { text: '+30 days' }),
      )
      expect(daysOf(id)).toBe(60 + 30 * index)
    }
  })

  it('a phone number: one sign-in is begun, and one code is asked for', async () => {
    const phone = '998901112233'
    await product.client.world.makeUser({ firstName: 'Login', phone })
    const aziz = await member(product)
    await aziz.presses('➕ Connect an account')
    await aziz.sees('Which account do we connect?')
    for (const when of ['before', 'after'] as const) {
      await killedAt({ surface: 'botapi', method: 'sendMessage', chat: aziz.id, when }, () => aziz.writes(`+${phone}`))
      expect(product.read('select user_id as userId from logins')).toEqual([{ userId: aziz.id }])
      await aziz.presses(/Continue|Cancel/)
    }
    expect((await asked('auth.sendCode')).length).toBeLessThanOrEqual(2)
    await aziz.writes('/cancel')
  })

  it('a name for an account: it is kept, its card is shown, and nobody is told that nothing was asked', async () => {
    const aziz = await member(product)
    const account = await connected(product, aziz.id, 'Shop')
    const nameOf = () => product.read(`select alias from accounts where id = ${account.id}`)
    for (const [name, rule] of [
      ['First', { when: 'before' }],
      ['Second', { when: 'after' }],
      ['Third', { when: 'after', skip: 1 }],
    ] as const) {
      const { messageId } = await shownAfter(aziz, '/start', '📱 Accounts')
      await aziz.presses('📱 Accounts', messageId)
      await aziz.presses(/^🟢/, messageId)
      await aziz.presses('✏️ Name', messageId)
      await aziz.sees('Write a name for')
      await killedAt({ surface: 'botapi', method: 'sendMessage', chat: aziz.id, ...rule }, () => aziz.writes(name))
      await aziz.sees(`🟢 ${name}`)
      expect(nameOf()).toEqual([{ alias: name }])
    }
    expect(await said(aziz, 'There is nothing to write here')).toBe(0)
  })

  it('the deletion of an account: Telegram ends one login, and one account is gone', async () => {
    const aziz = await member(product)
    const account = await connected(product, aziz.id, 'Shop')
    const other = await connected(product, aziz.id, 'Second')
    const goesToDelete = async () => {
      const { messageId } = await shownAfter(aziz, '/start', '📱 Accounts')
      await aziz.presses('📱 Accounts', messageId)
      await aziz.presses(/Shop/, messageId)
      await aziz.presses('🗑 Delete', messageId)
      await aziz.sees('Delete Shop?')
    }
    const yes = async () => {
      const { messageId } = await aziz.screen()
      await product.client.people.press(aziz.id, product.bot.id, messageId, { text: '🗑 Yes, delete' })
    }
    await goesToDelete()
    await killedAt({ surface: 'botapi', method: 'editMessageText', chat: aziz.id, when: 'before' }, yes)
    const isGone = () =>
      product.read<{ gone: number }>(
        `select deleted_at_ms is not null as gone from accounts where id = ${account.id}`,
      )[0]?.gone === 1
    if (!isGone()) {
      await goesToDelete()
      await yes()
    }
    await product.client.until('the account to be gone', () => Promise.resolve(isGone()), { on: ['tick'] })
    await product.client.until('the end', () => Promise.resolve(undone() === 0), { on: ['tick'] })

    expect(audited('accounts.delete', `account ${account.id}`)).toBe(1)
    expect((await asked('auth.logOut')).filter(({ account: who }) => who === account.userId)).toHaveLength(1)
    expect(product.read(`select deleted_at_ms as at from accounts where id = ${other.id}`)).toEqual([{ at: null }])
  })
})

/** The screen that a command brings, below everything, with that button. */
function shownAfter(person: Person, command: string, button: string): Promise<Seen> {
  const ask = async (asking: number) => {
    const seen = await person.screen()
    return seen.messageId > asking && seen.buttons.includes(button) && seen
  }
  return person.writes(command).then(({ id }) => product.client.until(`what ${command} shows`, () => ask(id)))
}

/** How many of the bot's last messages say that. */
async function said(person: Person, words: string): Promise<number> {
  return (await person.history()).filter(({ text }) => text.includes(words)).length
}
