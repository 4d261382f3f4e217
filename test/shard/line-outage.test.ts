import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/delivery/outcome.ts'
import { startVirtualShard } from './virtual-shard.ts'

const away: Outcome = { type: 'notSent', error: 'ECONNREFUSED' }
const sent: Outcome = { type: 'sent', messageId: 1, result: null }

/** 1 + 2 + 4 s, each up to a quarter longer, is the first step that ends after five seconds for certain. */
const backoffMs = 5_000
const messages = 200

/** A bot sends nothing in its first second. */
const restMs = 1_000

const accounts = [
  { kind: 'bot', gapMs: 40, everyMs: 40 },
  // The gap counts from the answer, and a turn of a shard takes a few milliseconds.
  { kind: 'user', gapMs: 100, everyMs: 115 },
] as const

describe.each(accounts)('the line of a $kind account', ({ kind, gapMs, everyMs }) => {
  it('is away for five seconds: all goes on within one step of the backoff', { timeout: 60_000 }, async () => {
    const outageMs = 5_000
    const { triesAtMs, after, dueAheadMs } = await outage(kind, gapMs, outageMs)
    const aheadMs: number[] = []

    for (let step = 0; step < (messages * everyMs + outageMs + backoffMs) / 250; step++) {
      await after(250)
      aheadMs.push(dueAheadMs() ?? 0)
    }

    expect(triesAtMs().filter((atMs) => atMs >= outageMs)).toHaveLength(messages)
    expect(dueAheadMs()).toBeUndefined()
    expect(Math.max(...aheadMs)).toBeLessThanOrEqual(backoffMs)
  })

  it('is away for ten minutes: it is tried ever more rarely, and comes back', { timeout: 60_000 }, async () => {
    const outageMs = 600_000
    const { triesAtMs, after, dueAheadMs } = await outage(kind, gapMs, outageMs)

    await after(outageMs)
    const tries = triesAtMs()
    await after(1.25 * 300_000 + messages * everyMs)

    // Powers of two up to 256 s, and 300 s; as many as eight at each of them that were on the wire together.
    expect(tries.length).toBeGreaterThanOrEqual(9)
    expect(tries.length).toBeLessThanOrEqual(kind === 'bot' ? 11 * 8 : 11)
    expect(tries.filter((atMs) => atMs > outageMs / 2).length).toBeLessThanOrEqual(kind === 'bot' ? 16 : 2)
    expect(dueAheadMs()).toBeUndefined()
  })
})

describe('what a person asks to read', () => {
  it('is tried at once while messages leave the line alone', async () => {
    const { startsOf, request, after } = await outage('user', 100, 60_000)
    await after(15_000)
    await request('dialogs', 20_000)

    await after(10_000)

    expect(startsOf('dialogs')).toEqual([20_000])
  })
})

describe('a try that fails late', () => {
  it('counts with those that it was on the wire with', async () => {
    const { triesAtMs, after } = await outage('bot', 40, 60_000, 900)

    await after(4_500)
    const tries = triesAtMs()

    // Eight that took 0.9 s each, then nothing for a second or a little more, and eight again.
    expect(tries.filter((atMs) => atMs < 900)).toHaveLength(8)
    expect(tries.filter((atMs) => atMs >= 900 && atMs < 1_900)).toEqual([])
    expect(tries).toHaveLength(16)
  })
})

/** 200 messages are due at once, and the line refuses whatever is begun within `outageMs` from then. */
async function outage(kind: 'user' | 'bot', gapMs: number, outageMs: number, refusedAfterMs = 5) {
  const shard = await startVirtualShard({
    kind,
    gapMs,
    sends: { tookMs: refusedAfterMs, outcome: (atMs) => (atMs < restMs + outageMs ? away : sent) },
  })
  await shard.begin()
  await shard.after(restMs)
  await shard.schedule(messages)
  return { ...shard, triesAtMs: () => shard.startsOf('send').map((atMs) => atMs - restMs) }
}
