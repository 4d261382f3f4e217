import type { Context } from 'hono'
import type { z } from 'zod'
import { checkMayAct } from '../world/account-status.ts'
import type { User } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { World } from '../world/world.ts'
import { isHuman } from './search.ts'

/** The page asked for something that cannot be, in words for who reads the answer with other eyes than the page's. */
export class BadRequest extends Error {
  readonly status: 400 | 404
  readonly code: string

  constructor(code: string, problem: string, status: 400 | 404 = 400) {
    super(problem)
    this.name = 'BadRequest'
    this.code = code
    this.status = status
  }
}

/** Who holds the phone. @throws BadRequest for who is none of the world's people. */
export function holderOf(c: Context, world: World): User {
  const user = world.users.find(Number(c.req.param('userId')))
  if (user !== undefined && isHuman(user)) return user
  throw new BadRequest('NO_SUCH_PERSON', `there is no person with the id ${c.req.param('userId')}`, 404)
}

/** Who is about to change something. @throws Refusal in Telegram's words when the account may not. */
export function writerOf(c: Context, world: World): User {
  const user = holderOf(c, world)
  checkMayAct(user)
  return user
}

/** The conversation in the path. @throws BadRequest */
export function peerOf(c: Context): Peer {
  const peer = Number(c.req.param('peer'))
  if (Number.isSafeInteger(peer) && peer !== 0) return peer
  throw new BadRequest('NO_SUCH_CHAT', `${c.req.param('peer')} is no marked peer id`, 404)
}

/** @param codes of the fields that a person fills in, where the page has words for what is wrong with them */
export async function bodyOf<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  codes: Readonly<Record<string, string>> = {},
): Promise<z.infer<Schema>> {
  const body: unknown = await c.req.json().catch(() => undefined)
  return checked(schema, body, codes)
}

export function queryOf<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  return checked(schema, c.req.query())
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  codes: Readonly<Record<string, string>> = {},
): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`)
  const field = String(parsed.error.issues[0]?.path[0])
  throw new BadRequest((Object.hasOwn(codes, field) ? codes[field] : undefined) ?? 'BAD_REQUEST', problems.join('; '))
}
