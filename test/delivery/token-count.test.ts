import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startThread } from '../../src/base/start-thread.ts'
import { TokenCount, tokenMemory } from '../../src/delivery/token-count.ts'
import type { TokenUser } from '../../src/delivery/token-count.ts'
import type { Race } from './token-count-racer.ts'

const startMs = 1_000_000
const chat = 5_000_000_001

/** Of a token with which nothing was sent of late. */
function setup() {
  const memory = tokenMemory(startMs - 10_000)
  return { memory, engine: new TokenCount(memory, 'engine'), bot: new TokenCount(memory, 'control-bot') }
}

/** So many to as many people, as long as there is room. @returns their places */
function send(count: TokenCount, many: number, nowMs: number): number[] {
  const persons = Array.from({ length: many }, (_, index) => 1 + index)
  return persons.flatMap((person) => count.begin(person, nowMs) ?? [])
}

describe('what a token sends', () => {
  it('is 30 in a second in all, whoever sends it, from the launch to a second after the answer', () => {
    const { engine, bot } = setup()

    const ofEngine = send(engine, 20, startMs)
    const ofBot = send(bot, 20, startMs)
    expect([ofEngine.length, ofBot.length]).toEqual([20, 10])
    expect([engine.freeAtMs(startMs), bot.freeAtMs(startMs)]).toEqual([Infinity, Infinity])
    for (const place of [...ofEngine, ...ofBot]) bot.end(place, startMs + 300)

    expect([engine.freeAtMs(startMs + 400), bot.freeAtMs(startMs + 400)]).toEqual([startMs + 1_300, startMs + 1_300])
    expect(send(bot, 40, startMs + 1_299)).toHaveLength(0)
    expect(send(bot, 40, startMs + 1_300)).toHaveLength(30)
  })

  it('begins with a full second, because an earlier process may have sent until its end', () => {
    const bot = new TokenCount(tokenMemory(startMs), 'control-bot')

    expect(send(bot, 1, startMs + 999)).toHaveLength(0)
    expect(bot.freeAtMs(startMs)).toBe(startMs + 1_000)
    expect(send(bot, 40, startMs + 1_000)).toHaveLength(30)
  })

  it('leaves room for people who wait, as long as they do', () => {
    const { engine, bot } = setup()
    for (let waiting = 0; waiting < 3; waiting++) bot.wait(1)

    expect(send(engine, 40, startMs)).toHaveLength(27)
    expect(send(bot, 2, startMs)).toHaveLength(2)
    for (let waiting = 0; waiting < 3; waiting++) bot.wait(-1)
    expect(send(engine, 40, startMs)).toHaveLength(1)
  })

  it('is answered for by whoever comes after a thread that ended, and by nobody else', () => {
    const { memory, engine, bot } = setup()
    send(engine, 20, startMs)
    send(bot, 10, startMs)

    new TokenCount(memory, 'engine').takeOver(startMs + 5_000)

    expect(bot.freeAtMs(startMs + 5_000)).toBe(startMs + 6_000)
    expect(send(bot, 40, startMs + 6_000)).toHaveLength(20)
  })

  it('is not held up by the answers of a clock that was wrong', () => {
    const { engine, bot } = setup()
    for (const place of send(bot, 30, startMs + 3_600_000)) bot.end(place, startMs + 3_600_000)

    expect(engine.freeAtMs(startMs)).toBe(startMs)
    expect(engine.chatFreeAtMs(1, startMs)).toBe(startMs)
  })
})

describe('what a token sends into one chat', () => {
  it('leaves it a second, and after five within five seconds so much rest as they took too little', () => {
    const { engine, bot } = setup()
    const says = (nowMs: number) => bot.end(bot.begin(chat, nowMs) ?? -1, nowMs)

    says(startMs)
    expect(engine.chatFreeAtMs(chat, startMs + 100)).toBe(startMs + 1_000)
    expect(engine.chatFreeAtMs(chat + 1, startMs + 100)).toBe(startMs + 100)
    for (const afterMs of [500, 1_000, 1_500]) says(startMs + afterMs)
    expect(bot.isChatFull(chat, startMs + 1_500)).toBe(false)
    expect(engine.chatFreeAtMs(chat, startMs + 1_500)).toBe(startMs + 2_500)

    says(startMs + 2_000)
    expect(bot.isChatFull(chat, startMs + 2_000)).toBe(true)
    expect(engine.chatFreeAtMs(chat, startMs + 2_000)).toBe(startMs + 5_000)
    expect(engine.isChatFull(chat, startMs + 5_000)).toBe(false)
  })

  it('is one message of the engine at a time', () => {
    const { engine } = setup()
    engine.begin(chat, startMs)

    expect(engine.chatFreeAtMs(chat, startMs + 30_000)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('threads that send with one token at once', () => {
  it('have never more than 30 on their way between them', { timeout: 60_000 }, async () => {
    const memory = tokenMemory(startMs - 10_000)
    const onTheWay = new SharedArrayBuffer(8)
    const race = async (user: TokenUser) => {
      const workerData: Race = { memory, onTheWay, user, rounds: 2_000, nowMs: startMs }
      const thread = startThread('token-count-racer', import.meta.url, { workerData })
      const [taken] = (await once(thread, 'message')) as [number]
      await thread.terminate()
      return taken
    }

    const taken = await Promise.all([race('engine'), race('control-bot')])

    const [now, most] = new Int32Array(onTheWay)
    expect(now).toBe(0)
    expect(most).toBe(30)
    for (const each of taken) expect(each).toBeGreaterThan(2_000)
  })
})
