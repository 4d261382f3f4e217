import { describe, expect, it } from 'vitest'
import { openChaos } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { allWell } from './judge.ts'

/**
 * The ids of so many accounts put two thirds of them on one of two shards, so that a late passage is reached on that one only. Slow, so
 * that the other one still has something to send then, also where it began some seconds earlier.
 */
const size = { accounts: 9, groups: 270, gapMs: 400 }
/** More than the smaller shard has to send, and more than the other has left after it. */
const passage = '100th'
const ended = { code: 0, signal: null }

describe('a shard that fails in the middle of its work', () => {
  it.for([
    ['ends (W1)', 'exit'],
    ['throws (W1)', 'throw'],
    ['stands still (W5)', 'delay=60000'],
  ] as const)('and %s is replaced, while the other goes on', async ([, action], t) => {
    const chaos = await openChaos(t, size)

    const { ending, verdict } = await chaos.settle({ KARVON_FAILPOINTS: `claim.after:${action}@${passage}` })

    expect({ ending, verdict }).toEqual({ ending: ended, verdict: allWell })
    const [end, ...others] = eventsOf(chaos, 'shard_ended')
    expect(others).toEqual([])
    const back = eventsOf(chaos, 'shard_started').at(-1)
    expect(back?.shard).toBe(end?.shard)
    if (action !== 'delay=60000') expect(await sentBetween(chaos, end, back)).toBeGreaterThan(0)
    else expect(chaos.log()).toContain('shard stands still')
  })

  it('because of one message every time is rid of it at the third (W9)', async (t) => {
    const { settle, read } = await openChaos(t, { accounts: 1, groups: 1 })
    const { ending, verdict } = await settle({ KARVON_FAILPOINTS: 'claim.after:exit@1st' })
    expect({ ending, verdict }).toEqual({ ending: ended, verdict: { ...allWell, lost: 1 } })
    // It crashes before the first byte, but nobody outside of the thread that is gone knows that.
    expect(read('select state, reason, crashes from attempts')).toEqual([
      { state: 'uncertain', reason: 'crash', crashes: 3 },
    ])
  })
})

interface LoggedEvent {
  readonly time: string
  readonly event: string
  readonly shard: number
}

function eventsOf({ log }: Chaos, name: string): LoggedEvent[] {
  return log()
    .split('\n')
    .filter((line) => line.includes(`"event":"${name}"`))
    .map((line) => JSON.parse(line) as LoggedEvent)
}

/** Connecting takes a new shard at least this long on a machine that is slow enough for the other one to be late as well. */
const connectsMs = 1_000

/** Requests to send while one shard was away. */
async function sentBetween({ client }: Chaos, from: LoggedEvent | undefined, to: LoggedEvent | undefined) {
  const [fromMs, toMs] = [from, to].map((event) => Date.parse(event?.time ?? ''))
  if (fromMs === undefined || toMs === undefined) return 0
  return (await client.ledger.lines({ fromMs, toMs: toMs + connectsMs, method: 'messages.sendMessage' })).lines.length
}
