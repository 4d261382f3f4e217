import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { Limits } from '../../../src/simulator/botapi/limits.ts'
import { refusal, setup } from './setup.ts'

describe('the limits of a bot', () => {
  it('let a short burst through to one chat, then one message a second', () => {
    const { send, clock } = fixture()

    expect([1, 2, 3, 4, 5, 6].map(() => send(1))).toEqual([0, 0, 0, 0, 0, 5])
    clock.advance(4999)
    expect(send(1)).toBe(1)
    clock.advance(1)
    expect(send(1)).toBe(0)
  })

  it('let 30 messages a second through in all, to whomever', () => {
    const { send, clock } = fixture()

    const waits = Array.from({ length: 31 }, (_, chat) => send(chat + 1))

    expect(waits.slice(0, 30).every((wait) => wait === 0)).toBe(true)
    expect(waits[30]).toBe(1)
    expect(send(99, { botId: 2 })).toBe(0)
    clock.advance(1000)
    expect(send(31)).toBe(0)
  })

  it('let 20 messages a minute through to a group, and 20 edits beside them', () => {
    const { send, clock } = fixture()
    const group = { isGroup: true }
    const pace = (act: 'send' | 'edit') =>
      Array.from({ length: 20 }, () => {
        clock.advance(1000)
        return send(-5, group, act)
      })

    expect([...pace('send'), ...pace('edit')].every((wait) => wait === 0)).toBe(true)
    // The first of the twenty messages was 39 seconds ago, the first edit 19.
    clock.advance(5000)
    expect(send(-5, group)).toBe(16)
    expect(send(-5, group, 'edit')).toBe(36)
    expect(send(-5)).toBe(0)
  })

  it('count every message of an album, and let a large one through when nothing else is on its way', () => {
    const { send, clock } = fixture()

    expect(send(-5, { isGroup: true }, 'send', 100)).toBe(0)
    clock.advance(30_000)
    expect(send(-5, { isGroup: true })).toBe(30)
  })

  it('forget chats that are quiet', () => {
    const { send, clock } = fixture()
    for (let chat = 1; chat <= 20_000; chat++) {
      clock.advance(100)
      expect(send(chat)).toBe(0)
    }
  })

  it('are told to the bot as 429 with the seconds to wait, and nothing is sent', async () => {
    const { world, api, aziz, bot, clock } = await setup({ limits: true })
    for (let count = 0; count < 5; count++) await api.sendMessage(aziz.id, `${count}`)

    const error = await api.sendMessage(aziz.id, 'ortiqcha').catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({
      error_code: 429,
      description: expect.stringMatching(/^Too Many Requests: retry after [1-5]$/),
      parameters: { retry_after: expect.any(Number) },
    })
    expect(world.messages.history(aziz.id, bot.id, { limit: 1 })[0]?.text).toBe('4')
    clock.advance(5000)
    await api.sendMessage(aziz.id, 'vaqtida')
  })

  it('can be switched off, and on again', async () => {
    const { api, aziz, server } = await setup({ limits: true })
    server.setLimits({ enabled: false })
    const many = Array.from({ length: 40 }, (_, number) => api.sendMessage(aziz.id, `${number}`))
    expect(await Promise.all(many)).toHaveLength(40)

    server.setLimits({ enabled: true })
    for (let count = 0; count < 5; count++) await api.sendMessage(aziz.id, 'x')

    expect(await refusal(api.sendMessage(aziz.id, 'x'))).toMatch(/^429 Too Many Requests: retry after \d$/)
  })
})

function fixture() {
  // A clock that stands still unless it is moved.
  const clock = new ShiftableClock({ nowMs: () => 1_700_000_000_000 })
  const limits = new Limits(clock)
  const send = (
    chat: number,
    { botId = 1, isGroup = false }: { botId?: number; isGroup?: boolean } = {},
    act: 'send' | 'edit' = 'send',
    count = 1,
  ) => limits.admit({ botId, chat, isGroup }, act, count)
  return { send, clock }
}
