import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import type { Person } from '../../support/person.ts'

const dayMs = 24 * 3_600_000
let product: BotProduct
let boss: Person

beforeAll(async () => {
  product = await startBotProduct()
  boss = product.admin
  await settle(boss, '🇬🇧 English', /^Tashkent/)
  await boss.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

describe('the panel of admins', () => {
  it('finds a person by name or id, gives days and takes them, bans and lets in again', async () => {
    const nodira = await product.person({ firstName: 'Нодира', lastName: 'Каримова', username: 'nodira_k' })
    await settle(nodira, '🇷🇺 Русский', /^Ташкент/)
    await nodira.sees('Ваш запрос отправлен.')
    await boss.sees('Somebody asks for access')

    await goesHome(boss)
    await boss.presses('👥 People')
    await boss.sees('Requested: 1')
    await boss.presses('🔍 Find')
    await boss.sees('Write a name')
    await boss.writes('каримова НОД')
    const card = await boss.sees('🟡 Нодира Каримова (@nodira_k)')
    expect(card.text).toContain('asks for access')

    expect(await boss.presses('+30 days')).toBe('Done')
    await boss.sees('🟢 Нодира Каримова')
    await nodira.sees('Доступ открыт!')
    expect(accessDays(nodira)).toBe(30)
    await boss.presses('−30 days')
    await boss.sees('⚪️ Нодира Каримова')
    expect(accessDays(nodira)).toBe(0)
    await nodira.sees('Ваш доступ закончился.')

    await boss.presses('⛔️ Ban')
    await boss.presses('Yes')
    await boss.sees('⛔️ Нодира Каримова')
    await boss.presses('✅ Unban')
    await boss.sees('⚪️ Нодира Каримова')
    expect(product.read(`select action from audit where subject = 'user ${nodira.id}' order by id`)).toEqual(
      ['grant', 'shorten', 'ban', 'unban'].map((word) => ({ action: `users.${word}` })),
    )
  })

  it('makes admins only for super admins, and shows nothing to people', async () => {
    const temur = await product.person({ firstName: 'Temur' })
    await settle(temur, '🇺🇿 O‘zbekcha', /^Toshkent/)
    await temur.sees('So‘rovingiz yuborildi.')
    await boss.writes(`/info ${temur.id}`)
    await boss.sees('🟡 Temur')
    await boss.presses('⭐️ Make admin')
    await boss.sees('Make Temur an admin?')
    await boss.presses('Yes')
    await boss.sees('⭐️ Temur')

    await temur.starts()
    expect((await temur.sees('Salom, Temur!')).buttons).toContain('👥 Odamlar')
    await temur.writes(`/info ${boss.id}`)
    const above = await temur.sees('⭐️ Boss')
    expect(above.buttons.join()).not.toMatch(/Bloklash|Administrator/)
    await temur.writes(`/ban ${boss.id}`)
    // Refused, below it, and the card once more: a command in between leads nobody away.
    const isAnswered = async () => (await temur.screen()).messageId > above.messageId
    await product.client.until('the ban to be refused', isAnswered, { on: ['message', 'tick'] })
    await temur.sees('⭐️ Boss')
    expect(product.read(`select state from users where id = ${boss.id}`)).toEqual([{ state: 'active' }])
    await temur.starts()
    await temur.sees('Salom, Temur!')

    await boss.presses('Dismiss as admin')
    await boss.presses('Yes')
    await boss.sees('🟡 Temur')
    // The panel is still on their phone, and answers as to anybody.
    await temur.presses('👥 Odamlar')
    await temur.sees('So‘rovingiz yuborildi.')
  })

  it('shows a hostile name as text, wherever it stands', async () => {
    const evil = await product.person({ firstName: '<b>Evil</b>\u202e *x* [y](tg://z)', lastName: 'ﷺ'.repeat(40) })
    await evil.starts()
    const request = await boss.sees(`id ${evil.id}`)
    expect(request.text).toContain('<b>Evil</b> *x* [y](tg://z)')
    expect(request.text).not.toContain('\u202e')
    await boss.writes(`/info ${evil.id}`)
    expect((await boss.sees('🟡')).text.split('\n')[0]).toMatch(/^🟡 .?<b>Evil<\/b> \*x\* /)
    await boss.presses('⛔️ Ban')
    await boss.presses('Yes')
    await boss.sees('⛔️')
  })

  it('says how often to write, and keeps what was chosen', async () => {
    await goesHome(boss)
    await boss.presses('⚙️ Settings')
    await boss.presses('🔔 Notices')
    expect((await boss.sees('🔔 Notices')).buttons).toContain('✅ Once a day')
    expect(await boss.presses('At once')).toBe('Saved')
    await boss.presses('⬅️ Back')
    await boss.presses('🔔 Notices')
    expect((await boss.sees('🔔 Notices')).buttons).toEqual(['✅ At once', 'Once a day', 'Off', '⬅️ Back'])
  })

  it('stops what somebody runs, and counts everything', async () => {
    const olim = await withCampaigns('Olim', 2)
    await boss.writes(`/info ${olim.id}`)
    await boss.sees('🟢 Olim')
    await boss.presses('📣 Campaigns')
    await boss.sees('Running: 2, paused: 0.')
    await boss.presses('⏹ Olim 1')
    await boss.sees('Stop “Olim 1”?')
    expect(await boss.presses('Yes')).toBe('Stopped: 1')
    await boss.presses('⏹ Stop all')
    expect(await boss.presses('Yes')).toBe('Stopped: 1')
    expect((await boss.sees('Nothing runs now.')).buttons).toEqual(['⬅️ Back'])
    expect(statesOf(olim)).toEqual(['stopped', 'stopped'])

    await goesHome(boss)
    await boss.presses('👥 People')
    await boss.presses('📊 Statistics')
    expect((await boss.sees('📊 Statistics')).text).toMatch(/Waiting: 0/)
  })
})

describe('a restart that nobody planned', () => {
  it('is told to admins', async () => {
    await product.restart('SIGKILL')
    expect((await boss.sees('⚠️ Trouble with the service: 1')).text).toContain('the last stop was not planned')
  })
})

describe('access that ends', () => {
  it('is told with whom to ask, pauses campaigns, and one button resumes them after a renewal and a restart', async () => {
    const sardor = await withCampaigns('Sardor', 3)
    product.write(`update users set access_until_ms = ${Date.now() + 2 * dayMs} where id = ${sardor.id}`)
    const warned = await sardor.sees('Ruxsatingiz 2 kundan keyin tugaydi.')
    expect(warned.text).toContain('@karvon_boss')
    product.write(`update users set access_until_ms = ${Date.now()} where id = ${sardor.id}`)
    expect((await sardor.sees('Ruxsatingiz tugadi.')).text).toContain('@karvon_boss')
    await product.client.until('the pause', async () => statesOf(sardor).every((state) => state === 'paused'), {
      timeoutMs: 30_000,
      on: ['tick'],
    })
    await sardor.starts()
    await sardor.sees('tugagan.')
    expect(await sardor.presses('🙋 Yana ruxsat so‘rash')).toBe('So‘rovingiz yuborildi. Javob shu yerga keladi.')
    expect(await sardor.presses('🙋 Yana ruxsat so‘rash')).toMatch(/^So‘rovingiz allaqachon/)

    await boss.sees('Somebody asks for access again')
    await product.restart('SIGKILL')
    await boss.presses('+90 days')
    const back = await sardor.sees('Ruxsat tugaganda to‘xtatilgan e’lonlar: 3.')
    await sardor.presses('▶️ Davom ettirish', back.messageId)
    await sardor.sees('▶️ Davom ettirilgan e’lonlar: 3.')
    expect(statesOf(sardor)).toEqual(['running', 'running', 'running'])
  })
})

async function settle(person: Person, language: string, city: RegExp): Promise<void> {
  await person.starts()
  await person.presses(language)
  await person.presses(city)
}

/** To a first screen of now: the buttons of an earlier one are old. */
async function goesHome(person: Person): Promise<void> {
  const before = (await person.history())[0]?.messageId ?? 0
  await person.writes('/start')
  await product.client.until('the first screen', async () => ((await person.history())[0]?.messageId ?? 0) > before, {
    timeoutMs: 60_000,
    on: ['message', 'tick'],
  })
}

/** Somebody with access and campaigns that run, whose next round is far away. */
async function withCampaigns(firstName: string, count: number): Promise<Person> {
  const person = await product.person({ firstName })
  await settle(person, '🇺🇿 O‘zbekcha', /^Toshkent/)
  await person.sees('So‘rovingiz yuborildi.')
  await boss.writes(`/adduser ${person.id} 30`)
  await person.sees('Ruxsat berildi!')
  const now = Date.now()
  const base = person.id % 1000
  product.write(`insert into contents (id, owner_id, body, created_at_ms)
    values (${800_000 + base}, ${person.id}, '{"text":"salom","entities":[]}', ${now})`)
  for (let index = 1; index <= count; index++) {
    product.write(`insert into campaigns
      (id, uuid, owner_id, name, state, content_id, every_ms, misfire, next_at_ms, started_at_ms, created_at_ms)
      values (${700_000 + base * 10 + index}, '${person.id}-${index}', ${person.id}, '${firstName} ${index}', 'running',
        ${800_000 + base}, 3600000, 'skip', ${now + dayMs * 100}, ${now}, ${now})`)
  }
  return person
}

function statesOf({ id }: Person): string[] {
  const rows = product.read<{ state: string }>(`select state from campaigns where owner_id = ${id} order by id`)
  return rows.map(({ state }) => state)
}

function accessDays({ id }: Person): number {
  const [row] = product.read<{ until: number }>(`select access_until_ms as until from users where id = ${id}`)
  return Math.max(0, Math.round(((row?.until ?? 0) - Date.now()) / dayMs))
}
