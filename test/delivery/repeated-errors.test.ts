import { describe, expect, it } from 'vitest'
import { RepeatedErrors } from '../../src/delivery/repeated-errors.ts'

const nowMs = 1_790_000_000_000
const dayMs = 86_400_000

describe('the memory of equal errors', () => {
  it('counts different chats by what they are suspected of', () => {
    const errors = new RepeatedErrors()

    expect(errors.note('account 7|USER_BANNED_IN_CHANNEL', -1, nowMs)).toBe(1)
    expect(errors.note('account 7|USER_BANNED_IN_CHANNEL', -1, nowMs)).toBe(1)
    expect(errors.note('account 8|USER_BANNED_IN_CHANNEL', -2, nowMs)).toBe(1)
    expect(errors.note('account 7|USER_BANNED_IN_CHANNEL', -2, nowMs)).toBe(2)
  })

  it('forgets after a day', () => {
    const errors = new RepeatedErrors()
    errors.note('a', -1, nowMs)
    errors.note('a', -2, nowMs + dayMs / 2)

    expect(errors.note('a', -3, nowMs + dayMs)).toBe(2)
  })

  it('keeps no more than a thousand keys and a few chats of each', () => {
    const errors = new RepeatedErrors()
    errors.note('often', -1, nowMs)
    for (let key = 0; key < 999; key++) errors.note(String(key), -1, nowMs)
    expect(errors.note('often', -2, nowMs)).toBe(2)

    errors.note('one more', -1, nowMs)

    expect(errors.note('often', -3, nowMs)).toBe(3)
    expect(errors.note('0', -2, nowMs)).toBe(1)
    for (let peer = 4; peer < 100; peer++) errors.note('often', -peer, nowMs)
    expect(errors.note('often', -100, nowMs)).toBe(8)
  })
})
