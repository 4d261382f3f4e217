import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { button, defineScreen, go, toast } from '../../src/bot/screen.ts'
import type { BotPlug } from '../../src/bot/screen.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'

const aziz = { id: 1001 }

/** A form of two questions and a keypad, and what it was asked to do. */
function form() {
  const done: string[] = []
  const ask = defineScreen({
    name: 'form.ask',
    draft: z.object({ name: z.string().optional() }),
    show: ({ name }) => ({
      text: name === undefined ? 'What is it called?' : `How many of ${name}?`,
      rows: [[button('1', 'digit', 1), button('back', 'back')]],
    }),
    actions: {
      digit: (draft, _, digit) => {
        done.push(`digit ${digit}`)
        return go('form.ask', draft, { isSame: true })
      },
      back: () => go('form.ask'),
      note: () => toast('noted'),
    },
    onWritten(_, { text }) {
      done.push(`written ${text}`)
      return go('form.ask', { name: text })
    },
    onLeave: ({ name }) => void done.push(`left ${name}`),
  })
  const dumb = defineScreen({ name: 'form.dumb', draft: z.object({}), show: () => ({ text: 'Nothing is asked here' }) })
  const plug: BotPlug = {
    screens: [ask, dumb],
    commands: [
      { name: 'form', about: { uz: 'f', ru: 'ф', en: 'f' }, audience: 'active', run: () => go('form.ask') },
      { name: 'dumb', about: { uz: 'd', ru: 'д', en: 'd' }, audience: 'active', run: () => go('form.dumb') },
    ],
  }
  return { plug, done }
}

async function setup() {
  const { plug, done } = form()
  const bot = await startBotHere({ plugs: [plug] })
  await bot.person(aziz.id)
  const here = async () => {
    const { screen, draft, version } = (await bot.store.conversation(aziz.id)) ?? {}
    return { screen, draft: JSON.parse(draft ?? 'null') as unknown, version: version ?? 0 }
  }
  const press = async (version: number, action: string, ...args: readonly string[]) => {
    const before = bot.telegram.calls.length
    await bot.take(pressed(aziz, [`s${version.toString(36)}`, action, ...args].join('.')))
    return bot.telegram.calls.slice(before)
  }
  const says = (text: string) => bot.take(written(aziz, text))
  return { ...bot, done, here, press, says }
}

describe('a form', () => {
  it('goes from question to question, each with buttons of its own', async () => {
    const { here, says, press, done } = await setup()
    await says('/form')
    const first = await here()
    expect(first).toMatchObject({ screen: 'form.ask', draft: {} })

    await says('apples')
    const second = await here()
    expect(second).toMatchObject({ draft: { name: 'apples' } })
    expect(second.version).toBeGreaterThan(first.version)

    await press(second.version, 'back')
    expect(await here()).toMatchObject({ draft: {}, version: second.version + 1 })
    expect(done).toEqual(['written apples'])
  })

  it('does nothing for a button of an earlier question, says so, and shows where one is', async () => {
    const { here, says, press, done } = await setup()
    await says('/form')
    const old = await here()
    await says('apples')

    const calls = await press(old.version, 'digit', '1')

    expect(done).toEqual(['written apples'])
    expect(calls.find(({ method }) => method === 'answerCallbackQuery')?.payload['text']).toMatch(/old/)
    expect(calls.find(({ method }) => method === 'editMessageText')?.payload['text']).toBe('How many of apples?')
    expect(await here()).toMatchObject({ draft: { name: 'apples' } })
  })

  it('counts every tap on a keypad, whose buttons stay', async () => {
    const { here, says, telegram, settled, done } = await setup()
    await says('/form')
    const { version } = await here()

    telegram.give(...Array.from({ length: 5 }, () => pressed(aziz, `s${version.toString(36)}.digit.1`)))
    await settled()

    expect(done).toEqual(Array.from({ length: 5 }, () => 'digit 1'))
    expect((await here()).version).toBe(version)
  })

  it('answers a tap that leads nowhere where it was pressed, and one that nobody has like an old one', async () => {
    const { here, says, press } = await setup()
    await says('/form')
    const { version } = await here()

    expect((await press(version, 'note')).map(({ method, payload }) => [method, payload['text']])).toEqual([
      ['answerCallbackQuery', 'noted'],
    ])
    expect((await press(version, 'nobody')).some(({ payload }) => /old/.test(String(payload['text'])))).toBe(true)
  })

  it('is left by /cancel and by another command, and stands again after a restart', async () => {
    const bot = await setup()
    const { here, says, done } = bot
    await says('/form')
    await says('apples')
    await bot.stop()
    await bot.start()
    expect(await here()).toMatchObject({ screen: 'form.ask', draft: { name: 'apples' } })
    await says('/cancel')
    expect(await here()).toMatchObject({ screen: 'home' })
    await says('/form')
    await says('pears')
    await says('/dumb')

    expect(done.filter((word) => word.startsWith('left'))).toEqual(['left apples', 'left pears'])
    expect(await here()).toMatchObject({ screen: 'form.dumb' })
  })

  it('leads home where nothing is asked, where a draft is of another version, and where the person may not be', async () => {
    const { here, says, db } = await setup()
    await says('/dumb')
    await says('hello?')
    expect(await here()).toMatchObject({ screen: 'home' })

    await says('/form')
    db.exec(`update conversations set draft = '{"name":7}' where user_id = ${aziz.id}`)
    await says('apples')
    expect(await here()).toMatchObject({ screen: 'home' })

    await says('/form')
    db.exec(`update users set access_until_ms = 1 where id = ${aziz.id}`)
    await says('apples')
    expect(await here()).toMatchObject({ screen: 'home' })
  })
})

describe('a message that is given again because the process ended', () => {
  it('is not done again on the screen that it led to: that one is shown', async () => {
    const { here, says, take, telegram, done } = await setup()
    await says('/form')
    const again = written(aziz, 'apples')
    await take(again)
    const shown = telegram.calls.length
    await take(again)

    expect(done).toEqual(['written apples'])
    expect(await here()).toMatchObject({ draft: { name: 'apples' } })
    const sent = telegram.calls.slice(shown).filter(({ method }) => method === 'sendMessage')
    expect(sent.map(({ payload }) => payload['text'])).toEqual(['How many of apples?'])
  })

  it('counts a tap of the keypad once', async () => {
    const { here, says, take, done } = await setup()
    await says('/form')
    const tap = pressed(aziz, `s${(await here()).version.toString(36)}.digit.1`)
    await take(tap)
    await take(tap)

    expect(done).toEqual(['digit 1'])
  })

  it('is answered by a command where one is, and nothing is lost', async () => {
    const { here, says, telegram } = await setup()
    await says('/form')
    await says('apples')
    await says('/id')

    expect(await here()).toMatchObject({ screen: 'form.ask', draft: { name: 'apples' } })
    const texts = telegram.calls.filter(({ method }) => method === 'sendMessage').map(({ payload }) => payload['text'])
    expect(texts.at(-1)).toBe('How many of apples?')
  })
})
