import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A TL type as a field or a result names it. */
export type TlType =
  | { readonly kind: 'primitive'; readonly name: Primitive }
  | { readonly kind: 'vector'; readonly isBoxed: boolean; readonly of: TlType }
  /** Any constructor of an abstract type, with its id in front (`Peer`). */
  | { readonly kind: 'boxed'; readonly name: string }
  /** One named constructor, without its id (`future_salt`). */
  | { readonly kind: 'bare'; readonly name: string }
  /** `!X`: a whole call inside another one, and `X`: whatever that call answers. */
  | { readonly kind: 'call' }
  | { readonly kind: 'flags' }

export type Primitive = 'int' | 'long' | 'int128' | 'int256' | 'double' | 'string' | 'bytes' | 'Bool' | 'true'

export interface Field {
  /** In camelCase. */
  readonly name: string
  readonly type: TlType
  /** Present only when this bit of that flag word is set. */
  readonly flag: { readonly word: string; readonly bit: number } | undefined
}

export interface Definition {
  readonly name: string
  /** Unsigned. */
  readonly id: number
  readonly isMethod: boolean
  readonly fields: readonly Field[]
  readonly result: TlType
}

/** The layer of the text below. */
export const schemaLayer = 198

/**
 * Reads the schema that the npm package `telegram` carries: the API and the protocol's own messages. Only its text is used,
 * because a server that ran the client's code would agree with the client's mistakes.
 */
export function readSchema(): Definition[] {
  return [...parseSchema(schemaText('apiTl'), false), ...parseSchema(schemaText('schemaTl'), true)]
}

function schemaText(file: string): string {
  const path = createRequire(import.meta.url).resolve(`telegram/tl/${file}.js`)
  const source = readFileSync(path, 'utf8')
  return source.slice(source.indexOf('`') + 1, source.lastIndexOf('`'))
}

/** @param stringIsBytes the protocol's own schema says `string` where it means bytes, with three exceptions. */
function parseSchema(text: string, stringIsBytes: boolean): Definition[] {
  const definitions: Definition[] = []
  let isMethod = false
  for (const line of text.split('\n')) {
    const section = /^---(\w+)---/.exec(line)
    if (section) isMethod = section[1] === 'functions'
    const definition = section ? undefined : parseLine(line.trim(), isMethod, stringIsBytes)
    if (definition) definitions.push(definition)
  }
  return definitions
}

function parseLine(line: string, isMethod: boolean, stringIsBytes: boolean): Definition | undefined {
  // Lines without an id describe the TLS look of MTProxy, never a message; `vector` is built into the codec.
  const match = /^([\w.]+)#([0-9a-f]+) (.*?)= ([\w.<> ]+);$/.exec(line)
  if (!match) return undefined
  const [, name = '', id = '', fields = '', result = ''] = match
  if (name === 'vector') return undefined

  return {
    name,
    id: Number.parseInt(id, 16),
    isMethod,
    fields: [...fields.matchAll(/(?<![{\w])(\w+):([\w.<>!?#]+)/g)].map((field) =>
      parseField(field[1] ?? '', field[2] ?? '', stringIsBytes),
    ),
    result: parseType(result),
  }
}

const textsOfTheProtocol = new Set(['error_message', 'phone_prefix_rules', 'data'])

function parseField(name: string, type: string, stringIsBytes: boolean): Field {
  const conditional = /^(flags\d*)\.(\d+)\?(.+)$/.exec(type)
  const plain = conditional?.[3] ?? type
  const isBytes = stringIsBytes && plain === 'string' && !textsOfTheProtocol.has(name)

  return {
    name: camelCase(name),
    type: parseType(isBytes ? 'bytes' : plain),
    flag: conditional ? { word: conditional[1] ?? '', bit: Number(conditional[2]) } : undefined,
  }
}

const primitives = new Set(['int', 'long', 'int128', 'int256', 'double', 'string', 'bytes', 'Bool', 'true'])

function parseType(text: string): TlType {
  if (text === '#') return { kind: 'flags' }
  if (text === 'X' || text === '!X') return { kind: 'call' }
  if (primitives.has(text)) return { kind: 'primitive', name: text as Primitive }

  const vector = /^([Vv])ector<(.+)>$/.exec(text)
  if (vector) return { kind: 'vector', isBoxed: vector[1] === 'V', of: parseType(vector[2] ?? '') }

  const lastPart = text.slice(text.lastIndexOf('.') + 1)
  return { kind: /^[a-z]/.test(lastPart) ? 'bare' : 'boxed', name: text }
}

/** `access_hash` is `accessHash`; `srp_B` stays, because Telegram's capital letter means something else than `b`. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
