import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterFlood,
  decodePace,
  defaultLimits,
  encodePace,
  fullPace,
  nextAllowedAtMs,
  perMinute,
} from '../../src/delivery/pace.ts'
import type { Pace, PaceLimits } from '../../src/delivery/pace.ts'

const nowMs = 1_790_000_000_000
const minuteMs = 60_000

describe('the pace of an account', () => {
  it('starts at its cap: six a minute, ten seconds apart', () => {
    expect(perMinute(fullPace, defaultLimits, nowMs)).toBe(6)
    expect(nextAllowedAtMs(fullPace, defaultLimits, nowMs)).toBe(nowMs + 10_000)
  })

  it('halves at a flood wait, rests ten clean minutes, and is back after forty', () => {
    const untilMs = nowMs + 30_000
    const pace = afterFlood(fullPace, defaultLimits, nowMs, untilMs)
    const after = (minutes: number) => perMinute(pace, defaultLimits, untilMs + minutes * minuteMs)

    expect([0, 10, 25, 40, 600].map(after)).toEqual([3, 3, 4.5, 6, 6])
    expect(nextAllowedAtMs(pace, defaultLimits, untilMs)).toBe(untilMs + 20_000)
  })

  it('falls further with each flood wait, to one message in five minutes and no further', () => {
    let pace: Pace = fullPace
    for (let flood = 0; flood < 20; flood++) pace = afterFlood(pace, defaultLimits, nowMs, nowMs)

    expect(perMinute(pace, defaultLimits, nowMs)).toBe(0.2)
  })

  it('follows its owner’s cap at once, up and down', () => {
    const halved = afterFlood(fullPace, defaultLimits, nowMs, nowMs)

    expect(perMinute(fullPace, { ...defaultLimits, capPerMinute: 20 }, nowMs)).toBe(20)
    expect(perMinute(halved, { ...defaultLimits, capPerMinute: 20 }, nowMs)).toBe(3)
    expect(perMinute(halved, { ...defaultLimits, capPerMinute: 1 }, nowMs)).toBe(1)
  })

  it('keeps the smallest gap, however high the cap', () => {
    expect(nextAllowedAtMs(fullPace, { capPerMinute: 60, gapMinMs: 10_000 }, nowMs)).toBe(nowMs + 10_000)
  })

  it('survives a restart, and a clock that was wrong when it was written', () => {
    const halved = afterFlood(fullPace, defaultLimits, nowMs, nowMs + 30_000)
    const fromTheFuture = afterFlood(fullPace, defaultLimits, nowMs, nowMs + 365 * 86_400_000)

    expect(decodePace(encodePace(halved), nowMs)).toEqual(halved)
    expect(decodePace(encodePace(fullPace), nowMs)).toEqual(fullPace)
    expect(decodePace(encodePace(fromTheFuture), nowMs).cleanSinceMs).toBe(nowMs + 14 * 86_400_000)
  })
})

describe('whatever happens to an account', () => {
  const limits = fc.record({ capPerMinute: fc.integer({ min: 1, max: 1_800 }), gapMinMs: fc.nat(60_000) })
  const steps = fc.array(
    fc.record({ afterMs: fc.nat(3 * 3_600_000), isFlood: fc.boolean(), waitMs: fc.nat(86_400_000) }),
    { maxLength: 30 },
  )

  it('its pace stays above nothing and at most at its cap, and the gap at least at its least', () => {
    fc.assert(
      fc.property(limits, steps, (given, happenings) => {
        for (const { pace, atMs } of live(given, happenings)) {
          const now = perMinute(pace, given, atMs)
          expect(now).toBeGreaterThan(0)
          expect(now).toBeLessThanOrEqual(given.capPerMinute)
          expect(nextAllowedAtMs(pace, given, atMs) - atMs).toBeGreaterThanOrEqual(given.gapMinMs)
        }
      }),
    )
  })

  it('a flood wait never makes it faster, and clean time never slower', () => {
    fc.assert(
      fc.property(limits, steps, fc.nat(86_400_000), (given, happenings, laterMs) => {
        for (const { pace, atMs } of live(given, happenings)) {
          const flooded = afterFlood(pace, given, atMs, atMs)
          const now = perMinute(pace, given, atMs)
          expect(perMinute(flooded, given, atMs)).toBeLessThanOrEqual(now)
          expect(perMinute(pace, given, atMs + laterMs)).toBeGreaterThanOrEqual(now)
        }
      }),
    )
  })
})

function live(limits: PaceLimits, happenings: readonly { afterMs: number; isFlood: boolean; waitMs: number }[]) {
  let atMs = nowMs
  let pace: Pace = fullPace
  return happenings.map(({ afterMs, isFlood, waitMs }) => {
    atMs += afterMs
    if (isFlood) pace = afterFlood(pace, limits, atMs, atMs + waitMs)
    return { pace, atMs }
  })
}
