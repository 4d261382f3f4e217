import bigInt from 'big-integer'
import { Api } from 'telegram'
import { readSchema } from '../../src/simulator/mtproto/wire/tl/schema.ts'
import type { Definition, Field, TlType } from '../../src/simulator/mtproto/wire/tl/schema.ts'

/**
 * A request of this method for the unmodified client, with the least that its fields need: for servers that answer before they
 * look at them. Undefined where layer 198 has no such method.
 */
export function leastRequest(method: string): Api.AnyRequest | undefined {
  const definition = methods.get(method)
  return definition === undefined ? undefined : (make(definition) as Api.AnyRequest)
}

const definitions = readSchema()
const methods = new Map(definitions.filter(({ isMethod }) => isMethod).map((method) => [method.name, method]))

/** Where the client looks at what it sends, the emptiest constructor of a type does not do. */
const inputs: Readonly<Record<string, () => object>> = {
  InputPeer: () => new Api.InputPeerSelf(),
  InputUser: () => new Api.InputUserSelf(),
  InputChannel: () => new Api.InputChannel({ channelId: bigInt.one, accessHash: bigInt.one }),
}

function make({ name, fields }: Definition): object {
  const values = fields.filter(isNeeded).map((field) => [field.name, leastValue(field.type)] as const)
  return Reflect.construct(classOf(name), [Object.fromEntries(values)])
}

function isNeeded({ type, flag }: Field): boolean {
  return flag === undefined && type.kind !== 'flags'
}

function leastValue(type: TlType): unknown {
  if (type.kind === 'vector') return []
  if (type.kind === 'boxed') return inputs[type.name]?.() ?? make(leastConstructor(type.name))
  if (type.kind !== 'primitive') throw new Error(`no value is known for ${type.kind}`)
  const { name } = type
  if (name === 'string') return ''
  if (name === 'bytes') return Buffer.alloc(0)
  if (name === 'Bool') return false
  return name === 'long' ? bigInt.one : 1
}

function leastConstructor(name: string): Definition {
  const candidates = definitions.filter(
    ({ isMethod, result }) => !isMethod && result.kind === 'boxed' && result.name === name,
  )
  const [least] = candidates.toSorted((one, other) => countNeeded(one) - countNeeded(other))
  if (least === undefined) throw new Error(`the schema has no constructor of ${name}`)
  return least
}

function countNeeded({ fields }: Definition): number {
  return fields.filter(isNeeded).length
}

/** `messages.sendMessage` is `Api.messages.SendMessage`. */
function classOf(name: string): new (fields: object) => object {
  const [last = '', space] = name.split('.').toReversed()
  const home: unknown = space === undefined ? Api : Reflect.get(Api, space)
  const found: unknown = Reflect.get(home as object, last.charAt(0).toUpperCase() + last.slice(1))
  if (typeof found !== 'function') throw new Error(`the client has no ${name}`)
  return found as new (fields: object) => object
}
