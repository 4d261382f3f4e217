import { describe, expect, it } from 'vitest'
import { pressed } from '../support/bot-in-process.ts'
import { aziz, startForm } from './dialogue-form.ts'

describe('a form', () => {
  it('goes from question to question, each with buttons of its own', async () => {
    const { here, says, press, done } = await startForm()
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
    const { here, says, press, done } = await startForm()
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
    const { here, says, telegram, settled, done } = await startForm()
    await says('/form')
    const { version } = await here()

    telegram.give(...Array.from({ length: 5 }, () => pressed(aziz, `s${version.toString(36)}.digit.1`)))
    await settled()

    expect(done).toEqual(Array.from({ length: 5 }, () => 'digit 1'))
    expect((await here()).version).toBe(version)
  })

  it('counts a tap once whose screen could not be shown, when it is made again', async () => {
    const { here, says, press, done, telegram, clock } = await startForm()
    await says('/form')
    const { version } = await here()
    telegram.script(({ method }) =>
      method === 'editMessageText' ? { code: 429, description: 'Too Many Requests', retryAfter: 3600 } : undefined,
    )
    await press(version, 'digit', '1')
    telegram.script(() => undefined)
    clock.at += 2 * 3_600_000

    const calls = await press(version, 'digit', '1')
    await press((await here()).version, 'digit', '1')

    expect(calls.find(({ method }) => method === 'editMessageText')?.payload['text']).toBe('What is it called?')
    expect(done).toEqual(['digit 1', 'digit 1'])
  })

  it('says how something that went on has ended where it stood, with the next screen below', async () => {
    const { here, says, press, telegram, settled } = await startForm()
    await says('/form')
    const { version } = await here()

    await press(version, 'slow')
    await settled()

    const texts = telegram.calls
      .slice(-4)
      .map(({ method, payload }) => [method, payload['message_id'] ?? null, payload['text'] ?? null])
    expect(texts).toEqual([
      ['editMessageText', 4000, 'Nothing is asked here'],
      ['answerCallbackQuery', null, null],
      ['editMessageText', 4000, 'It went well'],
      ['sendMessage', null, 'What is it called?'],
    ])
    expect(await here()).toMatchObject({ screen: 'form.ask' })
  })

  it('shows how it has ended also to whoever wrote something meanwhile, below that', async () => {
    const { here, says, press, telegram, settled, goOn } = await startForm()
    await says('/form')
    await press((await here()).version, 'waits')
    await says('are you there?')
    const shown = telegram.calls.findLast(({ method }) => method === 'sendMessage')
    expect(shown?.payload['text']).toBe('Nothing is asked here')
    const before = telegram.calls.length

    goOn()
    await settled()

    const edited = telegram.calls.slice(before).find(({ method }) => method === 'editMessageText')
    expect(edited?.payload['text']).toBe('It went well')
    expect(edited?.payload['message_id']).not.toBe(4000)
    expect(await here()).toMatchObject({ screen: 'form.ask' })
  })

  it('takes a message for deleted that is not there any more, and for no other reason', async () => {
    const { says, telegram, done } = await startForm()
    const refuse = (description: string) =>
      telegram.script(({ method }) =>
        method === 'deleteMessage' ? { code: 400, description: `Bad Request: ${description}` } : undefined,
      )
    await says('/form')
    refuse('message to delete not found')
    await says('secret')
    refuse('message can’t be deleted')
    await says('secret')

    expect(done).toEqual(['erased true', 'erased false'])
  })

  it('answers a tap that leads nowhere where it was pressed, and one that nobody has like an old one', async () => {
    const { here, says, press } = await startForm()
    await says('/form')
    const { version } = await here()

    expect((await press(version, 'note')).map(({ method, payload }) => [method, payload['text']])).toEqual([
      ['answerCallbackQuery', 'noted'],
    ])
    expect((await press(version, 'nobody')).some(({ payload }) => /old/.test(String(payload['text'])))).toBe(true)
  })

  it('is left by /cancel and by another command, and stands again after a restart', async () => {
    const bot = await startForm()
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

  it('is not left by a command that leads aside, and stands again after it, also from aside to aside', async () => {
    const { here, says, press, done } = await startForm()
    await says('/form')
    await says('apples')
    await says('/aside')
    await says('/language')
    const { draft, version } = await here()
    expect(draft).toEqual({ back: { screen: 'form.ask', draft: { name: 'apples' } } })
    await press(version, 'choose', 'en')

    expect(await here()).toMatchObject({ screen: 'form.ask', draft: { name: 'apples' } })
    expect(done).toEqual(['written apples'])
  })

  it('has no way back where a command led aside from home, and may not be come back to by whoever lost access', async () => {
    const { here, says, press, db } = await startForm()
    await says('/aside')
    await says('/aside')
    expect((await here()).draft).toEqual({})
    await press((await here()).version, 'back')
    expect(await here()).toMatchObject({ screen: 'home' })

    await says('/form')
    await says('/language')
    db.exec(`update users set access_until_ms = 1 where id = ${aziz.id}`)
    await press((await here()).version, 'home')
    expect(await here()).toMatchObject({ screen: 'home' })
  })

  it('says where nothing is asked that it is so, and stays', async () => {
    const { here, says, telegram } = await startForm()
    await says('/dumb')
    await says('hello?')

    expect(await here()).toMatchObject({ screen: 'form.dumb' })
    expect(telegram.said(aziz.id).slice(-2)).toEqual([
      'There is nothing to write here. Use the buttons.',
      'Nothing is asked here',
    ])
  })

  it('leads home where a draft is of another version, and where the person may not be', async () => {
    const { here, says, db } = await startForm()

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
