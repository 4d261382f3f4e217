import { describe, expect, it } from 'vitest'
import { FloodBreaker, decodeStorm, encodeStorm } from '../../src/delivery/flood-breaker.ts'
import type { StormChange } from '../../src/delivery/flood-breaker.ts'

const startMs = 1_790_000_000_000
const secondMs = 1_000
const minuteMs = 60_000

describe('a flood storm', () => {
  it('begins with five accounts that are a quarter of those who send, for every number of both', () => {
    for (let active = 1; active <= 120; active++) {
      for (let told = 0; told <= active; told++) {
        const { breaker, floods, sends } = setup()
        sends(active - told, 1_000)

        floods(told)

        const isStorm = told >= 5 && told * 4 >= active
        expect({ active, told, isStorm: breaker.storm !== undefined }).toEqual({ active, told, isStorm })
      }
    }
  })

  it.each([1, 3, 20, 10_000])('never begins by one account among %i, however often it is told', (others) => {
    const { breaker, changes, pass, flood, sends } = setup()
    for (let second = 0; second < 300; second++) {
      sends(others, 1_000)
      flood(7, secondMs)
      pass(secondMs)
    }

    expect([breaker.share, changes]).toEqual([1, []])
  })

  it('does not begin by five that are told within five minutes', () => {
    const { changes, pass, flood } = setup()
    for (let account = 1; account <= 20; account++) {
      flood(account, secondMs)
      pass(15 * secondMs)
    }

    expect(changes).toEqual([])
  })

  it.each([
    [5, 1 / 8],
    [20, 1 / 8],
    [80, 1 / 8],
    [100, 1 / 10],
    [10_000, 1 / 1_000],
  ])('among %i accounts lets a share of %f go at first', (active, share) => {
    const { breaker, floods, sends } = setup()
    const told = Math.max(5, Math.ceil(active / 4))
    sends(active - told, 100_000)

    floods(told)

    expect(breaker.storm).toMatchObject({ share, floorShare: share, accounts: told, active })
  })

  it('says how many were told when it began, and the longest wait', () => {
    const { breaker, flood, floods } = setup()
    flood(1, 600 * secondMs)

    floods(4, { from: 2, waitMs: 30 * secondMs })
    flood(9, 900 * secondMs)

    expect(breaker.storm).toMatchObject({ accounts: 5, active: 5, waits: 6, longestWaitMs: 900 * secondMs })
  })

  it('eases step by step while messages go, is watched for ten minutes, and is over', () => {
    const { breaker, changes, pass, floods, sends, seconds } = setup()
    floods(5, { waitMs: 30 * secondMs })

    const shares: number[] = []
    for (let second = 0; second < 700 && breaker.storm !== undefined; second++) {
      sends(1, 1_000)
      pass(secondMs)
      if (breaker.share !== shares.at(-1)) shares.push(breaker.share)
    }

    expect(shares).toEqual([1 / 8, 1 / 4, 1 / 2, 1])
    expect(changes).toEqual([
      [0, 'began'],
      [15, 'rose'],
      [30, 'rose'],
      [45, 'rose'],
      [630, 'ended'],
    ])
    expect(seconds()).toBe(630)
  })

  it('stays as it is while nobody can send, and eases with the first who does', () => {
    const { breaker, changes, pass, floods, sends } = setup()
    floods(8, { waitMs: 600 * secondMs })
    pass(601 * secondMs)
    expect([breaker.share, changes]).toEqual([1 / 8, [[0, 'began']]])

    sends(1, 1)
    pass(secondMs)

    expect(breaker.share).toBe(1 / 4)
  })

  it('does not ease while a quarter of those who send are told to wait', () => {
    const { breaker, changes, pass, flood, floods, sends } = setup()
    floods(5)
    for (let step = 0; step < 40; step++) {
      sends(3, 1_000)
      flood(100 + step, 30 * secondMs)
      pass(15 * secondMs)
    }

    expect([breaker.share, changes]).toEqual([1 / 8, [[0, 'began']]])
  })

  it('eases though one of many is told to wait in each step', () => {
    const { breaker, pass, flood, floods, sends } = setup()
    floods(5)
    for (let step = 0; step < 3; step++) {
      sends(4, 1_000)
      flood(100, 10 * secondMs)
      pass(15 * secondMs)
    }

    expect(breaker.share).toBe(1)
  })

  it('falls at once when it comes back, is no other storm, and takes twice as long with each time', () => {
    const { breaker, changes, pass, floods, sends } = setup()
    floods(5)
    for (let relapse = 0; relapse < 6; relapse++) {
      while (breaker.share < 1) {
        sends(1, 1_000)
        pass(secondMs)
      }
      floods(5, { from: 10 })
    }

    const falls = changes.filter(([, change]) => change === 'fell').map(([second]) => second)
    expect(falls).toEqual([45, 135, 315, 675, 1035, 1395])
    expect(changes.filter(([, change]) => change === 'began' || change === 'ended')).toEqual([[0, 'began']])
  })

  it('is kept open by no single account while it is only watched', () => {
    const { changes, pass, flood, floods, sends } = setup()
    floods(5, { waitMs: 30 * secondMs })
    for (let second = 0; second < 700; second++) {
      sends(10, 1_000)
      if (second > 60 && second % 30 === 0) flood(1, 20 * secondMs)
      pass(secondMs)
    }

    expect(changes.at(-1)).toEqual([630, 'ended'])
  })

  it('is over an hour and ten minutes after a wait of a day, when nobody sends', () => {
    const { changes, pass, floods } = setup()
    floods(5, { waitMs: 86_400 * secondMs })

    pass(2 * 60 * minuteMs)

    expect(changes).toEqual([
      [0, 'began'],
      [70 * 60, 'ended'],
    ])
  })

  it('begins anew after its end', () => {
    const { changes, pass, floods } = setup()
    floods(5)
    pass(60 * minuteMs)
    floods(5)

    expect(changes.map(([, change]) => change)).toEqual(['began', 'ended', 'began'])
  })
})

describe('a flood storm that was kept', () => {
  it('goes on in the next process, where it was', () => {
    const first = setup()
    first.floods(5)
    first.sends(1, 1_000)
    first.pass(20 * secondMs)
    const text = encodeStorm(first.breaker.storm)

    const next = new FloodBreaker(decodeStorm(text), startMs + 21 * secondMs)
    next.noteAnswer(1, startMs + 31 * secondMs)

    expect(next.storm).toEqual(first.breaker.storm)
    expect([next.tick(startMs + 31 * secondMs), next.share]).toEqual(['rose', 1 / 2])
  })

  it('lasts no longer by a clock that was an hour ahead when it was written', () => {
    const { breaker, floods } = setup()
    floods(5, { waitMs: 600 * secondMs })
    const nowMs = startMs - 60 * minuteMs

    const next = new FloodBreaker(breaker.storm, nowMs)
    next.noteAnswer(1, nowMs)

    expect(next.storm?.endsAtMs).toBe(nowMs + 70 * minuteMs)
    expect(next.tick(nowMs + 15 * secondMs)).toBe('rose')
  })

  it('is nothing where none was', () => {
    expect([undefined, '', encodeStorm(undefined)].map(decodeStorm)).toEqual([undefined, undefined, undefined])
  })
})

describe('a clock that is set back in a storm', () => {
  it('delays the next step by no more than a step', () => {
    const { breaker, changes, pass, sends, floods } = setup()
    floods(5)
    pass(-60 * minuteMs)
    for (let second = 0; second < 17; second++) {
      sends(1, 1_000)
      pass(secondMs)
    }

    expect([breaker.share, changes.length]).toEqual([1 / 4, 2])
  })
})

/** A breaker in a time of its own, that is ticked once a second of it. */
function setup() {
  let nowMs = startMs
  const breaker = new FloodBreaker(undefined, nowMs)
  const changes: (readonly [second: number, change: StormChange])[] = []
  const seconds = () => (nowMs - startMs) / secondMs
  const note = (change: StormChange | undefined) => {
    if (change !== undefined) changes.push([seconds(), change])
  }
  const flood = (account: number, waitMs: number) => note(breaker.noteFlood(account, nowMs + waitMs, nowMs))
  const pass = (ms: number) => {
    const endMs = nowMs + ms
    if (ms < 0) nowMs = endMs
    while (nowMs < endMs) {
      nowMs += secondMs
      note(breaker.tick(nowMs))
    }
  }
  return {
    breaker,
    changes,
    seconds,
    pass,
    flood,
    floods(count: number, { from = 1, waitMs = 30 * secondMs } = {}) {
      for (let account = from; account < from + count; account++) flood(account, waitMs)
    },
    sends(count: number, from: number) {
      for (let account = from; account < from + count; account++) breaker.noteAnswer(account, nowMs)
    },
  }
}
