import { describe, expect, it } from 'vitest'
import { openRules } from './rules-setup.ts'

describe('a flood wait', () => {
  it('holds from the first hit until its end by the clock, and counts who asks earlier', () => {
    const { add, error, clock, rules } = openRules()
    const { id } = add({ floodWait: { seconds: 30 }, times: 1 })

    expect(error()).toBe('FLOOD_WAIT_30')
    clock.advance(10_500)
    expect(error()).toBe('FLOOD_WAIT_20')
    expect(rules.find(id)).toMatchObject({ hits: 1, earlyRequests: 1, isSpent: true, waiting: 1 })

    clock.advance(19_500)

    expect(error()).toBeUndefined()
    expect(rules.find(id)).toMatchObject({ hits: 1, earlyRequests: 1, waiting: 0 })
  })

  it('never lets who waited the seconds that it was told be early', () => {
    const { add, error, clock, rules } = openRules()
    add({ floodWait: { seconds: 30 }, times: 1 })
    error()
    clock.advance(12_345)
    const told = Number(error()?.replace('FLOOD_WAIT_', ''))

    clock.advance(told * 1000)

    expect(error()).toBeUndefined()
    expect(rules.list()[0]?.earlyRequests).toBe(1)
  })

  it('is of one account and one method', () => {
    const { add, error } = openRules()
    add({ floodWait: { seconds: 30 }, account: [7, 8], times: 2 })

    expect(error()).toBe('FLOOD_WAIT_30')
    expect(error({ account: 9 })).toBeUndefined()
    expect(error({ account: 8 })).toBe('FLOOD_WAIT_30')
    expect(error({ method: 'messages.getDialogs' })).toBeUndefined()
  })

  it('can stop the account, or all that sends', () => {
    const { add, error } = openRules()
    add({ floodWait: { seconds: 30, scope: 'account' }, account: 1, method: 'messages.getDialogs', times: 1 })
    add({ floodWait: { seconds: 40, scope: 'send' }, account: 2, times: 1 })

    expect(error({ account: 1 })).toBeUndefined()
    expect(error({ account: 1, method: 'messages.getDialogs' })).toBe('FLOOD_WAIT_30')
    expect(error({ account: 1 })).toBe('FLOOD_WAIT_30')

    expect(error({ account: 2, method: 'messages.getDialogs' })).toBeUndefined()
    expect(error({ account: 2, method: 'messages.forwardMessages' })).toBe('FLOOD_WAIT_40')
    expect(error({ account: 2 })).toBe('FLOOD_WAIT_40')
    expect(error({ account: 2, method: 'messages.getDialogs' })).toBeUndefined()
  })

  it('can hit all accounts, each for its own time', () => {
    const { add, error, rules } = openRules({ seed: 3 })
    add({ floodWait: { seconds: { min: 30, max: 600 }, name: 'FLOOD_PREMIUM_WAIT' } })
    const waits = Array.from({ length: 200 }, (_, account) => error({ account }))
    const seconds = waits.map((name) => Number(name?.replace('FLOOD_PREMIUM_WAIT_', '')))

    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(30)
    expect(Math.max(...seconds)).toBeLessThanOrEqual(600)
    expect(new Set(seconds).size).toBeGreaterThan(100)
    expect(rules.list()[0]).toMatchObject({ hits: 200, waiting: 200 })
  })

  it('ends when its rule is removed', () => {
    const { add, error, rules } = openRules()
    const { id } = add({ floodWait: { seconds: 30 } })
    error()

    rules.remove(id)

    expect(error()).toBeUndefined()
  })

  it('asks bots for retry_after', () => {
    const { add, decide, clock } = openRules()
    add({ floodWait: { seconds: 7 }, surface: 'botapi' })
    const request = { surface: 'botapi', method: 'sendMessage' } as const
    decide(request)
    clock.advance(2001)

    expect(decide(request).action).toMatchObject({
      code: 429,
      message: 'Too Many Requests: retry after 5',
      retryAfter: 5,
    })
  })
})

describe('a rate', () => {
  it('lets so many requests of an account pass in any window, and makes one more wait', () => {
    const { add, error, clock } = openRules()
    add({ rate: { requests: 3, windowSeconds: 60, waitSeconds: 25 }, lane: 'send' })

    expect([error(), error(), error()]).toEqual([undefined, undefined, undefined])
    expect(error({ method: 'messages.getDialogs' })).toBeUndefined()
    expect(error({ account: 8 })).toBeUndefined()
    expect(error({ method: 'messages.sendMedia' })).toBe('FLOOD_WAIT_25')
    clock.advance(24_000)
    expect(error()).toBe('FLOOD_WAIT_1')
    clock.advance(1000)
    expect([error(), error(), error(), error()]).toEqual([undefined, undefined, undefined, 'FLOOD_WAIT_25'])
  })

  it('is never met by who keeps to it', () => {
    const { add, error, clock, rules } = openRules()
    add({ rate: { requests: 20, windowSeconds: 60, waitSeconds: 30 } })

    for (let request = 0; request < 500; request++) {
      expect(error()).toBeUndefined()
      clock.advance(3000)
    }

    expect(rules.list()[0]).toMatchObject({ seen: 500, hits: 0, earlyRequests: 0 })
  })
})
