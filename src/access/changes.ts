import type { Database } from '../base/sqlite.ts'
import type { Ids } from '../store/ids.ts'
import type { Person } from './people.ts'
import type { AccessGiven, AccessRequest, AccessVerbs, Acting, AuditLine } from './verbs.ts'

/** Notices as access needs them: rows of the same transaction, so that nobody is let in without being told. */
export interface NoticeDesk {
  notify(notice: {
    readonly userId: number
    readonly kind: string
    readonly key: string
    readonly detail: string
    readonly nowMs: number
  }): boolean
  /** What it tells is answered: where it was shown already, its words change. */
  retell(userId: number, key: string): void
}

interface Given {
  person(id: number): Person | undefined
  admins(): Person[]
  audit(line: AuditLine): void
  /** Makes them found by their name. */
  index(id: number, name: string, username: string | null): void
  readonly desk: NoticeDesk
}

const dayMs = 24 * 3_600_000
/** How long before its end somebody is told that their access ends. */
const soonMs = 3 * dayMs
/** From now on: a grant that is pressed again and again must not leave the range of dates. */
const lastDayMs = 100 * 365 * dayMs

/** The verbs that change who may use this installation. Each is one transaction with its line in the audit log and its notices. */
export function openAccess(db: Database, ids: Ids, { person, admins, audit, index, desk }: Given): AccessVerbs {
  const insert = db.prepare(`
    insert into users (id, name, time_zone, role, state, access_until_ms, created_at_ms)
    values (?, ?, 'Asia/Tashkent', 'user', 'pending', null, ?)`)
  // What was owed to campaigns of somebody who has access again is not done any more.
  const letIn = db.prepare(`
    update users set state = 'active', access_until_ms = ?, is_end_told = ?, chore = null where id = ?`)
  const shorten = db.prepare('update users set access_until_ms = ?, is_end_told = ? where id = ?')
  const shutOut = db.prepare(`update users set state = 'banned', role = 'user', chore = 'stop' where id = ?`)
  const takeBack = db.prepare(`
    update users set state = iif(access_until_ms is null, 'pending', 'active'), chore = null where id = ? and state = 'banned'`)
  const raise = db.prepare(`
    update users set role = 'admin', state = 'active', access_until_ms = null, chore = null where id = ?`)
  const lower = db.prepare(`update users set role = 'user', state = 'pending', chore = 'pause' where id = ?`)
  const invite = db.prepare(`
    insert into invitations (username, days, invited_by, created_at_ms) values (?, ?, ?, ?)
    on conflict (username) do update set days = excluded.days, invited_by = excluded.invited_by,
      created_at_ms = excluded.created_at_ms`)

  const ask = db.prepare(`
    insert into access_requests (id, user_id, asked_at_ms) values (?, ?, ?)
    on conflict (user_id) where answered_at_ms is null do nothing`)
  const selectRequest = `
    select id, user_id as userId, asked_at_ms as askedAtMs, answered_by as answeredBy, answer from access_requests`
  const request = db.prepare<[number], AccessRequest>(`${selectRequest} where id = ?`)
  const open = db.prepare<[number], AccessRequest>(`${selectRequest} where user_id = ? and answered_at_ms is null`)
  const close = db.prepare('update access_requests set answered_at_ms = ?, answered_by = ?, answer = ? where id = ?')

  // Named, because the planner prefers the index of a state to one that also gives the order.
  const ending = (index: string) =>
    `select id from users indexed by ${index} where state = 'active' and role = 'user' and`
  const ended = db.prepare<[number, number], { id: number }>(`
    ${ending('users_by_access')} access_until_ms <= ? order by access_until_ms limit ?`)
  const endsSoon = db.prepare<[number, number], { id: number }>(`
    ${ending('users_ending')} is_end_told = 0 and access_until_ms <= ? order by access_until_ms limit ?`)
  const expire = db.prepare(`update users set state = 'expired', chore = 'pause' where id = ?`)
  const endTold = db.prepare('update users set is_end_told = 1 where id = ?')
  const chores = db.prepare<[number], { userId: number; chore: 'pause' | 'stop' }>(
    'select id as userId, chore from users where chore is not null order by id limit ?',
  )
  const byDeed = db.prepare<[string], { 1: 1 }>('select 1 from audit where deed = ? limit 1')
  const endChore = db.prepare('update users set chore = null where id = ? and chore = ?')

  const found = (id: number): Person => {
    const known = person(id)
    if (known === undefined) throw new Error(`user ${id}, who was just changed, is not there`)
    return known
  }
  const note = (id: number, { actor, nowMs, deed }: Acting, action: string, detail = '') =>
    audit({ atMs: nowMs, actor, action: `users.${action}`, subject: `user ${id}`, detail, deed: deed ?? null })
  const isDone = ({ deed }: Acting): boolean => deed !== undefined && byDeed.get(deed) !== undefined
  /** Somebody decided about a person who waits, wherever they did: every admin's notice says so from now on. */
  const answer = (id: number, { actor, nowMs }: Acting, words: string): void => {
    const waiting = open.get(id)
    if (waiting === undefined) return
    close.run(nowMs, actor, words, waiting.id)
    for (const admin of admins()) desk.retell(admin.id, requestKey(waiting.id))
  }
  const tell = (userId: number, kind: string, key: string, nowMs: number, detail: object = {}) =>
    desk.notify({ userId, kind, key, detail: JSON.stringify(detail), nowMs })
  const tellAccess = (userId: number, change: AccessGiven, { untilMs, nowMs }: { untilMs: number; nowMs: number }) =>
    tell(userId, 'access.granted', `access until ${untilMs} given ${nowMs}`, nowMs, { untilMs, change })

  const verbs: AccessVerbs = {
    requestAccess({ id, nowMs }) {
      const who = person(id)
      if (who === undefined || who.isBanned || who.role === 'admin' || (who.accessUntilMs ?? 0) > nowMs) return false
      const requestId = ids.take(1)
      if (ask.run(requestId, id, nowMs).changes === 0) return false
      for (const admin of admins()) tell(admin.id, 'admin.request', requestKey(requestId), nowMs, { requestId })
      return true
    },
    accessRequest: (id) => request.get(id),
    answerRequest({ requestId, days, ...acted }) {
      const asked = request.get(requestId)
      if (asked === undefined) return { problem: 'not-found' }
      if (asked.answer !== null) return { problem: 'answered' }
      const { userId: id } = asked
      return days === 0
        ? verbs.banPerson({ id, ...acted, mayBanAdmins: false })
        : verbs.grantAccess({ id, days, name: null, ...acted })
    },

    grantAccess({ id, days, name, ...acted }) {
      const { nowMs } = acted
      const before = person(id)
      if (before?.isBanned === true) return { problem: 'banned' }
      if (before?.role === 'admin') return { problem: 'admin' }
      if (before !== undefined && isDone(acted)) return { person: before, isNew: false }
      if (before === undefined) {
        insert.run(id, name ?? `User ${id}`, nowMs)
        index(id, name ?? '', null)
      }
      const beforeMs = before?.accessUntilMs ?? null
      const untilMs = Math.min(Math.max(nowMs, beforeMs ?? 0) + days * dayMs, nowMs + lastDayMs)
      letIn.run(untilMs, knowsOfEnd(untilMs, nowMs), id)
      note(id, acted, 'grant', `${days} days`)
      answer(id, acted, `grant ${days}`)
      tellAccess(id, beforeMs === null ? 'new' : beforeMs > nowMs ? 'longer' : 'again', { untilMs, nowMs })
      return { person: found(id), isNew: before === undefined }
    },
    takeAccess({ id, days, ...acted }) {
      const before = person(id)
      if (before === undefined) return { problem: 'not-found' }
      if (before.isBanned) return { problem: 'banned' }
      if (before.role === 'admin') return { problem: 'admin' }
      if (isDone(acted)) return { person: before, isNew: false }
      if (before.accessUntilMs === null || before.accessUntilMs <= acted.nowMs) return { problem: 'no-access' }
      const { nowMs } = acted
      const untilMs = Math.max(nowMs, before.accessUntilMs - days * dayMs)
      shorten.run(untilMs, knowsOfEnd(untilMs, nowMs), id)
      note(id, acted, 'shorten', `${days} days`)
      // Nothing left is an end like any other, and is told as one.
      if (untilMs > nowMs) tell(id, 'access.shortened', `access until ${untilMs} left ${nowMs}`, nowMs, { untilMs })
      return { person: found(id), isNew: false }
    },
    banPerson({ id, mayBanAdmins, ...acted }) {
      const before = person(id)
      if (before === undefined) return { problem: 'not-found' }
      if (before.isBanned) return { problem: 'banned' }
      if (before.role === 'admin' && !mayBanAdmins) return { problem: 'admin' }
      // While they are one of the admins no more, their own notices are not gone through.
      shutOut.run(id)
      note(id, acted, 'ban')
      answer(id, acted, 'ban')
      return { person: found(id), isNew: false }
    },
    unbanPerson({ id, ...acted }) {
      const before = person(id)
      if (before === undefined) return { problem: 'not-found' }
      if (takeBack.run(id).changes === 0) return { problem: 'not-banned' }
      note(id, acted, 'unban')
      const [{ accessUntilMs: untilMs }, { nowMs }] = [before, acted]
      if (untilMs !== null && untilMs > nowMs) tellAccess(id, 'unbanned', { untilMs, nowMs })
      return { person: found(id), isNew: false }
    },
    setRole({ id, role, ...acted }) {
      const before = person(id)
      if (before === undefined) return { problem: 'not-found' }
      if (before.isBanned) return { problem: 'banned' }
      if (before.role === role) return { problem: 'same-role' }
      ;(role === 'admin' ? raise : lower).run(id)
      note(id, acted, role === 'admin' ? 'promote' : 'dismiss')
      if (role === 'admin') answer(id, acted, 'admin')
      return { person: found(id), isNew: false }
    },
    invitePerson({ username, days, ...acted }) {
      invite.run(username, days, acted.actor, acted.nowMs)
      audit({
        atMs: acted.nowMs,
        actor: acted.actor,
        action: 'users.invite',
        subject: `@${username}`,
        detail: `${days} days`,
      })
    },

    endAccess({ nowMs, limit }) {
      const people = ended.all(nowMs, limit).map(({ id }) => found(id))
      for (const { id, accessUntilMs: untilMs } of people) {
        expire.run(id)
        tell(id, 'access.ended', `access ended ${untilMs}`, nowMs, { untilMs })
      }
      return people
    },
    warnOfEnd({ nowMs, limit }) {
      const people = endsSoon.all(nowMs + soonMs, limit).map(({ id }) => found(id))
      for (const { id, accessUntilMs: untilMs } of people) {
        endTold.run(id)
        tell(id, 'access.ending', `access ends ${untilMs}`, nowMs, { untilMs })
      }
      return people
    },
    accessChores: (limit) => chores.all(limit),
    endAccessChore: ({ userId, chore }) => void endChore.run(userId, chore),
  }
  return verbs
}

/** For the column that says so: somebody who is told now that they have two days knows that these end soon. */
function knowsOfEnd(untilMs: number, nowMs: number): 0 | 1 {
  return untilMs - nowMs > soonMs ? 0 : 1
}

function requestKey(requestId: number): string {
  return `access request ${requestId}`
}
