import { expect, it } from 'vitest'
import { ShiftableClock } from '../../src/base/clock.ts'
import { TokenCount, tokenMemory } from '../../src/delivery/token-count.ts'
import { obeyWaits } from '../../src/bot/api-waits.ts'

/** Calls through the rules, with a Telegram that refuses those that are named, once each; waits take no time but the clock's. */
function openCalls(refused: readonly number[], tokenFreeAtMs: number | null = null) {
  let [asked, nowMs] = [0, 1_000_000]
  const waited: number[] = []
  const noted: number[] = []
  const token = {
    freeAtMs: () => Promise.resolve(tokenFreeAtMs),
    note: (untilMs: number) => Promise.resolve(void noted.push(untilMs - nowMs)),
  }
  const clock = new ShiftableClock({ nowMs: () => nowMs })
  const sends = new TokenCount(tokenMemory(0), 'control-bot')
  const through = obeyWaits(clock, { tokenWaits: token, sends }, (ms) => {
    waited.push(ms)
    nowMs += ms
    return Promise.resolve()
  })
  const call = (chatId: number) =>
    through(
      () => {
        asked += 1
        sends.end(sends.begin(chatId, nowMs) ?? -1, nowMs)
        const isRefused = refused.includes(asked)
        return Promise.resolve(
          isRefused
            ? { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 3 } }
            : { ok: true, result: true as never },
        )
      },
      'sendMessage',
      { chat_id: chatId, text: 'salom' },
    )
  return { call, waited, noted, asked: () => asked }
}

it('waits as Telegram asks, asks again, and tells whoever else uses the token', async () => {
  const { call, waited, noted, asked } = openCalls([2])

  expect((await call(1)).ok).toBe(true)
  expect((await call(2)).ok).toBe(true)

  expect({ waited, noted, asked: asked() }).toEqual({ waited: [3_000], noted: [3_000], asked: 3 })
})

it('takes it for the wait of a chat that had more than its share, which holds up nobody else', async () => {
  const { call, waited, noted } = openCalls([6])

  for (let each = 0; each < 6; each++) await call(1)
  await call(2)

  expect({ waited, noted }).toEqual({ waited: [3_000], noted: [] })
})

it('obeys what the other side was told, without a call where that lasts longer than anybody looks', async () => {
  const short = openCalls([], 1_002_000)
  const long = openCalls([], 1_600_000)

  expect((await short.call(1)).ok).toBe(true)
  const refused = await long.call(1)

  expect(short.waited).toEqual([2_000])
  expect(refused).toMatchObject({ ok: false, error_code: 429, parameters: { retry_after: 600 } })
  expect(long.asked()).toBe(0)
})
