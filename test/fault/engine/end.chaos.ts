import { describe, expect, it } from 'vitest'
import { killed, oneShard, openChaos, slowly } from './chaos.ts'
import { allWell } from './judge.ts'

const refused = { code: 73, signal: null }

describe('two engines on one data folder (L1)', () => {
  it('are 20 times one that works and one that ends with 73 before it connects', async (t) => {
    const { start, nextSend, settle } = await openChaos(t, { ...oneShard, groups: 640 })
    for (let round = 0; round < 10; round++) {
      const sent = nextSend()
      const [one, other] = [start(slowly), start(slowly)]
      const first = await Promise.race([one.ended.then(() => other), other.ended.then(() => one)])
      const loser = first === one ? other : one
      expect(await loser.ended).toEqual(refused)
      // The second race of the round is against one that is at work.
      await sent
      expect(await start(slowly).ended).toEqual(refused)
      expect(await first.end('SIGKILL')).toEqual(killed)
    }
    expect((await settle()).verdict).toEqual(allWell)
  })
})

describe('an engine that is told to end while it sends (P6)', () => {
  it('leaves nothing in flight five times, and the next one goes on', async (t) => {
    const { start, nextSend, settle, read } = await openChaos(t, { accounts: 8, groups: 480 })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const) {
      const sent = nextSend()
      const engine = start({ TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: '200' })
      await sent
      expect(await engine.end(signal)).toEqual({ code: 0, signal: null })
      expect(read(`select id from attempts where state = 'in-flight'`)).toEqual([])
    }
    expect((await settle()).verdict).toEqual(allWell)
  })
})
