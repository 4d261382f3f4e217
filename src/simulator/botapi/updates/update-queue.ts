import type { Clock } from '../../../base/clock.ts'
import type { Random } from '../../../base/random.ts'
import type { Database } from '../../../base/sqlite.ts'
import type { GroupCommit } from '../../world/group-commit.ts'
import type { BotValues } from '../bot-values.ts'
import { isWanted } from './update-types.ts'
import type { UpdateType } from './update-types.ts'

/** As the bot gets it: `{ update_id, message: … }`. */
export type Update = Readonly<Record<string, unknown>> & { readonly update_id: number }

/** Where a bot's updates stand. */
interface Position {
  readonly nextId: number
  /** Empty: the default. */
  readonly allowed: readonly string[]
}

interface Row {
  readonly id: number
  readonly type: UpdateType
  readonly body: string
}

export interface UpdateQueueDeps {
  readonly db: Database
  readonly commit: GroupCommit
  readonly values: BotValues
  readonly clock: Clock
  readonly random: Random
}

/** https://core.telegram.org/bots/api#getting-updates: "Incoming updates are stored on the server … but not longer than 24 hours". */
const keptMs = 24 * 3600 * 1000

/** Updates wait here, in the world's database, until the bot confirms them. Their ids rise by one per bot, over restarts too. */
export class UpdateQueue {
  readonly #deps: UpdateQueueDeps
  readonly #statements: ReturnType<typeof prepare>
  readonly #positions = new Map<number, Position>()
  #onAdded: (botId: number) => void = () => {}

  constructor(deps: UpdateQueueDeps) {
    this.#deps = deps
    this.#statements = prepare(deps.db)
  }

  /** Called once an added update is on disk. */
  onAdded(listener: (botId: number) => void): void {
    this.#onAdded = listener
  }

  wants(botId: number, type: UpdateType): boolean {
    return isWanted(this.#position(botId).allowed, type)
  }

  allowed(botId: number): readonly string[] {
    return this.#position(botId).allowed
  }

  setAllowed(botId: number, allowed: readonly string[]): void {
    const position = this.#position(botId)
    if (allowed.join() !== position.allowed.join()) this.#move(botId, { ...position, allowed })
  }

  add(botId: number, type: UpdateType, body: object): void {
    const position = this.#position(botId)
    // Also for a bot that never asks.
    if (position.nextId % 100 === 0) this.#forgetOld(botId)
    this.#move(botId, { ...position, nextId: position.nextId + 1 })
    this.#statements.insert.run(botId, position.nextId, this.#deps.clock.nowMs(), type, JSON.stringify(body))
    this.#deps.commit.whenDurable(() => this.#onAdded(botId))
  }

  /** Forgets what the bot has seen: all below `offset`; for a negative one all but the last `-offset`. */
  confirm(botId: number, offset: number): void {
    const first = offset < 0 ? this.#statements.fromEnd.get(botId, -offset - 1)?.id : offset
    if (first === undefined || first <= 0 || !this.#statements.below.get(botId, first)) return
    this.#deps.commit.open()
    this.#statements.remove.run(botId, first)
  }

  /** The oldest ones, oldest first; they stay until they are confirmed. */
  peek(botId: number, limit: number): Update[] {
    this.#forgetOld(botId)
    return this.#statements.first.all(botId, limit).map(({ id, type, body }) => {
      return { update_id: id, [type]: JSON.parse(body) as unknown }
    })
  }

  count(botId: number): number {
    this.#forgetOld(botId)
    return this.#statements.count.get(botId)?.count ?? 0
  }

  clear(botId: number): void {
    this.confirm(botId, this.#position(botId).nextId)
  }

  #forgetOld(botId: number): void {
    const limitMs = this.#deps.clock.nowMs() - keptMs
    const oldestMs = this.#statements.oldest.get(botId)?.atMs
    if (oldestMs === undefined || oldestMs > limitMs) return
    this.#deps.commit.open()
    this.#statements.removeOld.run(botId, limitMs)
  }

  #position(botId: number): Position {
    const known = this.#positions.get(botId)
    if (known !== undefined) return known
    // "Update identifiers start from a certain positive number": a bot that relies on 1 is found out.
    const first = { nextId: this.#deps.random.int(100_000_000, 900_000_000), allowed: [] }
    const position = this.#deps.values.get<Position>(botId, 'updates', first)
    this.#positions.set(botId, position)
    return position
  }

  #move(botId: number, position: Position): void {
    this.#positions.set(botId, position)
    this.#deps.values.set(botId, 'updates', position)
  }
}

function prepare(db: Database) {
  db.exec(`create table if not exists bot_updates (
    bot integer not null, id integer not null, at_ms integer not null, type text not null, body text not null,
    primary key (bot, id)) strict, without rowid`)
  return {
    insert: db.prepare('insert into bot_updates (bot, id, at_ms, type, body) values (?, ?, ?, ?, ?)'),
    remove: db.prepare('delete from bot_updates where bot = ? and id < ?'),
    below: db.prepare('select 1 from bot_updates where bot = ? and id < ? limit 1'),
    first: db.prepare<[number, number], Row>(
      'select id, type, body from bot_updates where bot = ? order by id limit ?',
    ),
    fromEnd: db.prepare<[number, number], { id: number }>(
      'select id from bot_updates where bot = ? order by id desc limit 1 offset ?',
    ),
    oldest: db.prepare<[number], { atMs: number }>(
      'select at_ms as atMs from bot_updates where bot = ? order by id limit 1',
    ),
    removeOld: db.prepare('delete from bot_updates where bot = ? and at_ms <= ?'),
    count: db.prepare<[number], { count: number }>('select count(*) as count from bot_updates where bot = ?'),
  }
}
