import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { BinaryReader } from 'telegram/extensions/BinaryReader.js'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../../src/base/random.ts'
import { TlCodec } from '../../../../../src/simulator/mtproto/wire/tl/codec.ts'
import { TlDecodeError, TlEncodeError } from '../../../../../src/simulator/mtproto/wire/tl/object.ts'
import type { TlObject } from '../../../../../src/simulator/mtproto/wire/tl/object.ts'
import { readSchema } from '../../../../../src/simulator/mtproto/wire/tl/schema.ts'
import { packed } from '../raw-session.ts'
import { RandomObjects } from './random-object.ts'

const definitions = readSchema()
const codec = new TlCodec(definitions)
const objects = new RandomObjects(definitions)
const seed = Date.now() % 2 ** 31

/**
 * GramJS builds these in another way than it builds the rest: the first four by hand, messages with classes of its own that set
 * flags, the state of messages as text although it is bytes, future salts not at all.
 */
const unlikeGramjs =
  /"(boolTrue|boolFalse|true|error|null|message|messageService|msgs_state_info|msgs_all_info|future_salts)"/

const sendMessage: TlObject = {
  _: 'messages.sendMessage',
  peer: { _: 'inputPeerSelf' },
  message: 'salom',
  randomId: 123n,
}

describe(`the TL codec (seed ${seed})`, () => {
  it('reads back every constructor and method of the schema as it was written', () => {
    const random = seededRandom(seed)
    const choose = (max: number) => random.int(0, max)

    for (const definition of definitions) {
      const object = objects.object(definition, choose)
      expect(isDeepStrictEqual(codec.decode(codec.encode(object)), object), definition.name).toBe(true)
    }
    expect(definitions.length).toBeGreaterThan(2_000)
  })

  it('reads back any object as it was written', () => {
    const property = fc.property(fc.constantFrom(...definitions), fc.gen(), (definition, g) => {
      const object = objects.object(definition, (max) => g(fc.integer, { min: 0, max }))
      expect(codec.decode(codec.encode(object))).toEqual(object)
    })
    fc.assert(property, { seed, numRuns: 300 })
  })

  it('writes what GramJS reads, and GramJS writes the same bytes', () => {
    const random = seededRandom(seed)
    const choose = (max: number) => random.int(0, max)
    const built = definitions.map((definition) => objects.object(definition, choose))
    const comparable = built.filter((object) => !unlikeGramjs.test(namesIn(object)))

    for (const object of comparable) {
      const bytes = codec.encode(object)
      const read = new BinaryReader(bytes).tgReadObject()
      expect(read.getBytes().equals(bytes), object._).toBe(true)
    }
    expect(comparable.length).toBeGreaterThan(2_000)
  })

  it('never throws anything but TlDecodeError on changed or cut bytes', () => {
    const random = seededRandom(seed)
    const choose = (max: number) => random.int(0, max)

    for (let i = 0; i < 5_000; i++) {
      const bytes = codec.encode(objects.object(random.pick(definitions), choose))
      for (let flips = random.int(1, 4); flips > 0; flips--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255)
      const broken = random.next() < 0.5 ? bytes : bytes.subarray(0, random.int(0, bytes.length))
      expectReadableOrDecodeError(broken)
    }
  })

  it('names constructor and field when a value is missing or of another type', () => {
    const cases: [object, string][] = [
      [{ message: undefined }, 'messages.sendMessage.message needs a string, got nothing'],
      [{ randomId: 5 }, 'messages.sendMessage.randomId needs a long (bigint), got the number 5'],
      [
        { randomId: 2n ** 63n },
        'messages.sendMessage.randomId needs a long (bigint), got the bigint 9223372036854775808',
      ],
      [{ peer: { _: 'peerUser', userId: 1n } }, 'messages.sendMessage.peer needs a InputPeer, got peerUser'],
      [{ scheduleDate: 1.5 }, 'messages.sendMessage.scheduleDate needs an int, got the number 1.5'],
      [{ entities: [{ _: 'messageEntityBold', offset: 0 }] }, 'messageEntityBold.length needs an int, got nothing'],
    ]

    for (const [change, message] of cases) {
      expect(() => codec.encode({ ...sendMessage, ...change })).toThrow(new TlEncodeError(message))
    }
  })

  it('writes the next object rightly after one that did not fit', () => {
    expect(() => codec.encode({ ...sendMessage, randomId: 1 })).toThrow(TlEncodeError)

    expect(codec.decode(codec.encode(sendMessage))).toEqual(sendMessage)
  })

  it('asks for all fields of a flag when one of them is there', () => {
    const newAlgo = { _: 'passwordKdfAlgoUnknown' }
    const newSecureAlgo = { _: 'securePasswordKdfAlgoUnknown' }
    const password = { _: 'account.password', hasPassword: true, newAlgo, newSecureAlgo, secureRandom: Buffer.alloc(0) }

    expect(() => codec.encode(password)).toThrow('account.password.currentAlgo needs a PasswordKdfAlgo, got nothing')
  })

  it('takes an array for a bare vector and a boolean for Bool as the answer of a method', () => {
    const users = [{ _: 'userEmpty', id: 5n }]

    expect(codec.decodeAnswer('users.getUsers', codec.encodeAnswer('users.getUsers', users))).toEqual(users)
    expect(codec.encodeAnswer('account.updateStatus', true).toString('hex')).toBe('b5757299')
    expect(() => codec.encodeAnswer('users.getUsers', true)).toThrow('the answer of users.getUsers needs a vector')
    expect(() => codec.encodeAnswer('messages.sendMessage', users)).toThrow('needs a Updates, got an array')
  })

  it('unpacks a gzipped call inside a wrapper, and refuses one inside another', () => {
    const call = { _: 'invokeWithLayer', layer: 198, query: sendMessage }
    const wrapper = codec.encode({ ...call, query: { _: 'help.getConfig' } }).subarray(0, 8)
    const once = packed(codec.encode(sendMessage))

    expect(codec.decode(Buffer.concat([wrapper, once]))).toEqual(call)
    expect(() => codec.decode(Buffer.concat([wrapper, packed(once)]))).toThrow('gzip_packed inside gzip_packed')
  })

  it('refuses what is nested too deep, too long, unknown or cut off', () => {
    const deep = Buffer.concat(Array.from({ length: 40 }, () => Buffer.from('0d0d9bdac6000000', 'hex')))
    const ack = codec.encode({ _: 'msgs_ack', msgIds: [1n] })
    const lying = Buffer.from(ack)
    lying.writeInt32LE(0x7fffffff, 8)

    expect(() => codec.decode(deep)).toThrow('nested deeper than 32')
    expect(() => codec.decode(lying)).toThrow('a vector of 2147483647 elements in 8 bytes')
    expect(() => codec.decode(Buffer.from('deadbeef', 'hex'))).toThrow('#efbeadde is no method of our schema')
    expect(() => codec.decode(ack.subarray(0, 12))).toThrow(TlDecodeError)
    expect(() => codec.decode(Buffer.concat([ack, ack]))).toThrow('20 bytes after msgs_ack')
  })

  it('stops inflating at 10 MiB', () => {
    const bomb = packed(Buffer.alloc(20 * 1024 * 1024))

    expect(bomb.length).toBeLessThan(25_000)
    expect(() => codec.decode(bomb)).toThrow('gzip_packed cannot be inflated')
  })
})

function namesIn(object: TlObject): string {
  return JSON.stringify(object, (key, value: unknown) => (typeof value === 'object' || key === '_' ? value : undefined))
}

function expectReadableOrDecodeError(bytes: Buffer): void {
  try {
    codec.decode(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(TlDecodeError)
  }
}
