import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Catalogue } from '../../src/bot/catalogue.ts'
import { defineScreen } from '../../src/bot/screen.ts'
import type { BotPlug } from '../../src/bot/screen.ts'
import { startBotHere } from '../support/bot-in-process.ts'

const screen = (name: string) => defineScreen({ name, draft: z.object({}), show: () => ({ text: name }) })
const home: BotPlug = { screens: [screen('home')] }
const command = (name: string) =>
  ({ name, about: { uz: 'a', ru: 'b', en: 'c' }, audience: 'anyone', run: () => 'x' }) as const

describe('what features plug into the bot', () => {
  it('is found by its name, a command in any case', () => {
    const catalogue = new Catalogue([home, { screens: [screen('groups.choose')], commands: [command('help')] }])

    expect(catalogue.home.name).toBe('home')
    expect(catalogue.screen('groups.choose')?.name).toBe('groups.choose')
    expect(catalogue.command('HELP')?.name).toBe('help')
    expect([catalogue.screen('x'), catalogue.command('x'), catalogue.notice('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('has one of each name, and a first screen: anything else does not start', () => {
    expect(() => new Catalogue([])).toThrow('the bot needs a screen called home')
    expect(() => new Catalogue([home, home])).toThrow('the bot has two of home')
    expect(() => new Catalogue([home, { commands: [command('id'), command('id')] }])).toThrow('the bot has two of id')
  })

  it('has its menu in order', () => {
    const entry = (order: number) =>
      ({ order, label: { uz: '', ru: '', en: String(order) }, audience: 'active' }) as const
    const catalogue = new Catalogue([
      { ...home, menu: [{ ...entry(2), screen: 'home' }] },
      { menu: [{ ...entry(1), screen: 'home' }] },
    ])
    expect(catalogue.menu.map(({ order }) => order)).toEqual([1, 2])
  })
})

describe('the texts of the product', () => {
  it('name every command in three languages, each within what Telegram takes', async () => {
    const { plugs } = await startBotHere()
    const commands = plugs.flatMap(({ commands: some = [] }) => some)

    expect(commands.length).toBeGreaterThan(5)
    for (const { name, about } of commands) {
      // https://core.telegram.org/bots/api#botcommand
      expect(name).toMatch(/^[a-z0-9_]{1,32}$/)
      for (const text of Object.values(about)) expect(text.length, name).toBeLessThanOrEqual(256)
      expect(about.ru, name).toMatch(/[а-я]/i)
      expect(`${about.uz}${about.en}`, name).not.toMatch(/[а-я]/i)
    }
  })

  it('are written in the letters of their language, wherever they stand', () => {
    const root = join(import.meta.dirname, '../../src')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('texts.ts'))
    expect(files.length).toBeGreaterThan(15)
    const bad = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        // A line of one language that says something: names of languages are said in their own.
        .filter((line) => /^ *(uz|en):/.test(line) && /[а-яё]/i.test(line) && !/Выберите язык|Русский/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(bad).toEqual([])
    // Uzbek has a letter of its own for this, not an apostrophe of a keyboard.
    const typed = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => /^ *uz:/.test(line) && /[oOgG]['´]\p{L}/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(typed).toEqual([])
  })
})
