import { ConstructorCodec } from './constructor-codec.ts'
import { inflate } from './gzip.ts'
import { TlDecodeError, TlEncodeError, UnknownConstructor } from './object.ts'
import type { TlAnswer, TlObject, TlValue } from './object.ts'
import { TlReader } from './reader.ts'
import { readSchema } from './schema.ts'
import type { Definition, TlType } from './schema.ts'
import { Mismatch, primitiveCodecs, vectorOf } from './value-codec.ts'
import type { ValueCodec } from './value-codec.ts'
import { TlWriter } from './writer.ts'

export const gzipPackedId = 0x3072cfa1

/** The schema, compiled: plain objects to bytes and back. Compiling takes about 30 ms; one serves a whole process. */
export class TlCodec {
  readonly #byName = new Map<string, ConstructorCodec>()
  readonly #byId = new Map<number, ConstructorCodec>()
  readonly #types = new Map<string, BoxedType>()
  readonly #writer = new TlWriter()
  readonly #call: ValueCodec = {
    write: (writer, value) => this.#writeCall(writer, value),
    read: (reader) => this.#readCall(reader),
  }

  constructor(definitions: readonly Definition[] = readSchema()) {
    for (const definition of definitions) {
      const codec = new ConstructorCodec(
        definition,
        (field) => this.#compile(field.type),
        this.#compile(definition.result),
      )
      this.#byName.set(codec.name, codec)
      this.#byId.set(codec.id, codec)
      if (!codec.isMethod && definition.result.kind === 'boxed') this.#typeOf(definition.result.name).add(codec)
    }
  }

  /** @returns whether the name is a method of the schema, not a constructor and not something unknown. */
  isMethod(name: string): boolean {
    return this.#byName.get(name)?.isMethod ?? false
  }

  /** @returns whether the name is a method that carries another call in `query`, like invokeWithLayer. */
  isWrapper(name: string): boolean {
    return this.#byName.get(name)?.isWrapper ?? false
  }

  /** Any constructor or method, with its id. */
  encode(object: TlObject): Buffer {
    return this.#written((writer) => this.#writeCall(writer, object))
  }

  /** What `method` answers: an object of its declared type, a Bool, or a vector. */
  encodeAnswer(method: string, answer: TlAnswer): Buffer {
    const codec = this.#byName.get(method)
    if (!codec?.isMethod) throw new TlEncodeError(`${method} is not a method, so nothing can answer it`)
    return this.#written((writer) => {
      try {
        codec.result.write(writer, answer)
      } catch (error) {
        if (error instanceof Mismatch) throw new TlEncodeError(`the answer of ${method} ${error.message}`)
        throw error
      }
    })
  }

  /** Any constructor or method, with its id, gzip_packed or not, and nothing after it. Throws TlDecodeError. */
  decode(bytes: Buffer, options: { isInflated?: boolean } = {}): TlObject {
    const reader = new TlReader(bytes, options)
    const object = this.#readCall(reader)
    if (reader.remaining > 0) throw new TlDecodeError(`${reader.remaining} bytes after ${object._}`)
    return object
  }

  /** Like `decode`, for data with a random tail, as in the key exchange. */
  decodePrefix(bytes: Buffer): { object: TlObject; sizeBytes: number } {
    const reader = new TlReader(bytes)
    const object = this.#readCall(reader)
    return { object, sizeBytes: reader.offset }
  }

  /** What a client does with an answer: for tests and tools that play the other side. */
  decodeAnswer(method: string, bytes: Buffer): TlValue {
    const codec = this.#byName.get(method)
    if (!codec) throw new TlDecodeError(`${method} is not in the schema`)
    return codec.result.read(new TlReader(bytes))
  }

  #written(write: (writer: TlWriter) => void): Buffer {
    const writer = this.#writer
    const from = writer.length
    try {
      write(writer)
    } catch (error) {
      writer.rewind(from)
      throw error
    }
    return writer.take(from)
  }

  #writeCall(writer: TlWriter, value: TlValue): void {
    const codec = isObject(value) ? this.#byName.get(value._) : undefined
    if (!codec) throw new TlEncodeError(`${isObject(value) ? value._ : typeof value} is not in the schema`)
    writer.word(codec.id)
    codec.write(writer, value as TlObject)
  }

  #readCall(reader: TlReader): TlObject {
    const id = reader.word()
    if (id === gzipPackedId) return this.#readPacked(reader)
    const codec = this.#byId.get(id)
    if (!codec) throw new UnknownConstructor(id, 'method')
    reader.enter()
    const object = codec.read(reader)
    reader.leave()
    return object
  }

  #readPacked(reader: TlReader): TlObject {
    if (reader.isInflated) throw new TlDecodeError('gzip_packed inside gzip_packed')
    const inner = new TlReader(inflate(reader.bytes()), { depth: reader.depth, isInflated: true })
    return this.#readCall(inner)
  }

  #compile(type: TlType): ValueCodec {
    switch (type.kind) {
      case 'primitive':
        return type.name === 'true' ? nothing : primitiveCodecs[type.name]
      case 'vector':
        return vectorOf(this.#compile(type.of), type.isBoxed)
      case 'boxed':
        return this.#typeOf(type.name)
      case 'bare':
        return new BareConstructor(type.name, this.#byName)
      case 'call':
        return this.#call
      case 'flags':
        return nothing
      default:
        throw new TypeError('a kind of TL type that is not in the list above')
    }
  }

  #typeOf(name: string): BoxedType {
    const known = this.#types.get(name)
    if (known) return known
    const type = new BoxedType(name)
    this.#types.set(name, type)
    return type
  }
}

/** Flag words and `true` have no value of their own; ConstructorCodec writes and reads their bits. */
const nothing: ValueCodec = { write: () => {}, read() {} }

/** An abstract type: whichever of its constructors, with the id in front. */
class BoxedType implements ValueCodec {
  readonly #name: string
  readonly #byName = new Map<string, ConstructorCodec>()
  readonly #byId = new Map<number, ConstructorCodec>()

  constructor(name: string) {
    this.#name = name
  }

  add(codec: ConstructorCodec): void {
    this.#byName.set(codec.name, codec)
    this.#byId.set(codec.id, codec)
  }

  write(writer: TlWriter, value: TlValue): void {
    const codec = isObject(value) ? this.#byName.get(value._) : undefined
    if (!codec) throw new Mismatch(`a ${this.#name}`, value)
    writer.word(codec.id)
    codec.write(writer, value as TlObject)
  }

  read(reader: TlReader): TlValue {
    const id = reader.word()
    const codec = this.#byId.get(id)
    if (!codec) throw new UnknownConstructor(id, this.#name)
    reader.enter()
    const object = codec.read(reader)
    reader.leave()
    return object
  }
}

/** One constructor without its id. Looked up late, because a definition may stand before the one it names. */
class BareConstructor implements ValueCodec {
  readonly #name: string
  readonly #byName: ReadonlyMap<string, ConstructorCodec>

  constructor(name: string, byName: ReadonlyMap<string, ConstructorCodec>) {
    this.#name = name
    this.#byName = byName
  }

  write(writer: TlWriter, value: TlValue): void {
    if (!isObject(value) || value._ !== this.#name) throw new Mismatch(`a ${this.#name}`, value)
    this.#codec().write(writer, value)
  }

  read(reader: TlReader): TlValue {
    reader.enter()
    const object = this.#codec().read(reader)
    reader.leave()
    return object
  }

  #codec(): ConstructorCodec {
    const codec = this.#byName.get(this.#name)
    if (!codec) throw new Error(`the schema names ${this.#name} but does not define it`)
    return codec
  }
}

function isObject(value: TlValue): value is TlObject {
  return typeof value === 'object' && '_' in value
}
