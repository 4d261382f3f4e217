import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import { Refusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import { addAssetRoutes } from './assets.ts'
import { eventStream, eventStreamHeaders } from './event-stream.ts'
import { guard } from './guard.ts'
import { LiveFeed } from './live.ts'
import { BadRequest, holderOf } from './request.ts'
import { addChatRoutes } from './routes/chats.ts'
import { addFileRoutes } from './routes/files.ts'
import type { ContentOf } from './routes/files.ts'
import { addPeopleRoutes } from './routes/people.ts'
import { addWritingRoutes } from './routes/writing.ts'
import { texts } from './texts/texts.ts'
import type { CommandsOf } from './view/chat.ts'

export interface PageDeps {
  readonly world: World
  readonly commit: GroupCommit
  readonly clock: Clock
  readonly log: Logger
  /** What a bot set with setMyCommands; without it no bot has a menu. */
  readonly commandsOf?: CommandsOf
  /** The bytes of photos and documents; without it they are shown by name and size only. */
  readonly contentOf?: ContentOf
}

const bodyMaxBytes = 64 * 1024

/**
 * The phone: a page where one person sees their chats and writes as that person. It has the paths `/`, `/assets/*` and `/phone/*`
 * and touches no other, so that it can be mounted at `/` beside other routes.
 */
export function pageApp({ world, commit, log, commandsOf = () => [], contentOf = noContent }: PageDeps): Hono {
  const app = new Hono()
  const feed = new LiveFeed({ world, commit, log })

  for (const path of ['/', '/assets/*', '/phone/*']) app.use(path, guard())
  app.use('/phone/*', bodyLimit({ maxSize: bodyMaxBytes, onError: tooLarge }), async (_, next) => {
    await next()
    // What a person sees must not be undone by a crash.
    await new Promise<void>((resolve) => commit.whenDurable(resolve))
  })
  addAssetRoutes(app)
  app.get('/phone/texts', (c) => c.json(texts))
  addPeopleRoutes(app, world)
  addFileRoutes(app, { world, contentOf })
  addChatRoutes(app, { world, commandsOf })
  addWritingRoutes(app, { world, feed })
  app.route('/', eventRoute(feed, world))
  app.onError((error, c) => answerError(error, c, log))
  return app
}

function eventRoute(feed: LiveFeed, world: World): Hono<{ Bindings: HttpBindings }> {
  return new Hono<{ Bindings: HttpBindings }>().get('/phone/:userId/events', (c) => {
    const { id } = holderOf(c, world)
    // A GET route is asked for HEAD too: who wants no body must not be given a stream that nobody ends.
    if (c.req.method === 'HEAD') return c.body(null, 200, eventStreamHeaders)
    return eventStream(feed, id, () => c.env.outgoing.destroy())
  })
}

function answerError(error: Error, c: Context, log: Logger): Response {
  if (error instanceof Refusal) return c.json({ error: error.message }, error.code === 420 ? 429 : asStatus(error.code))
  if (error instanceof BadRequest) return c.json({ error: error.code, problem: error.message }, error.status)
  log.error({ err: error, path: c.req.path }, 'the page failed')
  return c.json({ error: 'INTERNAL' }, 500)
}

function asStatus(code: number): 400 | 401 | 403 | 406 {
  return code === 401 || code === 403 || code === 406 ? code : 400
}

function tooLarge(c: Context): Response {
  return c.json({ error: 'BAD_REQUEST', problem: `a request has at most ${bodyMaxBytes} bytes` }, 413)
}

const noContent: ContentOf = () => Promise.resolve(undefined)
