import { describe, expect, it } from 'vitest'
import { nextState } from '../../src/delivery/attempt.ts'
import { mustRunAlone, recover } from '../../src/delivery/recover.ts'

describe('an attempt that was left in flight', () => {
  it.each([
    ['user', 'boot', 'unknown'],
    ['user', 'move', 'unknown'],
    ['user', 'crash', 'unknown'],
    ['bot', 'boot', 'lose'],
    ['bot', 'crash', 'lose'],
  ] as const)('of a %s, after a %s, goes by %s', (accountKind, cause, event) => {
    expect(recover({ kind: 'send', accountKind, crashes: 0 }, cause).event).toBe(event)
    expect(() => nextState('in-flight', event)).not.toThrow()
  })

  // A message may have left in any of the crashes; a look at the groups leaves nothing behind.
  it.each([
    ['send', 'lose'],
    ['dialogs', 'bury'],
  ] as const)('of the kind %s goes by %s at the third crash, and boots do not count', (kind, last) => {
    let crashes = 0
    const events = (['crash', 'boot', 'crash', 'boot', 'crash'] as const).map((cause) => {
      const recovered = recover({ kind, accountKind: 'user', crashes }, cause)
      crashes = recovered.crashes
      return recovered.event
    })

    expect(events).toEqual([...Array<string>(4).fill('unknown'), last])
  })

  it('of a bot is repeated unless it is a message: nothing else can arrive twice', () => {
    expect(recover({ kind: 'delete', accountKind: 'bot', crashes: 0 }, 'boot').event).toBe('unknown')
  })

  it('of a bot is never certain to have failed, however often its shard crashed', () => {
    expect(recover({ kind: 'send', accountKind: 'bot', crashes: 2 }, 'crash').event).toBe('lose')
  })

  it('runs alone the third time', () => {
    expect([0, 1, 2].map(mustRunAlone)).toEqual([false, false, true])
  })
})
