import { z } from 'zod'
import { accessOf } from '../../../access/people.ts'
import type { Person } from '../../../access/people.ts'
import type { AccessRequest } from '../../../access/verbs.ts'
import { day } from '../../../bot/figures.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button } from '../../../bot/screen.ts'
import type { NoticeEnd, NoticeKind, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { actorOf } from './deps.ts'
import type { AdminDeps } from './deps.ts'
import { daysInWords, texts } from './texts.ts'

const about = z.object({ requestId: z.int() })
const grants = [7, 30, 90]

/** Tells the admins that somebody wants access. @returns false when they were told already */
export async function askForAccess({ store, clock, hint }: AdminDeps, { id }: Person): Promise<boolean> {
  const isNew = await store.requestAccess({ id, nowMs: clock.nowMs() })
  if (isNew) hint()
  return isNew
}

/** Somebody asks for access. The first answer counts; every other admin's notice says then who gave it. */
export function requestNotice(deps: AdminDeps): NoticeKind {
  const { store, clock, hint, onEvent } = deps
  const requestOf = async (detail: unknown) => {
    const parsed = about.safeParse(detail)
    return parsed.success ? store.accessRequest(parsed.data.requestId) : undefined
  }
  const answer = async (detail: unknown, visit: Visit, days: number): Promise<NoticeEnd> => {
    const request = await requestOf(detail)
    if (request === undefined) return { type: 'end', text: texts.requestGone[visit.language] }
    const nowMs = clock.nowMs()
    const given = await store.answerRequest({ requestId: request.id, days, actor: actorOf(visit.person), nowMs })
    if (!('problem' in given)) {
      const { id: userId, accessUntilMs: untilMs } = given.person
      onEvent({ name: 'access_changed', userId, change: days === 0 ? 'banned' : 'granted', untilMs })
      hint()
    }
    return { type: 'end', text: await answered(deps, (await store.accessRequest(request.id)) ?? request, visit) }
  }

  return {
    name: 'admin.request',
    audience: 'admin',
    async show(detail, { language, nowMs, person: admin }) {
      const request = await requestOf(detail)
      const person = request === undefined ? undefined : await store.person(request.userId)
      if (person === undefined || request === undefined || request.answer !== null) return undefined
      const { accessUntilMs: untilMs, username } = person
      const isBack = untilMs !== null && accessOf(person, nowMs) === 'expired'
      return {
        text: texts.request[language]({
          who: named(person),
          id: person.id,
          username,
          ended: isBack ? day(language, untilMs, admin.timeZone) : null,
        }),
        rows: [
          grants.map((days) => button(`+${daysInWords[language](days)}`, 'grant', days)),
          [button(texts.ban[language], 'ban')],
        ],
      }
    },
    async after(detail, visit) {
      const request = await requestOf(detail)
      return request === undefined || request.answer === null ? undefined : answered(deps, request, visit)
    },
    actions: {
      async grant(detail, visit, days) {
        const wanted = grants.find((each) => String(each) === days)
        return wanted === undefined
          ? { type: 'end', text: texts.requestGone[visit.language] }
          : answer(detail, visit, wanted)
      },
      ban: (detail, visit) => answer(detail, visit, 0),
    },
  }
}

/** What stands in the notice once somebody has answered: what was decided, and by whom. */
async function answered({ store }: AdminDeps, request: AccessRequest, visit: Visit): Promise<Rich> {
  const { language, person: reader } = visit
  const person = await store.person(request.userId)
  if (person === undefined || request.answer === null) return texts.requestGone[language]
  const by = await whoDid(store, request.answeredBy ?? '', visit)
  if (request.answer === 'ban') return texts.banned[language](named(person), by)
  if (request.answer === 'admin') return texts.isAdminNow[language](named(person), by)
  const until = day(language, person.accessUntilMs ?? 0, reader.timeZone)
  return texts.granted[language](named(person), until, by)
}

/** An actor of the audit log as an admin reads it. */
async function whoDid(store: AdminDeps['store'], actor: string, { language, person }: Visit): Promise<Rich> {
  const id = Number(/^user (\d+)$/.exec(actor)?.[1])
  if (!Number.isSafeInteger(id)) return texts.byOperator[language]
  if (id === person.id) return texts.byYou[language]
  return shownName((await store.person(id))?.name ?? actor)
}

function named({ name }: Person): Rich {
  return shownName(name)
}
