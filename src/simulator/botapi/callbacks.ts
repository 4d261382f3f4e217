import type { Clock } from '../../base/clock.ts'
import type { Database } from '../../base/sqlite.ts'
import type { WorldEvents } from '../world/events.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { ButtonAnswer, ButtonPress } from '../world/model.ts'
import { badRequest } from '../world/refusal.ts'

export interface CallbacksDeps {
  readonly db: Database
  readonly commit: GroupCommit
  readonly clock: Clock
  readonly events: WorldEvents
}

/** How long a press can be answered. Telegram publishes no number; 20 s were too late: https://github.com/eternnoir/pyTelegramBotAPI/issues/1615 */
const answerableMs = 15_000

/** Presses of buttons that wait for their bot's answer. */
export class Callbacks {
  readonly #deps: CallbacksDeps
  readonly #statements: ReturnType<typeof prepare>

  constructor(deps: CallbacksDeps) {
    this.#deps = deps
    this.#statements = prepare(deps.db)
  }

  listen(): void {
    this.#deps.events.listen((event) => {
      if (event.type === 'button') this.#note(event.callback)
    })
  }

  /**
   * Tells the person, who sees it once: a second answer succeeds and changes nothing.
   * @throws Refusal QUERY_ID_INVALID for a press that is too old, unknown or another bot's.
   */
  answer(answer: ButtonAnswer): void {
    const press = this.#statements.find.get(answer.callbackId, answer.botId)
    const isOpen = press !== undefined && press.atMs > this.#deps.clock.nowMs() - answerableMs
    if (!isOpen) throw badRequest('QUERY_ID_INVALID')
    if (press.isAnswered === 1) return
    this.#deps.commit.open()
    this.#statements.close.run(answer.callbackId)
    this.#deps.events.emit({ type: 'answered', answer })
  }

  #note({ id, botId }: ButtonPress): void {
    const nowMs = this.#deps.clock.nowMs()
    this.#deps.commit.open()
    this.#statements.forget.run(nowMs - answerableMs)
    this.#statements.insert.run(id, botId, nowMs)
  }
}

function prepare(db: Database) {
  db.exec(`create table if not exists bot_callbacks (
    id text primary key, bot integer not null, at_ms integer not null,
    is_answered integer not null default 0 check (is_answered in (0, 1))) strict, without rowid`)
  return {
    insert: db.prepare('insert or replace into bot_callbacks (id, bot, at_ms) values (?, ?, ?)'),
    forget: db.prepare('delete from bot_callbacks where at_ms <= ?'),
    close: db.prepare('update bot_callbacks set is_answered = 1 where id = ?'),
    find: db.prepare<[string, number], { atMs: number; isAnswered: number }>(
      'select at_ms as atMs, is_answered as isAnswered from bot_callbacks where id = ? and bot = ?',
    ),
  }
}
