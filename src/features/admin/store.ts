import { nameWords } from '../../access/name-words.ts'
import { personOf, selectPerson } from '../../access/rows.ts'
import type { PersonRow } from '../../access/rows.ts'
import type { Database } from '../../base/sqlite.ts'
import { openStatistics } from './statistics.ts'
import type { AuditEntry, PeopleList, Possessions, StatisticsVerbs, User, UserVerbs } from './verbs.ts'

/** Of people whose name has the rarest of the words: among these the other words are looked for. */
const candidatesMax = 200

/** What is read of people on a SQLite connection. verbs.ts says what each does. */
export function openUsers(db: Database): UserVerbs & StatisticsVerbs {
  const select = `
    select id, name, username, role, state, access_until_ms as accessUntilMs, created_at_ms as createdAtMs from users`
  const one = db.prepare<[number], User>(`${select} where id = ?`)
  const page = db.prepare<[number, number], User>(`${select} where id > ? order by id limit ?`)
  const person = db.prepare<[number], PersonRow>(`${selectPerson} where id = ?`)
  const byUsername = db.prepare<[string], { id: number }>('select user_id as id from user_words where word = ?')
  // `cross`: the words first, always.
  const byWord = db.prepare<[string, string, number], { id: number; foundBy: string }>(`
    select u.id, u.found_by as foundBy from user_words w cross join users u on u.id = w.user_id
    where w.word >= ? and w.word < ? limit ?`)
  const accounts = db.prepare<[number], { state: string }>('select state from accounts where owner_id = ?')
  const runs = db.prepare<[number], Possessions['runs'][number]>(`
    select r.id, c.name as campaign, r.state, r.targets, r.sent, r.failed
    from campaigns c join runs r on r.campaign_id = c.id and r.state in ('planning', 'running', 'paused')
    where c.owner_id = ? and c.state in ('running', 'paused')
    order by c.id desc limit 5`)
  const lists = openLists(db)
  const audit = openAudit(db)

  return {
    ...openStatistics(db),
    user: (id) => one.get(id),
    users: ({ after, limit }) => page.all(after, limit),
    peopleList({ list, page, limit, nowMs }) {
      const { rows, count } = lists[list](nowMs, limit, page * limit)
      return { people: rows.map(personOf), count }
    },
    findPeople({ text, limit }) {
      const people = (found: readonly { id: number }[]) =>
        [...new Set(found.map(({ id }) => id))].slice(0, limit).flatMap((id) => {
          const row = person.get(id)
          return row === undefined ? [] : [personOf(row)]
        })
      const plain = text.trim()
      if (/^\d{1,15}$/.test(plain)) return people([{ id: Number(plain) }])
      if (plain.startsWith('@')) {
        const username = plain.slice(1).toLowerCase()
        return people(byUsername.all(username)).filter((each) => each.username?.toLowerCase() === username)
      }
      const words = nameWords(plain)
      // The rarest word says most: a hundred thousand people may be called Aziz.
      const [rarest = []] = words
        .map((word) => byWord.all(word, `${word}\u{10ffff}`, candidatesMax))
        .toSorted((one, other) => one.length - other.length)
      return people(rarest.filter(({ foundBy }) => words.every((word) => ` ${foundBy}`.includes(` ${word}`))))
    },
    auditLines: ({ before, subject, limit }) => {
      const below = before ?? Number.MAX_SAFE_INTEGER
      return subject === null ? audit.all.all(below, limit) : audit.of.all(subject, below, limit)
    },
    possessions(userId) {
      const byState: Record<string, number> = {}
      for (const { state } of accounts.all(userId)) byState[state] = (byState[state] ?? 0) + 1
      return { accounts: byState, runs: runs.all(userId) }
    },
  }
}

type ListOf = (nowMs: number, limit: number, offset: number) => { rows: PersonRow[]; count: number }

/** Each list goes along an index of its own; a later page only steps over the entries before it. */
function openLists(db: Database): Readonly<Record<PeopleList, ListOf>> {
  const count = (condition: string) =>
    db.prepare<unknown[], { count: number }>(`select count(*) as count from users where ${condition}`)
  const states = count('created_at_ms >= 0')
  const inState = count('state = ?')
  const endingLater = count(`state = 'active' and role = 'user' and access_until_ms > ?`)
  const admins = count(`role = 'admin'`)
  const all = db.prepare<[number, number], PersonRow>(`
    ${selectPerson} where created_at_ms >= 0 order by created_at_ms desc, id desc limit ? offset ?`)
  const confirmed = db.prepare<[number, number, number], PersonRow>(`
    ${selectPerson} indexed by users_by_access where state = 'active' and role = 'user' and access_until_ms > ? order by access_until_ms limit ? offset ?`)
  const adminsPage = db.prepare<[number, number], PersonRow>(`
    ${selectPerson} where role = 'admin' order by id limit ? offset ?`)
  const byState = db.prepare<[string, number, number], PersonRow>(`
    ${selectPerson} where state = ? order by created_at_ms desc, id desc limit ? offset ?`)
  const ofState =
    (state: string): ListOf =>
    (_, limit, offset) => ({ rows: byState.all(state, limit, offset), count: inState.get(state)?.count ?? 0 })

  return {
    all: (_, limit, offset) => ({ rows: all.all(limit, offset), count: states.get()?.count ?? 0 }),
    // Admins first, whose access has no end; then whose access ends first.
    confirmed(nowMs, limit, offset) {
      const before = admins.get()?.count ?? 0
      const first = adminsPage.all(limit, offset)
      const rest = confirmed.all(nowMs, limit - first.length, Math.max(0, offset - before))
      return { rows: [...first, ...rest], count: before + (endingLater.get(nowMs)?.count ?? 0) }
    },
    requested: ofState('pending'),
    ended: ofState('expired'),
    banned: ofState('banned'),
  }
}

function openAudit(db: Database) {
  const select = 'select id, at_ms as atMs, actor, action, subject, detail from audit'
  return {
    all: db.prepare<[number, number], AuditEntry>(`${select} where id < ? order by id desc limit ?`),
    of: db.prepare<[string, number, number], AuditEntry>(`
      ${select} where subject = ? and id < ? order by id desc limit ?`),
  }
}
