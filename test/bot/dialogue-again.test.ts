import { describe, expect, it } from 'vitest'
import { pressed, written } from '../support/bot-in-process.ts'
import { aziz, startForm } from './dialogue-form.ts'

describe('a message that is given again because the process ended', () => {
  it('is not done again on the screen that it led to: that one is shown', async () => {
    const { here, says, take, telegram, done } = await startForm()
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
    const { here, says, take, done } = await startForm()
    await says('/form')
    const tap = pressed(aziz, `s${(await here()).version.toString(36)}.digit.1`)
    await take(tap)
    await take(tap)

    expect(done).toEqual(['digit 1'])
  })

  it('is answered by a command where one is, and nothing is lost', async () => {
    const { here, says, telegram } = await startForm()
    await says('/form')
    await says('apples')
    await says('/id')

    expect(await here()).toMatchObject({ screen: 'form.ask', draft: { name: 'apples' } })
    const texts = telegram.calls.filter(({ method }) => method === 'sendMessage').map(({ payload }) => payload['text'])
    expect(texts.at(-1)).toBe('How many of apples?')
  })
})
