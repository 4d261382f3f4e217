import { describe, expect, it } from 'vitest'
import { openLogin } from '../../../../src/features/accounts/logins-secrets.ts'
import { pressed, startBotHere, written } from '../../../support/bot-in-process.ts'

const [aziz, botir] = [{ id: 1001 }, { id: 1002 }]
const phone = '+998 90 123 45 67'

/** An owner at /login, and what they see; another owner has a proxy too. */
async function setup({ proxies = 2 } = {}) {
  const bot = await startBotHere()
  const { store, db, telegram, keyring, clock } = bot
  for (const { id } of [aziz, botir]) await bot.person(id)
  const add = async (ownerId: number, host: string) => {
    const id = await store.reserveProxyId()
    return (await store.addProxy({ id, ownerId, host, port: 1080, username: '', password: null, nowMs: 1 })).proxy.id
  }
  const own: number[] = []
  for (let index = 0; index < proxies; index++) own.push(await add(aziz.id, `proxy${index}.example.com`))
  const theirs = await add(botir.id, 'theirs.example.com')
  const press = async (...words: readonly (string | number)[]) => {
    const { version = 0 } = (await store.conversation(aziz.id)) ?? {}
    await bot.take(pressed(aziz, [`s${version.toString(36)}`, ...words].join('.')))
    return telegram.calls.findLast(({ method }) => method === 'answerCallbackQuery')?.payload['text']
  }
  const seen = () => {
    const shown = telegram.calls.findLast(({ method }) => /^(editMessageText|sendMessage)$/.test(method))?.payload
    const { inline_keyboard: rows = [] } = (shown?.['reply_markup'] ?? {}) as {
      inline_keyboard?: readonly (readonly { readonly text: string }[])[]
    }
    return { text: String(shown?.['text']), buttons: rows.flat().map(({ text }) => text) }
  }
  const begun = async () => {
    const row = await store.loginOf({ userId: aziz.id, nowMs: clock.nowMs() })
    return row && openLogin(keyring, row)
  }
  await bot.take(written(aziz, '/login'))
  return { own, theirs, press, seen, begun, db, telegram, says: (text: string) => bot.take(written(aziz, text)) }
}

describe('whoever connects an account', () => {
  it('is asked for the number at once where they have no proxy, and goes directly', async () => {
    const { seen, says, begun } = await setup({ proxies: 0 })
    expect(seen().text).toContain('Which account do we connect?')
    await says(phone)
    expect((await begun())?.proxy).toBeUndefined()
  })

  it('chooses a proxy before the number, and the login has it', async () => {
    const { own, press, seen, says, begun } = await setup()
    expect(seen().text).toContain('Which proxy does the account connect through?')
    expect(seen().buttons).toEqual([
      '▫️ proxy0.example.com:1080 (0/3)',
      '▫️ proxy1.example.com:1080 (0/3)',
      'No proxy',
      '🏠 Home',
    ])

    await press('one', own[1] ?? 0)
    expect(seen().text).toMatch(/Which account do we connect\?[^]*Proxy: proxy1\.example\.com:1080$/)
    await says(phone)
    expect((await begun())?.proxy).toEqual({ id: own[1], text: '{"host":"proxy1.example.com","port":1080}' })
  })

  it('goes directly only when they say so: a number that comes first begins nothing', async () => {
    const { press, seen, says, begun, telegram } = await setup()
    await says(phone)
    expect(telegram.said(aziz.id).at(-2)).toMatch(/^Choose a proxy first/)
    expect(await begun()).toBeUndefined()

    await press('one', 0)
    expect(seen().text).toContain('Which account do we connect?')
    await says(phone)
    expect(await begun()).toMatchObject({ phone: '998901234567' })
    expect((await begun())?.proxy).toBeUndefined()
  })

  it('gets no proxy that is full, gone or somebody else’s', async () => {
    const { own, theirs, press, says, seen, begun, db, telegram } = await setup()
    const [first = 0, second = 0] = own
    db.exec(`insert into accounts (id, owner_id, kind, telegram_id, name, session, device, partition, state,
      cap_per_minute, created_at_ms, proxy_id) select 900 + value, 1001, 'user', 900 + value, 'x', '', '{}', 1, 'paused', 6, 1,
      ${first} from json_each('[1,2,3]')`)
    expect(await press('one', first)).toBe('This proxy is full.')
    expect(await press('one', theirs)).toBe('There is no such proxy.')
    expect(await press('one', 12_345)).toBe('There is no such proxy.')

    await press('one', second)
    db.exec(`delete from proxies where id = ${second}`)
    await says(phone)
    expect(telegram.said(aziz.id).at(-2)).toBe('There is no such proxy.')
    expect(seen().text).toContain('Which proxy')
    expect(await begun()).toBeUndefined()
  })
})
