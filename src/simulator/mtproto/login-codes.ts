import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Message } from '../world/model.ts'
import { badRequest, waitRefusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import { testPhone } from './phone.ts'
import { telegramUserId } from './view/user.ts'

/** A code on its way to a phone. */
export interface LoginCode {
  readonly phone: string
  /** phone_code_hash: names this code towards the client. */
  readonly hash: string
  readonly code: string
  readonly sentAtMs: number
  wrongTries: number
  /** Given right for a phone that nobody has: the way to auth.signUp is open. */
  isConfirmed: boolean
}

/** Ours, because Telegram tells no numbers: how long a code is good, how often it may be given wrong, how often it is sent. */
const validMs = 5 * 60_000
const wrongTriesMax = 5
const perMinuteMax = 5
const perDayMax = 50
const dayMs = 24 * 3_600_000

/**
 * The code that a phone waits for: one at a time, the newest. Kept over a restart, so that a login may be slow.
 *
 * A code that is written to any chat is void at once, as on Telegram: that is how it is stolen. Digits between other characters
 * ("1-2-3-4-5") go unnoticed there too.
 */
export class LoginCodes {
  readonly #world: World
  readonly #rows: ReturnType<typeof openRows>
  readonly #commit: GroupCommit
  readonly #pending = new Map<string, LoginCode>()
  readonly #sentAtMs = new Map<string, number[]>()

  constructor(db: Database, commit: GroupCommit, world: World) {
    this.#world = world
    this.#rows = openRows(db)
    this.#commit = commit
    for (const code of this.#rows.load()) this.#pending.set(code.phone, code)
    world.events.listen((event) => {
      if (event.type === 'message') this.#noteMessage(event.message)
    })
  }

  /**
   * A new code; an earlier one for this phone is void. Test phones have a fixed one, others a random one of five digits.
   * @throws Refusal FLOOD_WAIT above 5 codes a minute, PHONE_NUMBER_FLOOD above 50 a day
   */
  send(phone: string): LoginCode {
    this.#dropExpired()
    this.#countSend(phone)
    const { random, clock } = this.#world
    const code = testPhone(phone)?.code ?? String(random.int(0, 99_999)).padStart(5, '0')
    const hash = random.bytes(9).toString('hex')
    return this.#save({ phone, hash, code, sentAtMs: clock.nowMs(), wrongTries: 0, isConfirmed: false })
  }

  /**
   * Does not use the code up: that is for `spend`, when the sign-in is complete.
   * @throws Refusal PHONE_CODE_EXPIRED (also after too many wrong tries, or when it was written to a chat), PHONE_CODE_INVALID
   */
  check(phone: string, hash: string, code: string): LoginCode {
    const sent = this.find(phone, hash)
    if (sent.code === code) return sent
    sent.wrongTries++
    if (sent.wrongTries < wrongTriesMax) this.#save(sent)
    else this.spend(phone)
    throw badRequest('PHONE_CODE_INVALID')
  }

  /** @throws Refusal PHONE_CODE_EXPIRED when this hash was not sent to this phone, or too long ago. */
  find(phone: string, hash: string): LoginCode {
    const sent = this.#pending.get(phone)
    if (sent === undefined || sent.hash !== hash || this.#isExpired(sent)) throw badRequest('PHONE_CODE_EXPIRED')
    return sent
  }

  confirm(sent: LoginCode): void {
    this.#save({ ...sent, isConfirmed: true })
  }

  /** The code that this phone could sign in with now: what an SMS would show. */
  latest(phone: string): string | undefined {
    const sent = this.#pending.get(phone.replace(/\D/g, ''))
    return sent === undefined || this.#isExpired(sent) ? undefined : sent.code
  }

  /** Used, cancelled or void: the phone waits for nothing any more. */
  spend(phone: string): void {
    if (!this.#pending.delete(phone)) return
    this.#commit.open()
    this.#rows.remove(phone)
  }

  #noteMessage(message: Message): void {
    if (this.#pending.size === 0 || message.fromId === telegramUserId) return
    const said = new Set(message.text.match(/(?<!\d)\d{5}(?!\d)/g))
    if (said.size === 0) return
    for (const { phone, code } of this.#pending.values()) if (said.has(code)) this.spend(phone)
  }

  #countSend(phone: string): void {
    const nowMs = this.#world.clock.nowMs()
    const today = (this.#sentAtMs.get(phone) ?? []).filter((atMs) => atMs > nowMs - dayMs)
    if (today.length >= perDayMax) throw badRequest('PHONE_NUMBER_FLOOD')
    const fifthLastMs = today.at(-perMinuteMax) ?? 0
    if (fifthLastMs > nowMs - 60_000) throw waitRefusal('FLOOD_WAIT', fifthLastMs + 60_000 - nowMs)
    this.#sentAtMs.set(phone, [...today, nowMs])
  }

  #isExpired(sent: LoginCode): boolean {
    return this.#world.clock.nowMs() - sent.sentAtMs > validMs
  }

  #dropExpired(): void {
    for (const sent of this.#pending.values()) if (this.#isExpired(sent)) this.spend(sent.phone)
  }

  #save(sent: LoginCode): LoginCode {
    this.#pending.set(sent.phone, sent)
    this.#commit.open()
    this.#rows.save(sent)
    return sent
  }
}

interface Row {
  phone: string
  hash: string
  code: string
  sent_at_ms: number
  wrong_tries: number
  is_confirmed: number
}

function openRows(db: Database) {
  db.exec(`
    create table if not exists login_codes (
      phone text primary key, hash text not null, code text not null, sent_at_ms integer not null,
      wrong_tries integer not null, is_confirmed integer not null check (is_confirmed in (0, 1))) strict, without rowid`)
  const all = db.prepare<[], Row>('select * from login_codes')
  const save = db.prepare(`
    insert or replace into login_codes (phone, hash, code, sent_at_ms, wrong_tries, is_confirmed)
    values (?, ?, ?, ?, ?, ?)`)
  const remove = db.prepare('delete from login_codes where phone = ?')

  return {
    load: (): LoginCode[] => all.all().map(toCode),
    remove: (phone: string) => remove.run(phone),
    save({ phone, hash, code, sentAtMs, wrongTries, isConfirmed }: LoginCode): void {
      save.run(phone, hash, code, sentAtMs, wrongTries, isConfirmed ? 1 : 0)
    },
  }
}

function toCode({ phone, hash, code, sent_at_ms, wrong_tries, is_confirmed }: Row): LoginCode {
  return { phone, hash, code, sentAtMs: sent_at_ms, wrongTries: wrong_tries, isConfirmed: is_confirmed === 1 }
}
