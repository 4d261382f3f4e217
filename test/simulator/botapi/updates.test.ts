import { Bot } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { refusal, setup } from './setup.ts'

describe('getUpdates', () => {
  it('gives what waits, again and again, until an offset confirms it', async () => {
    const { world, api, aziz, bot } = await setup()
    for (const text of ['bir', 'ikki', 'uch']) world.people.write(aziz.id, bot.id, text)

    const first = await api.getUpdates({ limit: 2 })
    const again = await api.getUpdates()
    const rest = await api.getUpdates({ offset: (first[1]?.update_id ?? 0) + 1 })

    expect(first.map(({ message }) => message?.text)).toEqual(['bir', 'ikki'])
    expect(again.map(({ message }) => message?.text)).toEqual(['bir', 'ikki', 'uch'])
    expect(again.map(({ update_id }) => update_id - (first[0]?.update_id ?? 0))).toEqual([0, 1, 2])
    expect(rest.map(({ message }) => message?.text)).toEqual(['uch'])
    expect(await api.getUpdates()).toEqual(rest)
  })

  it('forgets all but the last ones for a negative offset', async () => {
    const { world, api, aziz, bot } = await setup()
    for (const text of ['bir', 'ikki', 'uch']) world.people.write(aziz.id, bot.id, text)

    const last = await api.getUpdates({ offset: -2 })

    expect(last.map(({ message }) => message?.text)).toEqual(['ikki', 'uch'])
    expect(await api.getUpdates()).toHaveLength(2)
    expect(await api.getUpdates({ offset: -9 })).toHaveLength(2)
  })

  it('waits for something to happen, and not longer', async () => {
    const { world, api, aziz, bot } = await setup()

    const waiting = api.getUpdates({ timeout: 30 })
    await api.getMe()
    world.people.write(aziz.id, bot.id, 'salom')

    expect((await waiting)[0]?.message?.text).toBe('salom')
    const startedAt = performance.now()
    expect(await api.getUpdates({ offset: -1, timeout: 1 })).toHaveLength(1)
    expect(await api.getUpdates({ offset: 2_000_000_000, timeout: 1 })).toEqual([])
    expect(performance.now() - startedAt).toBeGreaterThan(990)
  })

  it('ends the wait of who asked before: two copies of a bot find each other', async () => {
    const { world, api, aziz, bot } = await setup()

    const first = refusal(api.getUpdates({ timeout: 30 }))
    await api.getMe()
    const second = api.getUpdates({ timeout: 30 })

    expect(await first).toBe(
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    )
    world.people.write(aziz.id, bot.id, 'salom')
    expect(await second).toHaveLength(1)
  })

  it('loses nothing and conflicts with nobody when the client hangs up', async () => {
    const { world, api, aziz, bot } = await setup()
    const hangUp = new AbortController()
    const waiting = refusal(api.getUpdates({ timeout: 30 }, hangUp.signal as never))
    await api.getMe()
    hangUp.abort()
    expect(await waiting).toBe('network error: The user aborted a request.')

    world.people.write(aziz.id, bot.id, 'salom')

    expect(await api.getUpdates({ timeout: 30 })).toHaveLength(1)
  })

  it('gives only the types that were asked for, from then on', async () => {
    const { world, api, aziz, bot } = await setup()
    await api.getUpdates({ allowed_updates: ['edited_message'] })

    const { box, id } = world.people.write(aziz.id, bot.id, 'salom')
    world.messages.edit(aziz.id, box, id, { text: 'assalom' })

    const [update, ...others] = await api.getUpdates()
    expect(update?.edited_message).toMatchObject({ text: 'assalom', edit_date: expect.any(Number) })
    expect(others).toEqual([])
    expect((await api.getWebhookInfo()).allowed_updates).toEqual(['edited_message'])
    await api.getUpdates({ allowed_updates: [] })
    world.people.write(aziz.id, bot.id, 'yana')
    expect(await api.getUpdates()).toHaveLength(2)
  })

  it('keeps updates for 24 hours', async () => {
    const { world, api, aziz, bot, clock } = await setup()
    world.people.write(aziz.id, bot.id, 'kecha')
    clock.advance(23 * 3_600_000)
    world.people.write(aziz.id, bot.id, 'bugun')
    clock.advance(3_600_000)

    expect((await api.getUpdates()).map(({ message }) => message?.text)).toEqual(['bugun'])
  })

  it('goes on where it stood after a restart, with rising ids', async () => {
    const before = await setup()
    const { aziz, bot } = before
    before.world.people.write(aziz.id, bot.id, 'bir')
    before.world.people.write(aziz.id, bot.id, 'ikki')
    const [first] = await before.api.getUpdates({ limit: 1 })
    await before.api.getUpdates({ offset: (first?.update_id ?? 0) + 1 })

    const { world, api } = await before.restart()
    world.people.write(aziz.id, bot.id, 'uch')

    const updates = await api(bot).getUpdates()
    expect(updates.map(({ message }) => message?.text)).toEqual(['ikki', 'uch'])
    expect(updates.map(({ update_id }) => update_id - (first?.update_id ?? 0))).toEqual([1, 2])
  })

  it('keeps the updates of each bot apart', async () => {
    const { world, api, aziz, bot, createBot, api: _, ...botApi } = await setup()
    const other = createBot(aziz)
    world.people.write(aziz.id, bot.id, 'birinchi')
    world.people.write(aziz.id, other.id, 'ikkinchi')

    expect((await api.getUpdates()).map(({ message }) => message?.text)).toEqual(['birinchi'])
    const response = await fetch(`${botApi.apiRoot}/bot${other.bot?.token}/getUpdates`)
    expect(JSON.stringify(await response.json())).toContain('ikkinchi')
  })
})

describe('an unmodified grammY bot', () => {
  it('answers commands, buttons and contacts, and stops', async () => {
    const { world, apiRoot, aziz, bot: account } = await setup()
    const bot = new Bot(account.bot?.token ?? '', { client: { apiRoot } })
    bot.command('start', (ctx) =>
      ctx.reply(`payload: ${ctx.match}`, {
        reply_markup: { inline_keyboard: [[{ text: 'Bos', callback_data: 'bos' }]] },
      }),
    )
    bot.callbackQuery('bos', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'bosildi', show_alert: true })
      await ctx.editMessageText('bosildi')
    })
    bot.on('message:contact', (ctx) => ctx.reply(`raqam: ${ctx.message.contact.phone_number}`))
    const started = new Promise<void>((resolve) => {
      void bot.start({ onStart: () => resolve(), timeout: 2 })
    })
    onTestFinished(() => bot.stop())
    await started

    const greeting = nextFrom(world, account.id)
    world.people.start(aziz.id, account.id, 'abc-123')
    expect(await greeting).toMatchObject({ text: 'payload: abc-123' })

    const answer = nextAnswer(world)
    const edited = nextFrom(world, account.id)
    world.people.press(aziz.id, await greeting, 'bos')
    expect(await answer).toMatchObject({ botId: account.id, text: 'bosildi', isAlert: true, url: null })
    expect(await edited).toMatchObject({ text: 'bosildi', markup: null })

    const reply = nextFrom(world, account.id)
    world.people.shareContact(aziz.id, account.id)
    expect(await reply).toMatchObject({ text: expect.stringContaining('998901234567') })
  })
})

type World = Awaited<ReturnType<typeof setup>>['world']
type StoredMessage = ReturnType<World['people']['write']>

/** The next message that this bot sends or edits. */
function nextFrom(world: World, botId: number): Promise<StoredMessage> {
  return new Promise((resolve) => {
    world.events.listen((event) => {
      if ((event.type === 'message' || event.type === 'edited') && event.message.fromId === botId)
        resolve(event.message)
    })
  })
}

function nextAnswer(world: World): Promise<object> {
  return new Promise((resolve) => {
    world.events.listen((event) => {
      if (event.type === 'answered') resolve(event.answer)
    })
  })
}
