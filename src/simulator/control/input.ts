import type { Context } from 'hono'
import { z } from 'zod'
import { problemsOf, shown, numberText } from '../json-input.ts'
import { BadInput } from './bad-input.ts'

/** The JSON body of a request, once it is what the schema says. @throws BadInput with one line for all mistakes */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  return checked(await jsonOf(c), schema, 'the body')
}

/** A route that makes one thing of an object, or many of a list, and answers alike. `make` is given the whole list at once. */
export async function oneOrManyOf<Schema extends z.ZodType, Made>(
  c: Context,
  schema: Schema,
  make: (inputs: z.output<Schema>[]) => Made[] | Promise<Made[]>,
): Promise<Made | Made[] | undefined> {
  const json = await jsonOf(c)
  if (!Array.isArray(json)) return (await make([checked(json, schema, 'the body')]))[0]
  return make(json.map((item, index) => checked(item, schema, `item ${index}`)))
}

/** The query of a request; its values are text, see `numberText` and `flagText`. */
export function queryOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.output<Schema> {
  return checked(c.req.query(), schema, 'the query')
}

/** A number in the path. */
export function numberParam(c: Context, name: string): number {
  const text = c.req.param(name) ?? ''
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new BadInput(`${name} must be a whole number, not ${shown(text)}`)
  return value
}

export function flagText() {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true')
}

/** An empty body stands for an empty object, so that `curl -X POST` is enough where nothing has to be said. */
async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text()
  if (text.trim() === '') return {}
  if (!/^application\/json\b/.test(c.req.header('content-type') ?? '')) {
    throw new BadInput('the body must be JSON: send the header content-type: application/json', 415)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput(`the body is not JSON: ${shown((error as Error).message)}`)
  }
}

function checked<Schema extends z.ZodType>(value: unknown, schema: Schema, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const lines = problemsOf(parsed.error, what)
  const text = lines.slice(0, 10).join('; ')
  throw new BadInput(what.startsWith('item') && !text.startsWith(`${what} `) ? `${what}: ${text}` : text)
}

/** For routes that list: `?limit=100&offset=0`. */
export const paging = { limit: numberText(1, 10_000), offset: numberText(0) }

export interface Listing<Item> {
  readonly items: readonly Item[]
  /** Of all, not only of those on this page. */
  readonly total: number
}

/** One page of something that is all in memory. */
export function listingOf<Item, View>(
  all: readonly Item[],
  { limit = 100, offset = 0 }: { limit?: number | undefined; offset?: number | undefined },
  view: (item: Item) => View,
): Listing<View> {
  return { items: all.slice(offset, offset + limit).map(view), total: all.length }
}
