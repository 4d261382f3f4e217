import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../src/bot/language.ts'
import type { Language } from '../../../src/bot/language.ts'
import { compose } from '../../../src/bot/rich-text.ts'
import { ofItself } from '../../../src/bot/screen.ts'
import type { Visit } from '../../../src/bot/screen.ts'
import { errorTableUrl, parseErrorTable } from '../../../src/delivery/error-table.ts'
import type { ServiceAlert } from '../../../src/delivery/service-alert.ts'
import { adviceOn, serviceAlert, serviceInWords } from '../../../src/features/notices/bot/service-words.ts'
import { NewsDesk } from '../../../src/features/notices/news-desk.ts'
import { startBotHere } from '../../support/bot-in-process.ts'

const rows = parseErrorTable(readFileSync(errorTableUrl, 'utf8')).filter(({ alert }) => /ticket|page/.test(alert))
const alerts: readonly ServiceAlert[] = [
  { type: 'unplanned-stop', startedAtMs: Date.UTC(2026, 10, 21, 9, 30) },
  { type: 'storm-began', accounts: 1200, active: 5000, longestWaitMs: 600_000, share: 1 / 8 },
  { type: 'storm-ended', waits: 1500, lastedMs: 20 * 60_000, longestWaitMs: 600_000 },
  { type: 'shard-restarts', shard: 2, count: 6, reason: 'out of memory' },
  { type: 'update-given-up', personId: 1001 },
  { type: 'token-shared' },
  { type: 'token-ours-again', lastedMs: 20 * 60_000 },
  ...rows.map(({ name }): ServiceAlert => ({ type: 'telegram-error', row: name })),
]

const visitOf = (language: Language): Visit => ({
  person: {
    id: 1,
    name: 'Boss',
    username: null,
    language,
    timeZone: 'Asia/Tashkent',
    isTimeZoneChosen: true,
    role: 'admin',
    isBanned: false,
    accessUntilMs: null,
    createdAtMs: 1,
  },
  access: 'admin',
  language,
  nowMs: 1,
  ...ofItself,
})

describe('what admins read about the service', () => {
  it('is said of every alert that there is, in three languages that have nothing in common but names', () => {
    expect(rows.length).toBeGreaterThan(80)
    for (const alert of alerts) {
      const texts = languages.map((language) => compose(serviceInWords(alert, 'Shop', visitOf(language))).text)
      expect(new Set(texts).size, JSON.stringify(alert)).toBe(3)
      const [uz = '', ru = '', en = ''] = texts
      const plain = (text: string) => text.replaceAll(/[A-Z_]{4,}\S*|“[^”]*”/g, '')
      expect(plain(uz), uz).not.toMatch(/[а-я]| the /i)
      expect(plain(ru), ru).toMatch(/[а-я]{4}/i)
      expect(en, en).not.toMatch(/[а-я]|‘/i)
    }
  })

  it('names the time by the reader’s clock, and figures as their language writes them', () => {
    const [stop, storm] = alerts
    if (stop === undefined || storm === undefined) throw new Error('there are some')
    const text = (alert: ServiceAlert, language: Language) => compose(serviceInWords(alert, '', visitOf(language))).text

    expect(text(stop, 'ru')).toContain('21 ноября 2026, 14:30')
    expect(text(storm, 'en')).toContain('1,200 of 5,000 sending accounts wait, the longest for 10 minutes')
    expect(text(storm, 'ru')).toMatch(/ждут 1\s200 из 5\s000/u)
    expect(text(storm, 'uz')).toContain('8 marta')
  })

  it('says what to do where a setting mends it, and else what becomes of it', () => {
    const mended: Record<string, string[]> = {}
    for (const { name } of rows) (mended[adviceOn(name)] ??= []).push(name)
    const { unforeseen, ...rest } = mended

    expect(rest).toEqual({
      'two-sessions': ['AUTH_KEY_DUPLICATED'],
      application: ['API_ID_INVALID', 'API_ID_PUBLISHED_FLOOD', 'CONNECTION_API_ID_INVALID'],
      'bot-token': ['Not Found', 'Unauthorized'],
      'bot-shared': expect.arrayContaining(['Conflict: terminated by other getUpdates request']),
      'wrong-dc': ['transport -444 invalid DC'],
      clock: ['bad_msg_notification msg_id too low/high'],
      files: ['EMFILE'],
      address: ['transport -429 transport flood'],
    })
    expect(unforeseen).not.toContain('EMFILE')
  })

  it('reads back what was kept', () => {
    expect(alerts.map((alert) => serviceAlert.parse(JSON.parse(JSON.stringify(alert))))).toEqual(alerts)
  })
})

describe('an alert of the engine', () => {
  it('reaches each admin in the language that they chose, once, and nobody else', async () => {
    const bot = await startBotHere()
    for (const [id, language] of [
      [2, 'ru'],
      [3, 'uz'],
      [4, 'en'],
    ] as const) {
      await bot.person(id)
      bot.db.exec(`update users set language = '${language}', role = '${id === 4 ? 'user' : 'admin'}' where id = ${id}`)
    }
    bot.db.exec(`update accounts set name = 'North shop' where id = 1`)
    let told = false
    const desk = new NewsDesk({
      store: bot.store,
      clock: bot.clock,
      log: pino({ level: 'silent' }),
      hint: () => (told = true),
    })

    for (let time = 0; time < 3; time++) {
      desk.note({ name: 'error_alert', audience: 'page', row: 'AUTH_KEY_DUPLICATED', accountId: 1, action: 'x' })
      desk.alert({ type: 'shard-restarts', shard: 0, count: 6 + time, reason: 'out of memory' })
    }
    await desk.tick()
    bot.clock.at += 15_000
    await desk.tick()
    expect(told).toBe(true)

    await expect.poll(() => [1, 2, 3].map((id) => bot.telegram.said(id).length)).toEqual([1, 1, 1])
    const [en = '', ru = '', uz = ''] = [1, 2, 3].flatMap((id) => bot.telegram.said(id))
    expect(en).toContain('Trouble with the service: 2')
    expect(en).toContain('AUTH_KEY_DUPLICATED (account: North shop): this login was used from two places')
    expect(en).toContain('ended 8 times within a minute')
    expect(ru).toContain('AUTH_KEY_DUPLICATED (аккаунт: North shop): этот вход использовали из двух мест')
    expect(ru).toContain('Неполадки сервиса: 2')
    expect(uz).toContain('AUTH_KEY_DUPLICATED (akkaunt: North shop): bu kirish ikki joydan')
    expect(bot.telegram.said(4)).toEqual([])
  })
})
