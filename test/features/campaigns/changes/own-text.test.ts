import { describe, expect, it } from 'vitest'
import { startRounds } from '../../../support/rounds.ts'

const content = (text: string) => ({ text, entities: [] })

describe('a text of a group’s own that Telegram refuses', () => {
  it('fails there and stops nobody else; the campaign’s text stops the round', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, report, add } = await startRounds({ groups: 4 })
    const refuse = (peer: number | undefined) =>
      add({ chat: peer ?? 0, method: 'messages.sendMessage', error: 'MESSAGE_TOO_LONG', times: 1 })
    const [first, second, third] = chats.map(({ peer }) => peer)
    refuse(first)
    const targets = groups().map((target, index) => (index === 0 ? { ...target, content: content('own') } : target))
    const spared = await begin({ targets, everyMs: null })
    await tickAfter(0)
    await tickAfter(60_000)
    await until(async () => (await report(spared)).runs[0]?.open === 0)

    expect((await report(spared)).runs).toMatchObject([{ state: 'finished', sent: 3, failed: 1, cancelled: 0 }])
    expect(textsIn(second ?? 0)).toEqual(['salom'])

    refuse(third)
    const plain = await begin({ targets: groups().slice(2), everyMs: null })
    await tickAfter(0)
    await until(async () => (await report(plain)).runs[0]?.state === 'stopped')
    expect((await report(plain)).runs).toMatchObject([{ reason: 'MESSAGE_TOO_LONG' }])
  })
})
