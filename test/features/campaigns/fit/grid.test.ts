import { describe, expect, it } from 'vitest'
import { fitOf } from '../../../../src/features/campaigns/fit/fit.ts'
import { forecast } from '../../../../src/features/campaigns/fit/forecast.ts'
import { startVirtualRounds } from './virtual-rounds.ts'
import type { RoundCase } from './virtual-rounds.ts'

const minute = 60_000
const five = 5 * minute
const rounds = 3
const one = { groups: 6, everyMs: five } as const

/** Virtual time begins on Tuesday, 2023-11-14, at 22:13:20 UTC. */
const soon = { from: 22 * 60 + 15, until: 22 * 60 + 30 }

const cases: readonly (readonly [string, RoundCase])[] = [
  ['fits with room', { perMinute: 6, campaigns: [{ groups: 12, everyMs: five }] }],
  ['fills its interval', { perMinute: 6, campaigns: [{ groups: 29, everyMs: five }] }],
  ['is too long for its interval', { perMinute: 6, campaigns: [{ groups: 48, everyMs: five }] }],
  ['goes once', { perMinute: 6, campaigns: [{ groups: 40, everyMs: null }] }],
  ['is slower', { perMinute: 2, campaigns: [{ groups: 15, everyMs: 10 * minute }] }],
  ['is faster', { perMinute: 30, campaigns: [{ groups: 100, everyMs: five }] }],
  ['begins together with another one', both({ groups: 12, everyMs: five })],
  ['begins after another one', both({ groups: 12, everyMs: five, beforeMs: 2 * minute })],
  ['is beside a longer one', both({ groups: 40, everyMs: 15 * minute })],
  ['is beside one with another interval', both({ groups: 10, everyMs: 7 * minute, beforeMs: minute })],
  ['is beside one that goes once', both({ groups: 30, everyMs: null, beforeMs: minute })],
  ['is beside too many', both({ groups: 25, everyMs: five })],
  ['is one of four', { perMinute: 6, campaigns: [one, one, one, one] }],
  ['has groups slower than its interval', slow({ slow: 3, everyMs: five }, 900)],
  ['has groups as slow as its interval', slow({ slow: 3, everyMs: five }, 300)],
  ['has groups faster than its interval', slow({ slow: 5, everyMs: five }, 60)],
  ['shares slow groups with another one', shared(5, 240)],
  ['has quiet hours in the middle', quiet(20)],
  ['has quiet hours before its second round', quiet(9)],
]

describe('the predicted rounds of a campaign that', () => {
  it.each(cases)('%s are within 10 % of those that it has', async (_, given) => {
    const { demand, after, rounds: roundsNow, stop } = await startVirtualRounds(given)
    const [{ everyMs }] = given.campaigns
    const predicted = forecast({ ...demand, plans: [demand.plan, ...demand.others], rounds })

    await after((rounds + 1) * (everyMs ?? 10 * minute) + (given.campaigns[0].quiet === undefined ? 0 : 20 * minute))
    await stop()

    const real = roundsNow().slice(0, predicted.length)
    expect(predicted.length).toBe(everyMs === null ? 1 : rounds)
    for (const [index, { beginsAtMs, endsAtMs, sent }] of predicted.entries()) {
      const found = real[index]
      expect(Math.abs((found?.plannedAtMs ?? 0) - beginsAtMs)).toBeLessThanOrEqual(1_000)
      expectNear(sent, found?.sent ?? 0)
      expectNear(endsAtMs - beginsAtMs, (found?.endsAtMs ?? 0) - (found?.plannedAtMs ?? 0))
    }
    // What a person is told.
    const { roundMs, isEnough } = fitOf(demand)
    const whole = real.filter(({ sent }) => sent === given.campaigns[0].groups)
    expect(isEnough || whole.length < real.length || given.campaigns[0].quiet !== undefined).toBe(true)
    if (!isEnough || whole.length === 0 || given.campaigns[0].quiet !== undefined) return
    const longest = Math.max(...whole.map(({ plannedAtMs, endsAtMs }) => (endsAtMs ?? 0) - plannedAtMs))
    expectNear(roundMs, longest + demand.sender.gapMs)
  })
})

function expectNear(predicted: number, real: number): void {
  // Scheduled by whole seconds.
  expect(Math.abs(predicted - real), `${predicted} instead of ${real}`).toBeLessThanOrEqual(Math.max(0.1 * real, 1))
}

function both(other: RoundCase['campaigns'][number]): RoundCase {
  return { perMinute: 6, campaigns: [{ groups: 12, everyMs: five }, other] }
}

function slow(given: { slow: number; everyMs: number }, slowSeconds: number): RoundCase {
  return { perMinute: 6, slowSeconds, campaigns: [{ groups: 15, ...given }] }
}

function shared(groups: number, slowSeconds: number): RoundCase {
  const campaign = { groups: 2 * groups, slow: groups, everyMs: five }
  return { perMinute: 6, slowSeconds, campaigns: [campaign, { ...campaign, beforeMs: 5_000 }] }
}

function quiet(groups: number): RoundCase {
  return { perMinute: 6, campaigns: [{ groups, everyMs: five, quiet: soon }] }
}
