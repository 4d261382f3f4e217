import { expect, it } from 'vitest'
import { stormInWords } from '../../src/cli/flood-storm.ts'

const nowMs = 1_790_000_000_000
const minuteMs = 60_000
const storm = {
  beganAtMs: nowMs - 3 * minuteMs,
  accounts: 5,
  active: 8,
  waits: 12,
  longestWaitMs: 31_000,
  share: 1 / 8,
  floorShare: 1 / 8,
  stepAtMs: nowMs,
  stepMs: 15_000,
  endsAtMs: nowMs + 9 * minuteMs,
}

it.each([
  [
    { share: 1 / 8 },
    'Telegram slows the whole installation: 12 flood waits in 3 min. Of the turns to send one in 8 goes, more by itself as it stays quiet.',
  ],
  [
    { share: 10 / 10_000, waits: 2_500 },
    'Telegram slows the whole installation: 2500 flood waits in 3 min. Of the turns to send one in 1000 goes, more by itself as it stays quiet.',
  ],
  [
    { share: 1 },
    'Telegram slowed the whole installation: 12 flood waits in 3 min. Everything goes again; it is over in 9 min if it stays quiet.',
  ],
])('karvon status says of a flood storm what goes on', (change, words) => {
  expect(stormInWords({ ...storm, ...change }, nowMs)).toBe(words)
})
