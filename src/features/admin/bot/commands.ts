import type { AccessAnswer } from '../../../access/verbs.ts'
import { day } from '../../../bot/figures.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { go, goHome } from '../../../bot/screen.ts'
import type { Command, Next, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { actorOf } from './deps.ts'
import type { AdminDeps } from './deps.ts'
import { abouts, commandTexts as texts } from './command-texts.ts'
import { daysInWords } from './texts.ts'

/** What admins write instead of pressing, and /info for everybody. */
export function adminCommands(deps: AdminDeps): Command[] {
  return [
    { name: 'info', audience: 'anyone', about: abouts.info, run: (words, visit) => info(deps, words, visit) },
    { name: 'adduser', audience: 'admin', about: abouts.adduser, run: (words, visit) => addUser(deps, words, visit) },
    { name: 'ban', audience: 'admin', about: abouts.ban, run: (words, visit) => ban(deps, words, visit) },
  ]
}

/** One's own; for an admin with an id, that person's. For anybody else the id is not even looked at. */
async function info({ store }: AdminDeps, [word]: readonly string[], visit: Visit): Promise<Next | Rich> {
  const { access, language } = visit
  if (access !== 'active' && access !== 'admin') return goHome()
  if (word === undefined || access !== 'admin') return go('access.mine')
  const id = parseId(word)
  if (id === undefined) return texts.infoWords[language](shownName(word))
  if ((await store.person(id)) === undefined) return texts.nobody[language](id)
  return go('admin.person', { id })
}

async function addUser(deps: AdminDeps, [who, span, ...rest]: readonly string[], visit: Visit): Promise<Rich> {
  const { store, clock, hint, onEvent } = deps
  const { language, person, deed } = visit
  if (who === undefined || span === undefined || rest.length > 0) return texts.addUserWords[language]
  const [id, username, days] = [parseId(who), parseUsername(who), parseDays(span)]
  if (id === undefined && username === undefined) return texts.noId[language](shownName(who))
  if (days === undefined) return texts.noDays[language](shownName(span))
  const acting = { actor: actorOf(person), nowMs: clock.nowMs(), deed }
  if (id === undefined) {
    await store.invitePerson({ username: username ?? '', days, ...acting })
    return texts.invited[language](`@${username}`, daysInWords[language](days))
  }
  const answer = await store.grantAccess({ id, days, name: null, ...acting })
  if ('problem' in answer) return problemText(answer.problem, id, visit)
  const { accessUntilMs: untilMs, name } = answer.person
  onEvent({ name: 'access_changed', userId: id, change: 'granted', untilMs })
  hint()
  const until = day(language, untilMs ?? 0, person.timeZone)
  return texts.granted[language](shownName(name), until)
}

async function ban(deps: AdminDeps, words: readonly string[], visit: Visit): Promise<Rich> {
  const { language } = visit
  const [word] = words
  if (word === undefined || words.length > 1) return texts.banWords[language]
  const id = parseId(word)
  if (id === undefined) return texts.banId[language](shownName(word))
  const answer = await banAs(deps, id, visit)
  if ('problem' in answer) return problemText(answer.problem, id, visit)
  return texts.banned[language](shownName(answer.person.name))
}

/** A ban by an admin: admins only by a super admin, and super admins by nobody. */
export async function banAs({ store, clock, superAdminIds, hint, onEvent }: AdminDeps, id: number, visit: Visit) {
  if (superAdminIds.includes(id) || id === visit.person.id) return { problem: 'admin' } as const
  const mayBanAdmins = superAdminIds.includes(visit.person.id)
  const answer = await store.banPerson({ id, mayBanAdmins, actor: actorOf(visit.person), nowMs: clock.nowMs() })
  if (!('problem' in answer)) {
    onEvent({ name: 'access_changed', userId: id, change: 'banned', untilMs: answer.person.accessUntilMs })
    hint()
  }
  return answer
}

/** Why somebody's access was not changed, in one line. */
export function problemText(
  problem: Extract<AccessAnswer, { readonly problem: unknown }>['problem'],
  id: number,
  { language }: Visit,
): Rich {
  return problem === 'not-found' ? texts.nobody[language](id) : texts.problems[language][problem]
}

const idMax = 2 ** 52

function parseId(word: string): number | undefined {
  const id = /^\d{1,16}$/.test(word) ? Number(word) : 0
  return id > 0 && id < idMax ? id : undefined
}

/** https://core.telegram.org/method/account.checkUsername; some that were sold are of four letters. */
function parseUsername(word: string): string | undefined {
  return /^@([a-z]\w{3,31})$/i.exec(word)?.[1]
}

function parseDays(word: string): number | undefined {
  const days = /^\d{1,4}$/.test(word) ? Number(word) : 0
  return days >= 1 && days <= 3650 ? days : undefined
}
