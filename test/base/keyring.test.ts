import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CannotOpen, keyIdOf, openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'

const [key, otherKey] = [Buffer.alloc(32, 7), Buffer.alloc(32, 9)]
const place = { table: 'accounts', row: 7, column: 'session' }
const canary = 'canary-session-Ω'

describe('a keyring', () => {
  it('opens what it sealed, in the same place', () => {
    const keyring = openKeyring([key])

    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(keyring.open(keyring.seal(new Secret(text), place), place).reveal()).toBe(text)
      }),
    )
  })

  it('seals as version, key id, nonce, tag and ciphertext', () => {
    const blob = Buffer.from(openKeyring([key]).seal(new Secret('abc'), place), 'base64')

    expect(blob[0]).toBe(1)
    expect(blob.toString('latin1', 1, 9)).toBe(keyIdOf(key))
    expect(blob).toHaveLength(1 + 8 + 12 + 16 + 3)
  })

  it('never seals the same twice alike, and never shows what it sealed', () => {
    const keyring = openKeyring([key])
    const sealed = Array.from({ length: 100 }, () => keyring.seal(new Secret(canary), place))

    expect(new Set(sealed).size).toBe(100)
    expect(Buffer.from(sealed[0] ?? '', 'base64').includes(canary)).toBe(false)
  })

  it.each([
    ['row', { ...place, row: 8 }],
    ['column', { ...place, column: 'proxy' }],
    ['table', { ...place, table: 'bots' }],
  ])('does not open in another %s', (_, elsewhere) => {
    const keyring = openKeyring([key])
    const sealed = keyring.seal(new Secret(canary), place)

    expect(() => keyring.open(sealed, elsewhere)).toThrow(CannotOpen)
  })

  it('does not open when a single bit was changed, or any end was cut off', () => {
    const keyring = openKeyring([key])
    const blob = Buffer.from(keyring.seal(new Secret(canary), place), 'base64')

    fc.assert(
      fc.property(fc.nat(blob.length * 8 - 1), (bit) => {
        const changed = Buffer.from(blob)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(() => keyring.open(changed.toString('base64'), place)).toThrow(CannotOpen)
      }),
    )
    for (let length = 0; length < blob.length; length++) {
      expect(() => keyring.open(blob.subarray(0, length).toString('base64'), place)).toThrow(CannotOpen)
    }
  })

  it('reads with every key and writes with the first', () => {
    const old = openKeyring([otherKey])
    const both = openKeyring([key, otherKey])
    const sealedByOld = old.seal(new Secret(canary), place)
    const sealedAnew = both.seal(both.open(sealedByOld, place), place)

    expect([both.isCurrent(sealedByOld), both.isCurrent(sealedAnew)]).toEqual([false, true])
    expect(both.writingKeyId).toBe(keyIdOf(key))
    expect(openKeyring([key]).open(sealedAnew, place).reveal()).toBe(canary)
  })

  it('says which key is missing and which row was changed, and nothing of the content', () => {
    const sealed = openKeyring([otherKey]).seal(new Secret(canary), place)

    expect(() => openKeyring([key]).open(sealed, place)).toThrow(
      `accounts.session of row 7 is sealed with key ${keyIdOf(otherKey)}, which is not configured`,
    )
    expect(() => openKeyring([otherKey]).open(sealed, { ...place, row: 8 })).toThrow(
      'accounts.session of row 8 was changed or comes from another row',
    )
    expect(() => openKeyring([key]).open('', place)).toThrow('accounts.session of row 7 holds no sealed value')
  })

  it('needs a key, of 32 bytes', () => {
    expect(() => openKeyring([])).toThrow('a keyring needs a key')
    expect(() => openKeyring([randomBytes(16)])).toThrow('a key has 32 bytes, not 16')
  })
})
