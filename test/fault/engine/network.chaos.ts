import { describe, expect, it } from 'vitest'
import { startCuttingProxy } from '../../support/cutting-proxy.ts'
import { countRepeats, openChaos } from './chaos.ts'
import { allWell } from './judge.ts'

const ended = { code: 0, signal: null }

describe('connections that are reset at any byte (N1)', () => {
  it('20 times cost no message and double none', async (t) => {
    // Enough for each account to reach the byte at which its connection is cut, however it falls.
    const chaos = await openChaos(t, { accounts: 8, groups: 320 })
    const { simulator, random, settle } = chaos
    // From the first packet of a connection to about its tenth message.
    const cutAfterBytes = Array.from({ length: 20 }, () => random.int(1, 5_000))
    const proxy = await startCuttingProxy(simulator.ready.port, cutAfterBytes)
    t.onTestFinished(() => proxy.stop())

    const { ending, verdict } = await settle({ TG_DC_ADDRESS: `127.0.0.1:${proxy.port}` })

    expect({ ending, verdict, cuts: proxy.cuts }).toEqual({ ending: ended, verdict: allWell, cuts: 20 })
  })
})

describe('answers that are lost after Telegram took the message (N3)', () => {
  it('20 times are asked for again, and no message stands twice', async (t) => {
    const chaos = await openChaos(t, { accounts: 8, groups: 160 })
    const { client, settle, random } = chaos
    const lost = { drop: 'close', when: 'after', lane: 'send', probability: 0.5, times: 20 } as const
    const { id } = await client.rules.add({ ...lost, seed: random.int(1, 1_000_000) })

    const { ending, verdict } = await settle()

    const { hits } = await client.rules.get(id)
    expect({ ending, verdict, hits }).toEqual({ ending: ended, verdict: allWell, hits: 20 })
    expect(await countRepeats(chaos)).toBeGreaterThan(0)
  })
})

describe('an error that no table has (G2)', () => {
  it('is told by its name, and its message is tried again', async (t) => {
    const { client, settle, log } = await openChaos(t, { accounts: 2, groups: 20 })
    await client.rules.add({ error: 'NOBODY_KNOWS_THIS_42', code: 500, lane: 'send', times: 2 })

    expect(await settle()).toEqual({ ending: ended, verdict: allWell })
    expect(log()).toContain('"error":"NOBODY_KNOWS_THIS_%d"')
  })
})
