import { describe, expect, it } from 'vitest'
import { killAt, oneShard, openChaos } from './chaos.ts'
import { allWell } from './judge.ts'

describe('an engine that is killed around a claim', () => {
  it.for([
    ['before the claim is durable (K1)', 'claim.before'],
    ['when it is claimed and nothing is on the wire (K2)', 'claim.after'],
  ] as const)('25 times %s has lost nothing and sent nothing twice', async ([, point], t) => {
    const chaos = await openChaos(t, oneShard)
    await killAt(chaos, point, 25)
    expect((await chaos.settle()).verdict).toEqual(allWell)
  })
})
