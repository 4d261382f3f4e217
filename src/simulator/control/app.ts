import { Hono } from 'hono'
import { BodyBudget } from '../body-budget.ts'
import { shown } from '../json-input.ts'
import { answerError } from './answer.ts'
import { missing } from './bad-input.ts'
import type { BadInput } from './bad-input.ts'
import { boundedBodies } from './bodies.ts'
import type { ControlDeps } from './control-deps.ts'
import type { EventStreams } from './event-streams.ts'
import type { Freezer } from './freezer.ts'
import { guardOwnHost } from './guard.ts'
import { botRoutes } from './routes/bots.ts'
import { chatRoutes } from './routes/chats.ts'
import { eventRoutes } from './routes/events.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { memberRoutes } from './routes/members.ts'
import { peopleRoutes } from './routes/people.ts'
import { ruleRoutes } from './routes/rules.ts'
import { serverRoutes } from './routes/server.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { topicRoutes } from './routes/topics.ts'
import { userRoutes } from './routes/users.ts'

const bodyBytesMax = 10 * 1024 * 1024
/** Of all bodies that come in at the same time. */
const bodiesBytesMax = 64 * 1024 * 1024

export interface ControlAppDeps extends ControlDeps {
  readonly streams: EventStreams
  readonly freezer: Freezer
  readonly port: () => number
}

/** All routes of the control port: the API, and the page on what is left. docs/simulator.md lists them. */
export function controlApp(deps: ControlAppDeps): Hono {
  const { commit, log, streams, freezer, port, page } = deps
  const app = new Hono()
  app.onError((error, c) => answerError(c, error, log))
  app.notFound((c) => answerError(c, noRoute(c.req), log))
  app.use(guardOwnHost(port))
  app.use(boundedBodies(new BodyBudget(bodiesBytesMax), bodyBytesMax))
  // Who is answered may kill us the moment after: what the answer tells must be on disk.
  app.use(async (_, next) => {
    await next()
    await new Promise<void>((resolve) => commit.whenDurable(resolve))
  })
  for (const routes of [userRoutes, botRoutes, chatRoutes, memberRoutes, topicRoutes, sessionRoutes, peopleRoutes]) {
    app.route('/', routes(deps))
  }
  for (const routes of [ruleRoutes, ledgerRoutes]) app.route('/', routes(deps))
  app.route('/', serverRoutes(deps, freezer))
  app.route('/', eventRoutes(streams))
  // The page has words of its own for what it refuses; nothing but looking at it is asked at its address.
  app.use('/', async ({ req }, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') throw noRoute(req)
    await next()
  })
  if (page !== undefined) app.route('/', page)
  return app
}

function noRoute({ method, path }: { readonly method: string; readonly path: string }): BadInput {
  return missing(`there is no ${method} ${shown(path)}: see docs/simulator.md`)
}
