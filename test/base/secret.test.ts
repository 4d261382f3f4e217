import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/base/secret.ts'

const canary = 'canary-8f2a1c'

describe('a secret', () => {
  const secret = new Secret(canary)

  it.each([
    ['a text', () => `session ${String(secret)}`],
    ['a list', () => ['session', secret].join(' ')],
    ['JSON', () => JSON.stringify({ deep: [{ secret }] })],
    ['the console', () => format('%s %o %j', secret, secret, { secret })],
    ['an inspection with everything', () => inspect({ deep: { secret } }, { showHidden: true, depth: null })],
    ['its keys', () => Object.entries(secret).flat().join()],
    ['an error', () => new Error(`no answer for ${String(secret)}`).stack ?? ''],
    ['a copy for another thread', () => inspect(structuredClone({ secret }))],
  ])('is not told by %s', (_, tell) => {
    expect(tell()).not.toContain(canary)
  })

  it('says what it is, and tells itself when asked', () => {
    expect(String(secret)).toBe('[secret]')
    expect(secret.reveal()).toBe(canary)
  })
})
