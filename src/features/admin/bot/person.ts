import { z } from 'zod'
import { accessOf } from '../../../access/people.ts'
import type { Person } from '../../../access/people.ts'
import type { AccessAnswer } from '../../../access/verbs.ts'
import { day } from '../../../bot/figures.ts'
import { compose } from '../../../bot/rich-text.ts'
import { bold, code, lines, rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goBack, goHome, wayBack } from '../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { banAs, problemText } from './commands.ts'
import { actorOf } from './deps.ts'
import type { AdminDeps } from './deps.ts'
import { possessionLines } from './mine.ts'
import { panelTexts as texts } from './panel-texts.ts'
import { backTo, lights, peoplePlace } from './people-list.ts'
import { texts as adminTexts, daysInWords } from './texts.ts'

const step = 30

const personDraft = z.object({
  id: z.int(),
  /** Where they were found. */
  from: peoplePlace.optional(),
  back: wayBack,
  /** What was asked for and is to be pressed once more. */
  sure: z.enum(['ban', 'promote', 'dismiss']).optional(),
})
type PersonDraft = z.infer<typeof personDraft>

/** One person for admins: what they may, what they have, and what can be done about it. */
export function personScreen(deps: AdminDeps): Screen {
  const { store, clock, onEvent, hint } = deps
  const done = (draft: PersonDraft, visit: Visit, answer: AccessAnswer, change: string): Next => {
    const here = { ...draft, sure: undefined }
    if ('problem' in answer) {
      return go('admin.person', here, { toast: compose(problemText(answer.problem, draft.id, visit)).text })
    }
    onEvent({ name: 'access_changed', userId: draft.id, change, untilMs: answer.person.accessUntilMs })
    hint()
    return go('admin.person', here, { toast: texts.done[visit.language] })
  }
  const acting = ({ person, deed }: Visit) => ({ actor: actorOf(person), nowMs: clock.nowMs(), deed })
  const isSuper = ({ person }: Visit) => deps.superAdminIds.includes(person.id)
  const setRole = async (draft: PersonDraft, visit: Visit, role: 'admin' | 'user'): Promise<Next> => {
    const { id } = draft
    if (!isSuper(visit) || deps.superAdminIds.includes(id)) return done(draft, visit, { problem: 'admin' }, '')
    return done(
      draft,
      visit,
      await store.setRole({ id, role, ...acting(visit) }),
      role === 'admin' ? 'promoted' : 'dismissed',
    )
  }

  return defineScreen({
    name: 'admin.person',
    audience: 'admin',
    isAside: true,
    draft: personDraft,
    async show({ id, sure }, visit): Promise<View> {
      const { language } = visit
      const person = await store.person(id)
      if (person === undefined) {
        return { text: problemText('not-found', id, visit), rows: [[button(common.back[language], 'back')]] }
      }
      if (sure !== undefined) {
        return {
          text: texts.sure[language][sure](shownName(person.name)),
          rows: [[button(texts.yes[language], sure), button(texts.no[language], 'stay')]],
        }
      }
      const has = await store.possessions(id)
      const bannedAtMs = person.isBanned ? await banOf(store, id) : undefined
      const text = lines(...head(person, bannedAtMs, visit), '', ...possessionLines(has, visit))
      const offered = { isSuper: isSuper(visit), isTopmost: deps.superAdminIds.includes(id) }
      return {
        text,
        rows: [
          ...choices(person, visit, offered),
          [button(common.back[language], 'back'), button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      async more(draft, visit) {
        const answer = await store.grantAccess({ id: draft.id, days: step, name: null, ...acting(visit) })
        return done(draft, visit, answer, 'granted')
      },
      less: async (draft, visit) =>
        done(draft, visit, await store.takeAccess({ id: draft.id, days: step, ...acting(visit) }), 'shortened'),
      ask: (draft, _, sure) => go('admin.person', { ...draft, sure }),
      stay: (draft) => go('admin.person', { ...draft, sure: undefined }),
      ban: async (draft, visit) => done(draft, visit, await banAs(deps, draft.id, visit), 'banned'),
      unban: async (draft, visit) =>
        done(draft, visit, await store.unbanPerson({ id: draft.id, ...acting(visit) }), 'unbanned'),
      promote: (draft, visit) => setRole(draft, visit, 'admin'),
      dismiss: (draft, visit) => setRole(draft, visit, 'user'),
      campaigns: ({ id, from, back }) => go('admin.campaigns', { id, from, back }),
      back: ({ from, back }) => (back === undefined ? backTo(from) : goBack(back)),
      home: () => goHome(),
    },
  })
}

/** Lines about one person in which a ban is looked for: after it an admin may still have stopped campaigns of theirs. */
const linesMax = 100

/** @returns when somebody who is banned was; undefined where the audit log does not reach so far back */
async function banOf(store: AdminDeps['store'], id: number): Promise<number | undefined> {
  const lines = await store.auditLines({ before: null, subject: `user ${id}`, limit: linesMax })
  return lines.find(({ action }) => action === 'users.ban')?.atMs
}

function head(person: Person, bannedAtMs: number | undefined, { language, nowMs, person: reader }: Visit) {
  const access = accessOf(person, nowMs)
  const { username, accessUntilMs, language: theirs } = person
  // Days that are left to somebody who is banned are of no use to them.
  const until = access === 'banned' ? null : accessUntilMs
  const words =
    bannedAtMs === undefined
      ? texts.accesses[language][access]
      : texts.bannedSince[language](day(language, bannedAtMs, reader.timeZone))
  return [
    rich`${lights[access]} ${bold(shownName(person.name))}${username === null ? '' : ` (@${username})`}`,
    rich`${texts.id[language]}: ${code(String(person.id))}`,
    until === null || access === 'admin'
      ? words
      : rich`${words}, ${texts.until[language](day(language, until, reader.timeZone))}`,
    rich`${texts.since[language]}: ${day(language, person.createdAtMs, reader.timeZone)}${theirs === null ? '' : ` · ${theirs}`}`,
  ]
}

function choices(
  person: Person,
  { language, nowMs }: Visit,
  { isSuper, isTopmost }: { readonly isSuper: boolean; readonly isTopmost: boolean },
): Button[][] {
  const access = accessOf(person, nowMs)
  const days = daysInWords[language](step)
  const campaigns = [button(texts.campaigns[language], 'campaigns')]
  if (access === 'banned') return [[button(texts.unban[language], 'unban')], campaigns]
  if (access === 'admin') {
    return [isSuper && !isTopmost ? [button(texts.dismiss[language], 'ask', 'dismiss')] : [], campaigns]
  }
  return [
    [button(`+${days}`, 'more'), ...(access === 'active' ? [button(`−${days}`, 'less')] : [])],
    campaigns,
    [button(adminTexts.ban[language], 'ask', 'ban')],
    isSuper ? [button(texts.promote[language], 'ask', 'promote')] : [],
  ]
}
