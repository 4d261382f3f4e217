import { TlEncodeError } from './object.ts'
import type { TlObject, TlValue } from './object.ts'
import type { TlReader } from './reader.ts'
import type { Definition, Field } from './schema.ts'
import { Mismatch } from './value-codec.ts'
import type { ValueCodec } from './value-codec.ts'
import type { TlWriter } from './writer.ts'

/** One constructor or method, compiled from its definition into a list of steps, so that a message costs no look-ups of types. */
export class ConstructorCodec {
  readonly name: string
  readonly id: number
  readonly isMethod: boolean
  /** Of what a method answers, or the type that a constructor belongs to. */
  readonly result: ValueCodec
  /** A method that carries another call in its field `query`. */
  readonly isWrapper: boolean
  readonly #steps: readonly Step[]
  /** Optional fields by name: an object has far fewer fields than its constructor may have. */
  readonly #flags: ReadonlyMap<string, FlagUser>

  constructor(definition: Definition, codecOf: (field: Field) => ValueCodec, result: ValueCodec) {
    this.name = definition.name
    this.id = definition.id
    this.isMethod = definition.isMethod
    this.result = result
    this.isWrapper = definition.fields.some((field) => field.type.kind === 'call')
    this.#steps = compileSteps(definition.fields, codecOf)
    this.#flags = flagsOf(definition.fields)
  }

  /** Writes the fields, without the id. */
  write(writer: TlWriter, object: TlObject): void {
    const masks = this.#flags.size === 0 ? noMasks : masksOf(object, this.#flags)
    for (const step of this.#steps) {
      if (step.type === 'flags') writer.word(masks[step.word] ?? 0)
      else if (step.type === 'value' && isPresent(step, masks)) this.#writeField(writer, step, object[step.name])
    }
  }

  /** Reads the fields, without the id. */
  read(reader: TlReader): TlObject {
    const object: Record<string, TlValue> & { _: string } = { _: this.name }
    const masks = [0, 0]
    for (const step of this.#steps) {
      if (step.type === 'flags') masks[step.word] = reader.word()
      else if (step.bit === 0 || ((masks[step.word] ?? 0) & step.bit) !== 0) {
        object[step.name] = step.type === 'true' ? true : step.codec.read(reader)
      }
    }
    return object
  }

  #writeField(writer: TlWriter, step: ValueStep, value: TlValue): void {
    try {
      step.codec.write(writer, value)
    } catch (error) {
      if (error instanceof Mismatch) throw new TlEncodeError(`${this.name}.${step.name} ${error.message}`)
      throw error
    }
  }
}

type Step = FlagsStep | TrueStep | ValueStep

interface FlagsStep {
  readonly type: 'flags'
  readonly name: string
  readonly word: number
  readonly bit: 0
}

/** A `flags.N?true` field: nothing but its bit. */
interface TrueStep {
  readonly type: 'true'
  readonly name: string
  readonly word: number
  readonly bit: number
}

interface ValueStep {
  readonly type: 'value'
  readonly name: string
  readonly codec: ValueCodec
  readonly word: number
  /** 0 for a field that is always there. */
  readonly bit: number
}

interface FlagUser {
  readonly word: number
  readonly bit: number
  readonly isTrue: boolean
}

function compileSteps(fields: readonly Field[], codecOf: (field: Field) => ValueCodec): Step[] {
  const words = wordsOf(fields)

  return fields.map((field): Step => {
    const { name } = field
    if (field.type.kind === 'flags') return { type: 'flags', name, word: words.indexOf(name), bit: 0 }
    const { word, bit, isTrue } = flagUser(field, words)
    return isTrue ? { type: 'true', name, word, bit } : { type: 'value', name, codec: codecOf(field), word, bit }
  })
}

/** The flag words: most constructors have one, none has more than two. */
type Masks = readonly [number, number]

const noMasks: Masks = [0, 0]

function masksOf(object: TlObject, flags: ReadonlyMap<string, FlagUser>): Masks {
  const masks: [number, number] = [0, 0]
  for (const name in object) {
    const flag = flags.get(name)
    if (flag === undefined) continue
    const value = object[name]
    if (flag.isTrue ? value === true : value !== undefined)
      masks[flag.word] = ((masks[flag.word] ?? 0) | flag.bit) >>> 0
  }
  return masks
}

/** Fields of one bit are all there or none is: one that is missing beside another is written, and refused as missing. */
function isPresent(step: ValueStep, masks: Masks): boolean {
  return step.bit === 0 || ((masks[step.word] ?? 0) & step.bit) !== 0
}

function flagsOf(fields: readonly Field[]): Map<string, FlagUser> {
  const words = wordsOf(fields)
  return new Map(fields.flatMap((field) => (field.flag ? [[field.name, flagUser(field, words)] as const] : [])))
}

function wordsOf(fields: readonly Field[]): string[] {
  return fields.filter((field) => field.type.kind === 'flags').map((field) => field.name)
}

function flagUser(field: Field, words: readonly string[]): FlagUser {
  return {
    word: field.flag ? words.indexOf(field.flag.word) : 0,
    bit: field.flag ? (1 << field.flag.bit) >>> 0 : 0,
    isTrue: field.flag !== undefined && field.type.kind === 'primitive' && field.type.name === 'true',
  }
}
