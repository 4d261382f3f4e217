import { describe, expect, it } from 'vitest'
import { countRepeats, killAt, killed, oneShard, openChaos } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { withVerbs } from './installation.ts'
import { allWell } from './judge.ts'

describe('an engine that is killed around an answer', () => {
  it.for([
    ['25 times when the bytes have left and no answer came (K3)', 'send.after', 25],
    ['25 times when the answer is nowhere yet (K4)', 'ack.after', 25],
    ['when it is settled', 'settle.after', 5],
  ] as const)('%s has lost nothing and sent nothing twice', async ([, point, kills], t) => {
    const chaos = await openChaos(t, oneShard)
    await killAt(chaos, point, kills)
    expect((await chaos.settle()).verdict).toEqual(allWell)
    // Otherwise the kills came before there was anything to repeat.
    if (point !== 'settle.after') expect(await countRepeats(chaos)).toBeGreaterThanOrEqual(kills)
  })
})

describe('the same engine, with random ids that a restart does not derive again', () => {
  it('sends twice with every kill, and the judge sees it', async (t) => {
    const chaos = await openChaos(t, oneShard)
    for (let kill = 0; kill < 4; kill++) {
      const { ended } = chaos.start({ KARVON_FAILPOINTS: 'ack.after:kill@5th' })
      expect(await ended).toEqual(killed)
      forgetSecret(chaos)
    }
    const { verdict } = await chaos.settle()
    expect(verdict).toMatchObject({ lost: 0, open: 0, duplicateKeys: 0 })
    expect(verdict.twice).toBeGreaterThanOrEqual(4)
  })
})

/** The next start makes another one, so what was in flight is repeated with ids that Telegram has not seen. */
function forgetSecret({ installation }: Chaos): void {
  const changes = withVerbs(installation.database, (_, db) =>
    db.prepare(`delete from settings where key = 'instance-secret'`).run(),
  )
  expect(changes.changes).toBe(1)
}
