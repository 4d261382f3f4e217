import type { Definition, TlType } from '../../../../../src/simulator/mtproto/wire/tl/schema.ts'
import type { TlObject, TlValue } from '../../../../../src/simulator/mtproto/wire/tl/object.ts'

/** A number from 0 to `max`, chosen by a seed or by fast-check. */
export type Choose = (max: number) => number

/** Builds objects of the whole schema with every kind of value in them. */
export class RandomObjects {
  readonly #byType = new Map<string, Definition[]>()
  readonly #byName = new Map<string, Definition>()
  readonly #methods: readonly Definition[]
  /** How deep the least object of a constructor is: what recursion flees to. */
  readonly #leastDepth = new Map<string, number>()

  constructor(definitions: readonly Definition[]) {
    this.#methods = definitions.filter(({ isMethod }) => isMethod)
    for (const definition of definitions) {
      this.#byName.set(definition.name, definition)
      if (definition.isMethod || definition.result.kind !== 'boxed') continue
      this.#byType.set(definition.result.name, [...this.constructorsOf(definition.result.name), definition])
    }
    this.#findLeastDepths(definitions)
  }

  constructorsOf(type: string): readonly Definition[] {
    return this.#byType.get(type) ?? []
  }

  object(definition: Definition, choose: Choose, depth = 0): TlObject {
    const bits = new Map<string, boolean>()
    const hasBit = (flag: { word: string; bit: number }): boolean => {
      const name = `${flag.word}.${flag.bit}`
      // Not too deep, otherwise the reader refuses it.
      const value = bits.get(name) ?? (depth < 6 && choose(1) === 1)
      bits.set(name, value)
      return value
    }
    const object: Record<string, TlValue> & { _: string } = { _: definition.name }
    for (const field of definition.fields) {
      if (field.type.kind === 'flags' || (field.flag && !hasBit(field.flag))) continue
      object[field.name] = this.#value(field.type, choose, depth + 1)
    }
    return object
  }

  #value(type: TlType, choose: Choose, depth: number): TlValue {
    switch (type.kind) {
      case 'primitive':
        return primitive(type.name, choose)
      case 'vector':
        return Array.from({ length: depth > 5 ? 0 : choose(2) }, () => this.#value(type.of, choose, depth + 1))
      case 'boxed':
        return this.object(this.#pick(this.constructorsOf(type.name), choose, depth), choose, depth)
      case 'bare':
        return this.object(this.#named(type.name), choose, depth)
      case 'call':
        return this.object(this.#pick(this.#methods, choose, depth), choose, depth)
      default:
        throw new Error('flag words are no values')
    }
  }

  #pick(from: readonly Definition[], choose: Choose, depth: number): Definition {
    const candidates = depth > 4 ? [from.toSorted((a, b) => this.#depthOf(a) - this.#depthOf(b))[0]] : from
    const picked = candidates[choose(candidates.length - 1)]
    if (!picked) throw new Error('a type without constructors')
    return picked
  }

  #named(name: string): Definition {
    const definition = this.#byName.get(name)
    if (!definition) throw new Error(`no ${name}`)
    return definition
  }

  #depthOf(definition: Definition): number {
    return this.#leastDepth.get(definition.name) ?? Infinity
  }

  #findLeastDepths(definitions: readonly Definition[]): void {
    for (let isChanged = true; isChanged;) {
      isChanged = false
      for (const definition of definitions) {
        const depth = 1 + Math.max(0, ...definition.fields.map((field) => (field.flag ? 0 : this.#leastOf(field.type))))
        if (depth < this.#depthOf(definition)) {
          this.#leastDepth.set(definition.name, depth)
          isChanged = true
        }
      }
    }
  }

  #leastOf(type: TlType): number {
    if (type.kind === 'bare') return this.#depthOf(this.#named(type.name))
    const choices = type.kind === 'boxed' ? this.constructorsOf(type.name) : type.kind === 'call' ? this.#methods : []
    return choices.length === 0 ? 0 : Math.min(...choices.map((choice) => this.#depthOf(choice)))
  }
}

function primitive(name: string, choose: Choose): TlValue {
  const word = (): number => choose(0xffffffff)
  switch (name) {
    case 'int':
      return word() | 0
    case 'long':
      return BigInt.asIntN(64, (BigInt(word()) << 32n) | BigInt(word()))
    case 'double':
      return word() / 1_000
    case 'string':
      return texts[choose(texts.length - 1)]
    case 'bytes':
      return Buffer.alloc(sizes[choose(sizes.length - 1)] ?? 0, word() & 255)
    case 'int128':
      return Buffer.alloc(16, word() & 255)
    case 'int256':
      return Buffer.alloc(32, word() & 255)
    case 'Bool':
      return choose(1) === 1
    default:
      return true
  }
}

/** Around the lengths where padding and the length prefix change. */
const sizes = [0, 1, 2, 3, 4, 5, 252, 253, 254, 255, 256, 257, 70_000]
const texts = ['', 'a', 'salom', 'Oʻzbekiston', 'привет', '👍🏽', 'x'.repeat(253), 'y'.repeat(254), 'z'.repeat(1_000)]
