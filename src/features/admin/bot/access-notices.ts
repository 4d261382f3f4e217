import { z } from 'zod'
import { day, duration, figure, moment } from '../../../bot/figures.ts'
import { languages } from '../../../bot/language.ts'
import { lines } from '../../../bot/rich-text.ts'
import { button } from '../../../bot/screen.ts'
import type { NoticeKind, Visit } from '../../../bot/screen.ts'
import { whomToAsk } from '../../../bot/welcome/whom-to-ask.ts'
import { accessEnded, actorOf } from './deps.ts'
import type { AdminDeps } from './deps.ts'
import { accessTexts as texts, givenTexts } from './access-texts.ts'
import { daysInWords } from './texts.ts'

const until = z.object({ untilMs: z.int() })
const given = until.extend({ change: z.enum(['new', 'longer', 'again', 'unbanned']).default('new') })

/** What people are told about their own access: given, shortened, ending soon, ended. */
export function accessNotices(deps: AdminDeps): NoticeKind[] {
  return [grantedNotice(deps), shortenedNotice(deps), endingNotice(deps), endedNotice(deps)]
}

function grantedNotice(deps: AdminDeps): NoticeKind {
  return {
    name: 'access.granted',
    audience: 'active',
    async show(detail, visit) {
      const { language, person } = visit
      const { accessUntilMs } = person
      if (accessUntilMs === null) return undefined
      const words = givenTexts[given.parse(detail).change]
      // Let in before they have chosen a language: one of the three is theirs.
      if (person.language === null) {
        const said = languages.map((each) => words[each](day(each, accessUntilMs, person.timeZone)))
        return { text: lines(...said) }
      }
      const paused = await pausedByEnd(deps, visit)
      return {
        text: lines(
          words[language](day(language, accessUntilMs, person.timeZone)),
          paused > 0 ? texts.someArePaused[language](figure(language, paused)) : texts.pressStart[language],
        ),
        rows: [paused > 0 ? [button(texts.resume[language], 'resume')] : []],
      }
    },
    actions: {
      async resume(_, visit) {
        const count = await resumeAll(deps, visit)
        return { type: 'end', text: texts.resumed[visit.language](figure(visit.language, count)) }
      },
    },
  }
}

function shortenedNotice({ store }: AdminDeps): NoticeKind {
  return {
    name: 'access.shortened',
    audience: 'active',
    async show(detail, { language, person }) {
      const { untilMs } = until.parse(detail)
      // Changed once more since: that is told by itself.
      if (person.accessUntilMs !== untilMs) return undefined
      return {
        text: lines(
          texts.shortened[language](moment(language, untilMs, person.timeZone)),
          whomToAsk(language, await store.admins()),
        ),
      }
    },
  }
}

function endingNotice({ store, clock }: AdminDeps): NoticeKind {
  return {
    name: 'access.ending',
    audience: 'active',
    async show(detail, { language, person }) {
      const { untilMs } = until.parse(detail)
      const leftMs = untilMs - clock.nowMs()
      if (person.accessUntilMs !== untilMs || leftMs <= 0) return undefined
      return {
        text: lines(
          texts.ending[language](spanOf(language, leftMs), day(language, untilMs, person.timeZone)),
          whomToAsk(language, await store.admins()),
        ),
      }
    },
  }
}

/** In days for as long as it is days. */
function spanOf(language: Visit['language'], leftMs: number): string {
  return leftMs > dayMs ? daysInWords[language](Math.ceil(leftMs / dayMs)) : duration(language, leftMs)
}

const dayMs = 24 * 3_600_000

function endedNotice({ store }: AdminDeps): NoticeKind {
  return {
    name: 'access.ended',
    audience: 'anyone',
    async show(detail, { language, person, access }) {
      const { untilMs } = until.parse(detail)
      if (access !== 'expired' || person.accessUntilMs !== untilMs) return undefined
      // What still runs is paused within the second: this may be said first.
      const { running, pausedForReason } = await store.activeFigures({ ownerId: person.id, reason: accessEnded })
      return {
        text: lines(
          texts.ended[language](day(language, untilMs, person.timeZone)),
          running + pausedForReason > 0 && texts.endedCampaigns[language],
          whomToAsk(language, await store.admins()),
        ),
      }
    },
  }
}

/** How many campaigns of this person wait for them to have access again. */
export async function pausedByEnd({ store }: AdminDeps, { person }: Visit): Promise<number> {
  return (await store.activeFigures({ ownerId: person.id, reason: accessEnded })).pausedForReason
}

const batch = 20

/** Resumes what was paused because the access of this person had ended. @returns how many */
export async function resumeAll({ store, clock, onEvent }: AdminDeps, { person }: Visit): Promise<number> {
  const ownerId = person.id
  let count = 0
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof store.resumeOwned>> = await store.resumeOwned({
      ownerId,
      after,
      limit: batch,
      nowMs: clock.nowMs(),
      reason: accessEnded,
    })
    for (const { id, state } of page.changed) {
      onEvent({ name: 'campaign_told', campaignId: id, ownerId, word: 'resume', state })
    }
    count += page.changed.length
    after = page.after
  }
  if (count > 0) {
    await store.audit({
      atMs: clock.nowMs(),
      actor: actorOf(person),
      action: 'campaigns.resume',
      subject: actorOf(person),
      detail: `${count} that were paused when access ended`,
    })
  }
  return count
}
