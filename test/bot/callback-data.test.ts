import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackData, parseCallbackData } from '../../src/bot/callback-data.ts'
import type { Pressed } from '../../src/bot/callback-data.ts'

const word = fc.stringMatching(/^[\w-]{1,12}$/)
const pressed: fc.Arbitrary<Pressed> = fc.oneof(
  fc.record({
    type: fc.constant('screen' as const),
    version: fc.maxSafeNat(),
    action: word,
    args: fc.array(word, { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('notice' as const),
    id: fc.maxSafeNat(),
    action: word,
    args: fc.array(word, { maxLength: 2 }),
  }),
)

describe('the data of a button', () => {
  it('comes back as it was given, in 64 bytes', () => {
    fc.assert(
      fc.property(pressed, (given) => {
        const data = callbackData(given)
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
        expect(parseCallbackData(data)).toEqual(given)
      }),
    )
  })

  it('is refused when it is too long', () => {
    const make = (arg: string) => callbackData({ type: 'screen', version: 1, action: 'pick', args: [arg] })
    expect(make('x'.repeat(56))).toHaveLength(64)
    expect(() => make('x'.repeat(57))).toThrow(RangeError)
    expect(() => make('ў'.repeat(29))).toThrow(RangeError)
  })

  it.each([
    undefined,
    '',
    '.',
    's',
    's1',
    's1.',
    's-1.home',
    'S1.home',
    'x1.home',
    's1 .home',
    ' s1.home',
    's1.ho me',
    "s1.home'; drop table users; --",
    's1.<b>home</b>',
    `s1.${'x'.repeat(31)}`,
    'szzzzzzzzzzzz.home',
    'szzzzzzzzzzz.home',
    '{"type":"screen","version":1}',
  ])('of %j is nothing', (data) => {
    expect(parseCallbackData(data)).toBeUndefined()
  })

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (data) => {
        const parsed = parseCallbackData(data)
        if (parsed === undefined) return
        const number = parsed.type === 'screen' ? parsed.version : parsed.id
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
      }),
    )
  })
})
