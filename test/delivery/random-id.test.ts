import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naturalKey, randomIdOf } from '../../src/delivery/random-id.ts'

const secret = Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex')
const key = {
  campaignUuid: '8c1f6a52-3a55-4f0e-9a1b-0d5a6a1f7c11',
  plannedAtMs: 1_790_000_000_000,
  accountId: 7,
  peer: -1_001_234_567_890,
  topic: 0,
}

describe('the random_id of a message', () => {
  it('is the same for ever, computed here once by another program', () => {
    const text = '8c1f6a52-3a55-4f0e-9a1b-0d5a6a1f7c11|1790000000000|7|-1001234567890|0'

    expect(naturalKey(key)).toBe(text)
    expect(randomIdOf(secret, text, 0)).toBe('6465061921431858524')
    expect(randomIdOf(secret, text, 1)).toBe('2163331683363571817')
  })

  it('differs with every part of the key, with the part of the message and with the installation', () => {
    const changes = { campaignUuid: 'b', plannedAtMs: 1, accountId: 8, peer: 5, topic: 3 }
    const others = Object.entries(changes).map(([name, value]) => naturalKey({ ...key, [name]: value }))

    const ids = [
      ...[naturalKey(key), ...others].map((text) => randomIdOf(secret, text, 0)),
      randomIdOf(secret, naturalKey(key), 1),
      randomIdOf(Buffer.alloc(32, 1), naturalKey(key), 0),
    ]

    expect(new Set(ids).size).toBe(8)
  })

  it('is a signed number of 64 bits, never 0', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(9), (text, part) => {
        const id = BigInt(randomIdOf(secret, text, part))
        expect(id === BigInt.asIntN(64, id) && id !== 0n).toBe(true)
      }),
    )
  })
})
