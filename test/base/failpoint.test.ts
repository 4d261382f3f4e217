import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { FailpointError, armFailpoints, noFailpoint, parseFailpoints } from '../../src/base/failpoint.ts'
import { seededRandom } from '../../src/base/random.ts'

describe('the rules of failpoints', () => {
  it('are read with their action and when', () => {
    expect(
      parseFailpoints('claim.after:kill@0.02, send.after:throw@3rd,ack.after:delay=2000 ,plan.batch:exit@.5'),
    ).toEqual([
      { name: 'claim.after', action: { type: 'kill' }, when: { probability: 0.02 } },
      { name: 'send.after', action: { type: 'throw' }, when: { passage: 3 } },
      { name: 'ack.after', action: { type: 'delay', ms: 2000 }, when: { probability: 1 } },
      { name: 'plan.batch', action: { type: 'exit' }, when: { probability: 0.5 } },
    ])
  })

  it.each([
    ['claim.afte:kill', "for 'claim.afte'"],
    ['claim.after', "not 'claim.after'"],
    ['claim.after:stop', "not 'claim.after:stop'"],
    ['claim.after:delay', 'not'],
    ['claim.after:kill@2', 'not'],
    ['claim.after:kill@third', 'not'],
    ['claim.after:kill,', "not ''"],
    ['', "not ''"],
  ])('are refused: %j', (text, message) => {
    expect(() => parseFailpoints(text)).toThrow(message)
  })
})

describe('a failpoint', () => {
  it('does nothing without rules, and nothing at another place', () => {
    const { failpoint, effects } = armed('claim.after:kill')

    failpoint('claim.before')

    expect(armFailpoints([], seededRandom(1))).toBe(noFailpoint)
    expect(() => noFailpoint('claim.after')).not.toThrow()
    expect(effects).toEqual([])
  })

  it('fails at its passage only', () => {
    const { failpoint } = armed('send.after:throw@3rd')

    failpoint('send.after')
    failpoint('claim.after')
    failpoint('send.after')
    expect(() => failpoint('send.after')).toThrow(FailpointError)
    expect(() => failpoint('send.after')).not.toThrow()
  })

  it('fails about as often as its probability says, the same for a seed', () => {
    const runs = [1, 1, 2].map((seed) => {
      const { failpoint, effects } = armed('ack.after:kill@0.1', seed)
      const failedAt: number[] = []
      for (let passage = 1; passage <= 10_000; passage++) {
        failpoint('ack.after')
        if (effects.length > failedAt.length) failedAt.push(passage)
      }
      return failedAt
    })

    expect(runs[0]?.length).toBeGreaterThan(850)
    expect(runs[0]?.length).toBeLessThan(1_150)
    expect(runs[1]).toEqual(runs[0])
    expect(runs[2]).not.toEqual(runs[0])
  })

  it('does all that is asked of it at one place', () => {
    const { failpoint, effects } = armed('ack.after:delay=5,ack.after:kill@2nd,ack.after:exit@2nd')

    failpoint('ack.after')
    failpoint('ack.after')

    expect(effects).toEqual(['delay 5', 'delay 5', 'kill', 'exit'])
  })

  it.each([
    ['kill', 'process', { status: null, signal: 'SIGKILL', stdout: '' }],
    ['exit', 'process', { status: 1, signal: null, stdout: '' }],
    ['kill', 'thread', { status: null, signal: 'SIGKILL', stdout: '' }],
    ['exit', 'thread', { status: 0, signal: null, stdout: 'thread ended with 1' }],
    ['delay=1', 'thread', { status: 0, signal: null, stdout: 'alivethread ended with 0' }],
  ])('really does it: %s in a %s', (action, place, ending) => {
    const fixture = fileURLToPath(new URL('failpoint-fixture.ts', import.meta.url))
    const args = ['--import', 'tsx', fixture, action, place]

    expect(spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })).toMatchObject(ending)
  })

  it('stands still for its delay', () => {
    const failpoint = armFailpoints(parseFailpoints('ack.after:delay=50'), seededRandom(1))
    const startedAt = performance.now()

    failpoint('ack.after')

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49)
  })
})

function armed(text: string, seed = 1) {
  const effects: string[] = []
  const failpoint = armFailpoints(parseFailpoints(text), seededRandom(seed), {
    kill: () => void effects.push('kill'),
    exit: () => void effects.push('exit'),
    delay: (ms) => void effects.push(`delay ${ms}`),
  })
  return { failpoint, effects }
}
