import { describe, expect, it } from 'vitest'
import { allWell } from './judge.ts'
import { after, killed, openChaos } from './chaos.ts'

const trouble = [
  { error: 'INTERDC_2_CALL_ERROR', lane: 'send', probability: 0.03 },
  { silence: true, when: 'after', lane: 'send', probability: 0.03 },
  { error: 'RPC_CALL_FAIL', when: 'after', lane: 'send', probability: 0.02 },
] as const

const killsMax = 40
/** Enough, and slow enough, for the messages to last for all kills, also where each comes half a second late. */
const size = { accounts: 8, groups: 1_200, gapMs: 150 }

describe('an engine that is killed at random times (K5)', () => {
  it('40 times has lost nothing and sent nothing twice', async (t) => {
    const { client, random, start, nextSend, isFinished, settle } = await openChaos(t, size)
    const rules = await Promise.all(
      trouble.map((rule) => client.rules.add({ ...rule, seed: random.int(1, 1_000_000) })),
    )

    let kills = 0
    while (kills < killsMax && !isFinished()) {
      const sent = nextSend()
      const engine = start()
      await sent
      await after(random.int(0, 200))
      expect(await engine.end('SIGKILL')).toEqual(killed)
      kills++
    }
    const hits = await Promise.all(rules.map(async ({ id }) => (await client.rules.get(id)).hits))
    // Together: on a slow machine so few messages go between two kills that one of the three may have bad luck.
    expect(hits.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(0)
    await client.rules.clear()

    const { ending, verdict } = await settle()
    expect({ kills, ending, verdict }).toEqual({ kills: killsMax, ending: { code: 0, signal: null }, verdict: allWell })
  })
})
