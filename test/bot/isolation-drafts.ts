import { z } from 'zod'
import type { Screen } from '../../src/bot/screen.ts'

type Shape = Readonly<Record<string, unknown>>
/** Where in a draft a number stands that may be an id: `list.page` as ['list', 'page']. Which of them are ids nobody needs to know. */
export type Slot = readonly string[]

/** What a screen of any feature can be opened with, from the shape that it names itself. */
export function draftsOf({ draft }: Screen) {
  const shape = z.toJSONSchema(draft, { io: 'input' })
  return {
    slots: slotsOf(shape),
    /** The least that opens it, with this id wherever it needs a number. */
    of: (id: number) => least(shape, id),
    /** The same with another id in one place. */
    with: (id: number, slot: Slot, other: number) => withIn(least(shape, id), slot, other),
  }
}

/** A text that is also that of a content, as contents stand in drafts. */
const text = '{"text":"x"}'

function slotsOf(shape: Shape): Slot[] {
  const slots = Object.entries(partsOf(shape)).flatMap(([name, part]) => {
    if (isNumber(part)) return [[name]]
    return slotsOf(part).map((slot) => [name, ...slot])
  })
  return slots
}

function least(shape: Shape, id: number): unknown {
  if (isNumber(shape)) return id
  if (Array.isArray(shape['enum'])) return shape['enum'][0] as unknown
  if (shape['type'] === 'string') return text
  if (shape['type'] === 'boolean') return false
  const required = (shape['required'] ?? []) as readonly string[]
  return Object.fromEntries(required.map((name) => [name, least(partsOf(shape)[name] ?? {}, id)]))
}

function withIn(draft: unknown, [name = '', ...rest]: Slot, value: number): unknown {
  const parts = draft as Readonly<Record<string, unknown>>
  return { ...parts, [name]: rest.length === 0 ? value : withIn(parts[name] ?? {}, rest, value) }
}

function partsOf(shape: Shape): Readonly<Record<string, Shape>> {
  return (shape['properties'] ?? {}) as Readonly<Record<string, Shape>>
}

function isNumber(shape: Shape): boolean {
  const kinds = (shape['anyOf'] ?? [shape]) as readonly Shape[]
  return kinds.some(({ type }) => type === 'integer' || type === 'number')
}
