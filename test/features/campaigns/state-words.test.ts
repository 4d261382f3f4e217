import { describe, expect, it } from 'vitest'
import { nextInWords, stateInWords, wrongStateInWords } from '../../../src/features/campaigns/state-words.ts'

describe('a word that a campaign does not know in its state', () => {
  it.each([
    ['draft', 'pause', 'campaign 4 has not been started: there is nothing to pause'],
    ['draft', 'resume', 'campaign 4 has not been started: `karvon campaigns start 4` begins it'],
    ['draft', 'stop', 'campaign 4 has not been started: there is nothing to stop'],
    ['running', 'start', 'campaign 4 is running already'],
    ['running', 'resume', 'campaign 4 is running already'],
    ['paused', 'start', 'campaign 4 is paused: `karvon campaigns resume 4` lets it go on'],
    ['paused', 'pause', 'campaign 4 is paused already'],
    ['paused', 'retry', 'campaign 4 is paused: `karvon campaigns resume 4` lets it go on'],
    ['stopped', 'pause', 'campaign 4 is stopped: there is nothing to pause'],
    ['stopped', 'resume', 'campaign 4 is stopped: `karvon campaigns start 4` begins it anew'],
    ['stopped', 'stop', 'campaign 4 is stopped already'],
    ['stopped', 'retry', 'campaign 4 is stopped: there is nothing to retry'],
    ['finished', 'pause', 'campaign 4 has finished: there is nothing to pause'],
    ['finished', 'resume', 'campaign 4 has finished: `karvon campaigns start 4` begins it anew'],
    ['finished', 'stop', 'campaign 4 has finished: there is nothing to stop'],
  ] as const)('%s, %s: %s', (state, word, line) => {
    expect(wrongStateInWords('campaign 4', 4, state, word)).toBe(line)
  })
})

describe('a state in words', () => {
  it.each([
    ['paused', 'asked', 'paused'],
    ['paused', 'missed', 'paused (a round was missed: resume or stop it)'],
    ['paused', 'access-ended', 'paused (its owner has no access any more)'],
    ['stopped', 'superseded', 'stopped (the next round took its place)'],
    ['stopped', 'MESSAGE_TOO_LONG', 'stopped (MESSAGE_TOO_LONG, Telegram does not take the text: change the text)'],
    ['running', null, 'running'],
  ] as const)('%s because of %s: %s', (state, reason, words) => {
    expect(stateInWords({ state, reason })).toBe(words)
  })
})

describe('the next round', () => {
  it('is said only of a campaign that begins it by itself', () => {
    expect(nextInWords({ state: 'running', nextAtMs: 60_000 }, 0)).toBe('in 1 min')
    expect(nextInWords({ state: 'running', nextAtMs: 5 }, 5)).toBe('now')
    expect(nextInWords({ state: 'running', nextAtMs: null }, 5)).toBeUndefined()
    expect(nextInWords({ state: 'paused', nextAtMs: 60_000 }, 5)).toBeUndefined()
  })
})
