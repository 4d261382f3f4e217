import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/delivery/outcome.ts'
import { answerMs, gapMs, startVirtualShard as setup } from './virtual-shard.ts'

describe('what an account reads', () => {
  it('does not move its next message, however often it is checked', async () => {
    const { begin, schedule, request, after, startsOf } = await setup()
    await schedule(4)
    await begin()
    for (const atMs of [100, 3_000, 9_000, 14_000]) await request('check', atMs)

    await after(40_000)

    expect(startsOf('send')).toEqual([0, 1, 2, 3].map((count) => count * (gapMs + answerMs)))
    expect(startsOf('check')).toEqual([100, 3_000, 9_000, 14_000])
  })

  it('leaves its messages their pace while it is unanswered for a minute', async () => {
    const { begin, schedule, request, after, startsOf, spansOf } = await setup({ reads: { tookMs: 60_000 } })
    await request('dialogs', 0)
    await schedule(6)
    await begin()

    await after(61_500)

    expect(spansOf('dialogs')).toEqual([[0, 60_000]])
    expect(startsOf('send')).toEqual([0, 1, 2, 3, 4, 5].map((count) => count * (gapMs + answerMs)))
  })

  it('leaves them also when more messages come than it looked at, and more is to be read', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ reads: { tookMs: 60_000 }, gapMs: 1_000 })
    for (let count = 0; count < 100; count++) await request('resolve', 0)
    await schedule(90)
    await begin()

    await after(59_000)

    const starts = startsOf('send')
    const gaps = starts.slice(1).map((atMs, index) => atMs - (starts[index] ?? 0))
    expect(starts.length).toBeGreaterThan(45)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_000 + 2 * answerMs)
  })

  it('is one thing at a time, a second apart, whoever asked for it', async () => {
    const { begin, request, after, spansOf } = await setup({ reads: { tookMs: 700 } })
    await begin()
    await request('resolve', 0)
    await request('resolve', 10)
    await request('check', 20)

    await after(10_000)

    expect(spansOf('resolve')).toEqual([
      [0, 700],
      [1_700, 2_400],
    ])
    expect(spansOf('check')).toEqual([[3_400, 4_100]])
  })

  it('takes no place from messages when few may be on the wire', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({
      accounts: 3,
      reads: { tookMs: 60_000 },
      policy: { callsMax: 1 },
    })
    for (const accountId of [1, 2, 3]) await request('dialogs', 0, accountId)
    await schedule(1, 3)
    await begin()

    await after(1_000)

    expect(startsOf('send')).toEqual([0])
    expect(startsOf('dialogs')).toHaveLength(3)
  })

  it('goes on while a message is unanswered', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ sends: { tookMs: 60_000 } })
    await schedule(1)
    await begin()
    await request('check', 5_000)

    await after(6_000)

    expect(startsOf('check')).toEqual([5_000])
  })
})

describe('a flood wait', () => {
  const floodWait: Outcome = { type: 'wait', waitMs: 120_000, scope: 'read', error: 'FLOOD_WAIT' }

  it('for reading holds all reading and no message', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({ reads: { tookMs: 100, outcome: floodWait } })
    await begin()
    await request('dialogs', 0)
    await schedule(3)
    await request('resolve', 5_000)

    await after(119_000)

    expect([startsOf('dialogs'), startsOf('resolve')]).toEqual([[0], []])
    expect(startsOf('send')).toHaveLength(3)
    await after(4_000)
    expect(startsOf('dialogs').length + startsOf('resolve').length).toBeGreaterThan(1)
  })

  it('for sending holds messages and no reading', async () => {
    const { begin, schedule, request, after, startsOf } = await setup({
      sends: { tookMs: 100, outcome: { ...floodWait, scope: 'send' } },
    })
    await begin()
    await schedule(3)
    await request('check', 1_000)
    await request('check', 4_000)

    await after(100_000)

    expect(startsOf('send')).toEqual([0])
    expect(startsOf('check')).toEqual([1_000, 4_000])
  })
})

describe('the row of an account', () => {
  it('keeps the pause after its last message when something is read, also while the message is unanswered', async () => {
    const { begin, schedule, request, after, nextAtMs, spansOf } = await setup({ sends: { tookMs: 5_000 } })
    await schedule(2)
    await begin()
    await request('check', 1_000)
    await request('check', 7_000)

    await after(500)
    expect(nextAtMs()).toBe(gapMs)
    await after(1_000)
    expect([spansOf('check').length, nextAtMs()]).toEqual([1, gapMs])
    await after(6_000)
    expect([spansOf('check').length, nextAtMs()]).toEqual([2, 5_000 + gapMs])
  })
})
