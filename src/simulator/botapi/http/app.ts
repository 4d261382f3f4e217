import { Readable } from 'node:stream'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Random } from '../../../base/random.ts'
import { BodyBudget } from '../../body-budget.ts'
import type { User } from '../../world/model.ts'
import { BotError } from '../bot-error.ts'
import { allMethods } from '../methods/all.ts'
import { fileAtPath } from '../methods/files.ts'
import type { Args } from './args.ts'
import { bodiesBytesMax, readArgs } from './body.ts'
import { carryOut } from './rude.ts'
import type { Exchange } from './rude.ts'
import { settle } from './visit.ts'
import type { VisitDeps } from './visit.ts'

export interface AppDeps extends VisitDeps {
  readonly random: Random
  /** Requests that are being answered, so that a stop can wait for them. */
  readonly visits: Set<Promise<unknown>>
}

type AppContext = Context<{ Bindings: Exchange }>

/** The addresses of the Bot API: methods and files. */
export function botApiApp(deps: AppDeps): Hono<{ Bindings: Exchange }> {
  const app = new Hono<{ Bindings: Exchange }>()
  const budget = new BodyBudget(bodiesBytesMax)
  app.on(['GET', 'POST'], '/:bot{bot[^/]+}/:method', (context) => {
    const visit = answerMethod(deps, context, budget).finally(() => deps.visits.delete(visit))
    deps.visits.add(visit)
    return visit
  })
  app.get('/file/:bot{bot[^/]+}/:path{.+}', (context) => answerFile(deps, context))
  app.notFound(() => errorResponse(notFound()))
  app.onError((error) => {
    if (error instanceof BotError) return errorResponse(error)
    // What ends a request from outside, such as a client that hangs up in the middle of its body, is no fault of ours.
    if (!isHangUp(error)) deps.log.error({ err: error }, 'a request failed')
    return errorResponse(new BotError(500, 'Internal Server Error'))
  })
  return app
}

async function answerMethod(deps: AppDeps, context: AppContext, budget: BodyBudget): Promise<Response> {
  const bot = botOf(deps, context.req.param('bot') ?? '')
  const method = allMethods.get((context.req.param('method') ?? '').toLowerCase())
  const args = await argsOf(context, budget)
  if (method === undefined) throw notFound()
  const settled = await settle(deps, { bot, method, args, gone: goneSignal(context.env) })
  if ('rude' in settled) {
    await carryOut(settled.rude, context.env, deps.random)
    return RESPONSE_ALREADY_SENT
  }
  return 'error' in settled ? errorResponse(settled.error) : Response.json({ ok: true, result: settled.result })
}

function answerFile(deps: AppDeps, context: AppContext): Response {
  const bot = botOf(deps, context.req.param('bot') ?? '')
  const { parts } = deps
  const file = fileAtPath(context.req.param('path') ?? '', bot.id, { parts, world: parts.world })
  if (file === undefined) throw notFound()
  const stream = Readable.toWeb(parts.fileBytes.stream(file.id)) as ReadableStream
  return new Response(stream, {
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.sizeBytes) },
  })
}

/** @throws BotError 404 for what is no token, 401 for the token of nobody */
function botOf({ parts }: AppDeps, segment: string): User {
  const token = segment.slice('bot'.length)
  if (!/^[1-9]\d{0,15}:[\w-]{1,80}$/.test(token)) throw notFound()
  const bot = parts.world.users.byToken(token)
  if (bot === undefined || bot.status === 'deactivated' || bot.status === 'banned')
    throw new BotError(401, 'Unauthorized')
  return bot
}

/** A body that cannot be read is an error like any other: it takes the same way, through faults and ledger. */
async function argsOf(context: AppContext, budget: BodyBudget): Promise<Args | BotError> {
  try {
    return await readArgs(context.env.incoming, budget)
  } catch (error) {
    if (error instanceof BotError) return error
    throw error
  }
}

function goneSignal({ outgoing }: Exchange): AbortSignal {
  const gone = new AbortController()
  if (outgoing.destroyed) gone.abort()
  outgoing.once('close', () => gone.abort())
  return gone.signal
}

function notFound(): BotError {
  return new BotError(404, 'Not Found')
}

function errorResponse({ code, message, parameters }: BotError): Response {
  const hasParameters = Object.keys(parameters).length > 0
  const body = { ok: false, error_code: code, description: message, ...(hasParameters ? { parameters } : {}) }
  const isStatus = Number.isInteger(code) && code >= 400 && code <= 599
  return Response.json(body, { status: isStatus ? code : 500 })
}

function isHangUp(error: Error): boolean {
  return error.name === 'AbortError' || ('code' in error && ['ECONNRESET', 'ABORT_ERR'].includes(String(error.code)))
}
