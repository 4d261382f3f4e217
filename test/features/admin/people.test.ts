import { describe, expect, it } from 'vitest'
import { pressed, startBotHere, written } from '../../support/bot-in-process.ts'

const boss = { id: 1, first_name: 'Boss' }

/** An admin on the list of everybody with access, and what they see then. */
async function setup(...names: readonly string[]) {
  const bot = await startBotHere()
  for (const [index, name] of names.entries()) await bot.person(1001 + index, name)
  const here = async () => {
    const { screen, draft, version } = (await bot.store.conversation(boss.id)) ?? {}
    return { screen, draft: JSON.parse(draft ?? 'null') as unknown, version: version ?? 0 }
  }
  const press = async (...words: readonly (string | number)[]) =>
    bot.take(pressed(boss, [`s${(await here()).version.toString(36)}`, ...words].join('.')))
  const seen = () => {
    const last = bot.telegram.calls.findLast(({ method }) => /^(editMessageText|sendMessage)$/.test(method))
    if (last === undefined) throw new Error('nothing was shown')
    const { inline_keyboard: rows } = last.payload['reply_markup'] as { inline_keyboard: { text: string }[][] }
    return { text: String(last.payload['text']), buttons: rows.flat().map(({ text }) => text) }
  }
  await bot.take(written(boss, '/start'))
  await press('to', 'admin/people')
  await press('list', 'confirmed')
  return { ...bot, here, press, seen, says: (text: string) => bot.take(written(boss, text)) }
}

const confirmed = { list: 'confirmed', page: 0 }

describe('the people of an admin', () => {
  it('are searched by what is written on their list, by name, @name or id', async () => {
    const { says, seen, here } = await setup('Aziz Karimov', 'Aziz Rahimov', 'Nodira')
    await says('aziz')
    expect(seen().text).toContain('Found for “aziz”.')
    expect(seen().buttons.slice(0, 2)).toEqual([
      expect.stringContaining('Aziz Karimov'),
      expect.stringContaining('Aziz Rahimov'),
    ])
    await says('1003')
    expect(await here()).toMatchObject({ screen: 'admin.person', draft: { id: 1003 } })
  })

  it('are left for a card, figures or a search, and come back as they were', async () => {
    const { press, here, says } = await setup('Aziz Karimov', 'Aziz Rahimov')
    await press('statistics')
    await press('refresh')
    await press('back')
    expect(await here()).toMatchObject({ screen: 'admin.people', draft: confirmed })

    await press('open', 1001)
    await press('campaigns')
    await press('back')
    await press('back')
    expect(await here()).toMatchObject({ screen: 'admin.people', draft: confirmed })

    await says('aziz')
    await press('open', 1001)
    await press('back')
    expect(await here()).toMatchObject({ screen: 'admin.find', draft: { text: 'aziz' } })
    await press('back')
    expect(await here()).toMatchObject({ screen: 'admin.people', draft: confirmed })
  })

  it('who are called the same are told apart', async () => {
    const { press, seen, store, clock } = await setup('Aziz', 'Aziz', 'Nodira')
    const nowMs = clock.nowMs()
    await store.meet({ id: 1002, name: 'Aziz', username: 'aziz_2', language: 'en', isSuperAdmin: false, nowMs })
    await press('list', 'confirmed')
    expect(seen().buttons.filter((label) => /Aziz|Nodira/.test(label))).toEqual([
      '🟢 Aziz (1001) · 21 December 2026',
      '🟢 Aziz (@aziz_2) · 21 December 2026',
      '🟢 Nodira · 21 December 2026',
    ])
  })

  it('who are banned are so since a day, and until none', async () => {
    const { press, seen, store, clock } = await setup('Aziz')
    await store.banPerson({ id: 1001, mayBanAdmins: false, actor: 'cli', nowMs: clock.nowMs() })
    await press('open', 1001)
    expect(seen().text.split('\n')[2]).toBe('banned since 21 November 2026')
  })
})
