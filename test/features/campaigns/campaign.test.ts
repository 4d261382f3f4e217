import { describe, expect, it } from 'vitest'
import {
  campaignLimits,
  campaignMoves,
  intervalMaxMs,
  intervalProblem,
  nameFrom,
  nextCampaignState,
  startProblem,
} from '../../../src/features/campaigns/campaign.ts'
import type { CampaignState, CampaignWord } from '../../../src/features/campaigns/campaign.ts'

const words: readonly CampaignWord[] = ['start', 'pause', 'resume', 'stop']
const states = Object.keys(campaignMoves) as CampaignState[]

describe('the words of a campaign', () => {
  const known: Record<string, CampaignState> = {
    'draft start': 'running',
    'running pause': 'paused',
    'running stop': 'stopped',
    'paused resume': 'running',
    'paused stop': 'stopped',
    'stopped start': 'running',
    'finished start': 'running',
  }

  it.each(states.flatMap((state) => words.map((word) => [state, word] as const)))('%s, told to %s', (state, word) => {
    expect(nextCampaignState(state, word)).toBe(known[`${state} ${word}`])
  })
})

describe('the interval', () => {
  const product = campaignLimits({ minutesMin: 5, isTest: false })

  it('is not below the minimum, and below a minute only in tests', () => {
    expect(intervalProblem(5 * 60_000, product)).toBeUndefined()
    expect(intervalProblem(5 * 60_000 - 1, product)).toEqual({
      type: 'interval',
      everyMs: 299_999,
      minMs: 300_000,
      maxMs: intervalMaxMs,
    })
    expect(intervalProblem(2_000, campaignLimits({ minutesMin: 5, isTest: true }))).toBeUndefined()
    expect(intervalProblem(999, campaignLimits({ minutesMin: 5, isTest: true }))).toBeDefined()
  })

  it('may be absent: once', () => {
    expect(intervalProblem(null, product)).toBeUndefined()
  })

  it.each([Number.NaN, 300_000.5, Number.POSITIVE_INFINITY, intervalMaxMs + 1, -300_000])('is not %d', (everyMs) => {
    expect(intervalProblem(everyMs, product)?.type).toBe('interval')
  })
})

describe('a start', () => {
  const content = { text: 'salom', entities: [] }
  const ready = { content, everyMs: 300_000, targets: 3, usableTargets: 1 }
  const limits = { intervalMinMs: 300_000 }

  it('is refused with no text, no group, no account or too short an interval, in that order', () => {
    const problems = [
      { ...ready, content: null, targets: 0, usableTargets: 0, everyMs: 1 },
      { ...ready, content: { text: '  ', entities: [] }, targets: 0, usableTargets: 0, everyMs: 1 },
      { ...ready, targets: 0, usableTargets: 0, everyMs: 1 },
      { ...ready, usableTargets: 0, everyMs: 1 },
      { ...ready, everyMs: 1 },
    ].map((facts) => startProblem(facts, limits)?.type)

    expect(problems).toEqual(['no-text', 'text', 'no-group', 'no-account', 'interval'])
    expect(startProblem(ready, limits)).toBeUndefined()
  })
})

describe('the name of a campaign', () => {
  it('is how its text begins, without cutting a letter in two', () => {
    const flag = '👨‍👩‍👧‍👦'

    expect(nameFrom({ text: '  Olma sotiladi\n5000 so‘m', entities: [] })).toBe('Olma sotiladi')
    expect(nameFrom({ text: 'a'.repeat(60), entities: [] })).toBe(`${'a'.repeat(39)}…`)
    expect(nameFrom({ text: flag.repeat(60), entities: [] })).toBe(`${flag.repeat(39)}…`)
    expect(nameFrom(null)).toBe('Campaign')
  })
})
