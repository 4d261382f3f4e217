import type { Database } from '../../base/sqlite.ts'
import type { Ids } from '../../store/ids.ts'
import type { LoginPlace, LoginRow, LoginVerbs } from './logins-verbs.ts'

/** Telegram forgets a key without a login by itself. A session that could not be ended for so long is left to its owner. */
const endingMaxMs = 24 * 3_600_000

/** The verbs of sign-ins on a SQLite connection. logins-verbs.ts says what each does. */
export function openLogins(db: Database, ids: Ids): LoginVerbs {
  const columns = `
    id, user_id as userId, step, secrets, device, way, code_length as codeLength, resend_at_ms as resendAtMs, tries,
    expires_at_ms as expiresAtMs`
  const add = db.prepare(`
    insert into logins (id, user_id, step, secrets, device, expires_at_ms)
    values (@id, @userId, 'asking', @secrets, @device, @expiresAtMs)`)
  const ofUser = db.prepare<[number], LoginRow>(`select ${columns} from logins where user_id = ? and step <> 'ending'`)
  const one = db.prepare<[number], LoginRow>(`select ${columns} from logins where id = ?`)
  const save = db.prepare(`
    update logins set step = @step, secrets = @secrets, way = @way, code_length = @codeLength, resend_at_ms = @resendAtMs,
      tries = @tries, expires_at_ms = @expiresAtMs
    where id = @id and step = @from`)
  const end = db.prepare(`update logins set step = 'ending', expires_at_ms = ? where id = ?`)
  const forget = db.prepare('delete from logins where id = ?')
  const expired = db.prepare<[number, number], LoginRow>(`
    select ${columns} from logins where expires_at_ms <= ? order by expires_at_ms limit ?`)
  const ending = db.prepare<[number, number], LoginRow>(`
    select ${columns} from logins where step = 'ending' and expires_at_ms > ? order by expires_at_ms limit ?`)

  const close = ({ id, step }: LoginRow, nowMs: number): void => {
    if (maybeSignedIn.has(step)) end.run(nowMs + endingMaxMs, id)
    else forget.run(id)
  }
  const closeOf = (userId: number, nowMs: number, id: number | null): void => {
    const login = ofUser.get(userId)
    if (login !== undefined && (id === null || id === login.id)) close(login, nowMs)
  }

  return {
    reserveLoginId: () => ids.take(1),
    beginLogin({ nowMs, ...login }) {
      closeOf(login.userId, nowMs, null)
      add.run(login)
    },
    loginOf({ userId, nowMs }) {
      const login = ofUser.get(userId)
      return login !== undefined && login.expiresAtMs > nowMs ? login : undefined
    },
    login: (id) => one.get(id),
    saveLogin: (change) => save.run(change).changes === 1,
    endLogin: ({ userId, id, nowMs }) => closeOf(userId, nowMs, id),
    forgetLogin: (id) => void forget.run(id),
    endedLogins({ nowMs, limit }) {
      for (const login of expired.all(nowMs, limit)) {
        if (login.step === 'ending') forget.run(login.id)
        else close(login, nowMs)
      }
      return ending.all(nowMs, limit)
    },
  }
}

/** In these Telegram may have signed it in, whatever we know. */
const maybeSignedIn: ReadonlySet<LoginPlace> = new Set<LoginPlace>(['asking', 'checking', 'proving', 'signed-in'])
