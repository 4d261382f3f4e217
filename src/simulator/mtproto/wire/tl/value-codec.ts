import { TlDecodeError } from './object.ts'
import type { TlValue } from './object.ts'
import type { TlReader } from './reader.ts'
import type { Primitive } from './schema.ts'
import type { TlWriter } from './writer.ts'

/** Writes and reads the values of one TL type. */
export interface ValueCodec {
  write(writer: TlWriter, value: TlValue): void
  read(reader: TlReader): TlValue
}

/** A value of another type than the schema asks for. The constructor around it adds the name of the field. */
export class Mismatch extends Error {
  override name = 'Mismatch'

  constructor(wanted: string, got: TlValue) {
    super(`needs ${wanted}, got ${describe(got)}`)
  }
}

export const primitiveCodecs: Readonly<Record<Exclude<Primitive, 'true'>, ValueCodec>> = {
  int: {
    write(writer, value) {
      if (typeof value !== 'number' || (value | 0) !== value) throw new Mismatch('an int', value)
      writer.int(value)
    },
    read: (reader) => reader.int(),
  },
  long: {
    write(writer, value) {
      if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw new Mismatch('a long (bigint)', value)
      writer.long(value)
    },
    read: (reader) => reader.long(),
  },
  int128: fixedBytes(16),
  int256: fixedBytes(32),
  double: {
    write(writer, value) {
      if (typeof value !== 'number') throw new Mismatch('a double', value)
      writer.double(value)
    },
    read: (reader) => reader.double(),
  },
  string: {
    write(writer, value) {
      if (typeof value !== 'string') throw new Mismatch('a string', value)
      writer.text(value)
    },
    read: (reader) => reader.text(),
  },
  bytes: {
    write(writer, value) {
      if (!Buffer.isBuffer(value)) throw new Mismatch('bytes (Buffer)', value)
      writer.bytes(value)
    },
    read: (reader) => reader.bytes(),
  },
  Bool: {
    write(writer, value) {
      if (typeof value !== 'boolean') throw new Mismatch('a Bool', value)
      writer.word(value ? boolTrueId : boolFalseId)
    },
    read(reader) {
      const id = reader.word()
      if (id !== boolTrueId && id !== boolFalseId) throw new TlDecodeError(`a Bool with the id ${hex(id)}`)
      return id === boolTrueId
    },
  },
}

/** @param isBoxed whether the id of `vector` stands in front. */
export function vectorOf(element: ValueCodec, isBoxed: boolean): ValueCodec {
  return {
    write(writer, value) {
      if (!Array.isArray(value)) throw new Mismatch('a vector (array)', value)
      if (isBoxed) writer.word(vectorId)
      writer.int(value.length)
      for (const item of value as readonly TlValue[]) element.write(writer, item)
    },
    read(reader) {
      if (isBoxed) expectVectorId(reader.word())
      reader.enter()
      const items: TlValue[] = []
      for (let left = reader.count(); left > 0; left--) items.push(element.read(reader))
      reader.leave()
      return items
    },
  }
}

function hex(id: number): string {
  return `#${id.toString(16).padStart(8, '0')}`
}

const boolTrueId = 0x997275b5
const boolFalseId = 0xbc799737
const vectorId = 0x1cb5c415

function expectVectorId(id: number): void {
  if (id !== vectorId) throw new TlDecodeError(`a vector with the id ${hex(id)}`)
}

function fixedBytes(size: number): ValueCodec {
  return {
    write(writer, value) {
      if (!Buffer.isBuffer(value) || value.length !== size) throw new Mismatch(`${size} bytes (Buffer)`, value)
      writer.raw(value)
    },
    read: (reader) => reader.raw(size),
  }
}

function describe(value: TlValue): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'bigint') return `the bigint ${value}`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'object' && '_' in value) return value['_']
  return Buffer.isBuffer(value) ? `${value.length} bytes` : Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
