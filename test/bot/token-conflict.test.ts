import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { TokenConflict } from '../../src/bot/token-conflict.ts'
import type { ConflictChange } from '../../src/bot/token-conflict.ts'
import { openLocalTestStore } from '../support/store.ts'

const minuteMs = 60_000

function setup() {
  const { store } = openLocalTestStore()
  const clock = { at: Date.UTC(2026, 10, 21), nowMs: () => clock.at }
  const told: ConflictChange[] = []
  const open = () =>
    new TokenConflict({ store, clock, log: pino({ level: 'silent' }), onChange: (change) => void told.push(change) })
  return { clock, told, open }
}

describe('another program with the token', () => {
  it('is told of once, though polls between work, and again when it was not heard for five minutes', async () => {
    const { clock, told, open } = setup()
    const conflict = open()
    for (let polls = 0; polls < 10; polls++) {
      await conflict.heard()
      clock.at += minuteMs
      await conflict.notHeard()
    }
    expect(told).toEqual([{ type: 'token-shared' }])

    clock.at += 3 * minuteMs
    await conflict.notHeard()
    expect(told).toHaveLength(1)
    clock.at += minuteMs
    await conflict.notHeard()
    await conflict.notHeard()
    expect(told).toEqual([{ type: 'token-shared' }, { type: 'token-ours-again', lastedMs: 9 * minuteMs }])

    await conflict.heard()
    expect(told.at(-1)).toEqual({ type: 'token-shared' })
  })

  it('is not told anew after a restart, and its end is', async () => {
    const { clock, told, open } = setup()
    await open().heard()
    const restarted = open()
    await restarted.heard()
    expect(told).toEqual([{ type: 'token-shared' }])

    clock.at += 5 * minuteMs
    await open().notHeard()
    expect(told).toHaveLength(1)
    await restarted.notHeard()
    expect(told.map(({ type }) => type)).toEqual(['token-shared', 'token-ours-again'])
  })

  it('that there never was is not told of', async () => {
    const { clock, told, open } = setup()
    const conflict = open()
    clock.at += 60 * minuteMs
    await conflict.notHeard()
    expect(told).toEqual([])
  })
})
