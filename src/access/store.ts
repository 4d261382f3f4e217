import type { Database } from '../base/sqlite.ts'
import type { Ids } from '../store/ids.ts'
import { openAccess } from './changes.ts'
import type { NoticeDesk } from './changes.ts'
import { nameWords } from './name-words.ts'
import { personOf, selectPerson } from './rows.ts'
import type { PersonRow } from './rows.ts'
import type { AccessVerbs, PeopleVerbs } from './verbs.ts'

/** The verbs of people on a SQLite connection. verbs.ts says what each does. */
export function openPeople(db: Database, ids: Ids, desk: NoticeDesk): PeopleVerbs & AccessVerbs {
  const one = db.prepare<[number], PersonRow>(`${selectPerson} where id = ?`)
  const admins = db.prepare<[], PersonRow>(`${selectPerson} where role = 'admin' and state <> 'banned' order by id`)
  const insert = db.prepare(`
    insert into users (id, name, username, language, time_zone, role, state, access_until_ms, created_at_ms, is_reachable)
    values (@id, @name, @username, @language, 'Asia/Tashkent', 'user', 'pending', null, @nowMs, 1)`)
  const recall = db.prepare(`
    update users set name = @name, username = @username, language = coalesce(language, @language), is_reachable = 1
    where id = @id and (name <> @name or username is not @username or language is null or is_reachable = 0)`)
  const promote = db.prepare(`
    update users set role = 'admin', state = 'active', access_until_ms = null where id = ? and role <> 'admin'`)
  const invitation = db.prepare<[string], { days: number; invitedBy: string }>(
    'delete from invitations where username = ? collate nocase returning days, invited_by as invitedBy',
  )
  const foundBy = db.prepare('update users set found_by = @words where id = @id and found_by <> @words')
  const forgetWords = db.prepare('delete from user_words where user_id = ?')
  const addWord = db.prepare('insert into user_words (word, user_id) values (?, ?)')
  const saveLanguage = db.prepare('update users set language = ? where id = ?')
  const saveTimeZone = db.prepare('update users set time_zone = ?, is_time_zone_chosen = 1 where id = ?')
  const saveReach = db.prepare('update users set is_reachable = ? where id = ?')
  const addLine = db.prepare(`
    insert into audit (id, at_ms, actor, action, subject, detail, deed)
    values (@id, @atMs, @actor, @action, @subject, @detail, @deed)`)
  const pruneLines = db.prepare(`
    delete from audit where id in (select id from audit where at_ms < ? order by at_ms limit ?)`)

  const person = (id: number) => {
    const row = one.get(id)
    return row === undefined ? undefined : personOf(row)
  }
  const allAdmins = () => admins.all().map(personOf)
  const audit: PeopleVerbs['audit'] = (line) => void addLine.run({ deed: null, ...line, id: ids.take(1) })
  const index = (id: number, name: string, username: string | null): void => {
    const words = nameWords(name, username)
    if (foundBy.run({ id, words: words.join(' ') }).changes === 0) return
    forgetWords.run(id)
    for (const word of words) addWord.run(word, id)
  }
  const access = openAccess(db, ids, { person, admins: allAdmins, audit, index, desk })

  return {
    ...access,
    meet({ isSuperAdmin, ...who }) {
      const isNew = one.get(who.id) === undefined
      if (isNew) insert.run(who)
      else recall.run(who)
      index(who.id, who.name, who.username)
      if (isSuperAdmin) promote.run(who.id)
      const before = person(who.id)
      // Whoever is banned or an admin does not use it up: it stays for somebody who takes the name after them.
      const isOpen = before !== undefined && !before.isBanned && before.role === 'user'
      const invited = who.username === null || !isOpen ? undefined : invitation.get(who.username)
      if (invited !== undefined) {
        const { days, invitedBy } = invited
        access.grantAccess({ id: who.id, days, name: null, actor: invitedBy, nowMs: who.nowMs })
      }
      const met = person(who.id)
      if (met === undefined) throw new Error('the person who was just met is not there')
      return { person: met, isNew }
    },
    person,
    saveLanguage: (id, language) => void saveLanguage.run(language, id),
    saveTimeZone: (id, timeZone) => void saveTimeZone.run(timeZone, id),
    saveReach: (id, isReachable) => void saveReach.run(isReachable ? 1 : 0, id),
    admins: allAdmins,
    audit,
    pruneAudit: (beforeMs, limit) => pruneLines.run(beforeMs, limit).changes,
  }
}
