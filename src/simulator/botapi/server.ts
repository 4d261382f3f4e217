import type { Server } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Service } from '../../base/service.ts'
import type { Database } from '../../base/sqlite.ts'
import type { Faults } from '../faults/faults.ts'
import { appListener, createHttpServer } from '../http-server.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { BotCommand } from '../world/model.ts'
import type { World } from '../world/world.ts'
import { openBotValues } from './bot-values.ts'
import type { Parts } from './call.ts'
import { Callbacks } from './callbacks.ts'
import { menuInPrivate } from './command-menus.ts'
import { FileBytes } from '../world/files/file-bytes.ts'
import { FileIds } from './files/file-ids.ts'
import { botApiApp } from './http/app.ts'
import { Limits } from './limits.ts'
import { LongPolls } from './updates/long-polls.ts'
import { UpdateMaker } from './updates/update-maker.ts'
import { UpdateQueue } from './updates/update-queue.ts'
import { Webhooks } from './updates/webhooks.ts'

export interface BotApiDeps {
  readonly world: World
  readonly db: Database
  readonly commit: GroupCommit
  readonly faults: Faults
  readonly ledger: Ledger
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** A folder that exists; what bots upload is kept in it. */
  readonly filesDir: string
  /** 0 picks a free one. */
  readonly port: number
}

/** The Bot API over HTTP (https://core.telegram.org/bots/api) on 127.0.0.1, for any bot library that can be given another address. */
export class BotApiServer implements Service {
  readonly #deps: BotApiDeps
  readonly #parts: Parts
  readonly #stopping = new AbortController()
  readonly #visits = new Set<Promise<unknown>>()
  readonly #server: Server
  #port: number

  constructor(deps: BotApiDeps) {
    this.#deps = deps
    this.#port = deps.port
    this.#parts = openParts(deps)
    const app = botApiApp({ ...deps, parts: this.#parts, stopping: this.#stopping.signal, visits: this.#visits })
    this.#server = createHttpServer(appListener(app.fetch))
  }

  /** The real port once it listens. */
  get port(): number {
    return this.#port
  }

  /** 30 messages a second, one a second in a chat, 20 a minute in a group: on from the start. */
  setLimits({ enabled }: { readonly enabled: boolean }): void {
    this.#parts.limits.setEnabled(enabled)
  }

  /** The commands that a person sees in the menu of a bot. */
  commandsOf(botId: number, viewer: { readonly userId: number; readonly languageCode: string }): readonly BotCommand[] {
    return menuInPrivate(this.#parts.values, botId, viewer)
  }

  /** What was uploaded under this file's id; undefined when its bytes are not here. */
  contentOf(fileId: number): Promise<Buffer | undefined> {
    return this.#parts.fileBytes.read(fileId)
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#deps.port, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
    for (const bot of this.#deps.world.users.bots()) this.#parts.webhooks.wake(bot.id)
  }

  /** Ends every connection, also those that wait for updates. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#parts.polls.stop()
    await this.#parts.webhooks.stop()
    if (this.#server.listening) {
      await new Promise<void>((resolve) => {
        this.#server.close(() => resolve())
        this.#server.closeAllConnections()
      })
    }
    // What was on its way still writes to the world, which may be closed after this.
    await Promise.allSettled(this.#visits)
  }
}

function openParts({ world, db, commit, clock, random, log, filesDir }: BotApiDeps): Parts {
  const values = openBotValues(db, commit)
  const queue = new UpdateQueue({ db, commit, values, clock, random })
  const polls = new LongPolls(queue)
  const webhooks = new Webhooks({ values, queue, clock, log })
  const fileIds = new FileIds(secretOf(world, random))
  const updates = new UpdateMaker({ world, queue, fileIds })
  const callbacks = new Callbacks({ db, commit, clock, events: world.events })
  updates.listen()
  callbacks.listen()
  queue.onAdded((botId) => {
    polls.wake(botId)
    webhooks.wake(botId)
  })
  const fileBytes = new FileBytes(filesDir)
  return { world, values, queue, polls, webhooks, updates, callbacks, limits: new Limits(clock), fileIds, fileBytes }
}

/** file_ids are derived from it: it must outlive a restart, or every stored file_id would turn wrong. */
function secretOf({ store }: World, random: Random): string {
  const stored = store.meta('file-ids')
  if (stored !== undefined) return stored
  const secret = random.bytes(32).toString('hex')
  store.saveMeta('file-ids', secret)
  return secret
}
