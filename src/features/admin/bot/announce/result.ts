import { z } from 'zod'
import { asSent } from '../../../content.ts'
import { duration, figure, moment } from '../../../../bot/figures.ts'
import type { Language } from '../../../../bot/language.ts'
import type { LiveScreens } from '../../../../bot/live.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../../bot/screen.ts'
import type { NoticeKind, Screen, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { AnnouncementReport } from '../../announce/verbs.ts'
import type { AnnounceDeps } from './deps.ts'
import { resultTexts as texts } from './result-texts.ts'

export const resultScreenName = 'admin.announce.result'

const draft = z.object({ id: z.int(), isStopping: z.boolean().default(false) })
const about = z.object({ id: z.int() })

/** How an announcement goes, or how it went. */
export function resultScreen({ store, clock }: AnnounceDeps, live: LiveScreens): Screen {
  const read = (id: number, { person }: Visit) => store.announcement({ id, reader: person.id, nowMs: clock.nowMs() })
  return defineScreen({
    name: resultScreenName,
    audience: 'admin',
    draft,
    async show({ id, isStopping }, visit): Promise<View> {
      const { language } = visit
      const report = await read(id, visit)
      const ways = [button(common.back[language], 'last'), button(common.home[language], 'home')]
      if (report === undefined || report.announcement.state === 'draft') {
        return { text: texts.gone[language], rows: [ways] }
      }
      if (!isOpen(report)) {
        return { text: resultOf(report, visit), rows: [[button(texts.text[language], 'text')], ways] }
      }
      if (isStopping) {
        return {
          text: texts.sure[language](leftOf(report)),
          rows: [[button(texts.yes[language], 'yes')], [button(texts.no[language], 'again')]],
        }
      }
      return {
        text: resultOf(report, visit),
        rows: [
          [button(texts.stop[language], 'stop'), button(texts.again[language], 'again')],
          [button(texts.text[language], 'text')],
          ways,
        ],
        work: live.watch(visit.person.id, report, {
          screen: resultScreenName,
          draft: { id },
          read: () => read(id, visit),
          figures,
        }),
      }
    },
    actions: {
      again: ({ id }) => go(resultScreenName, { id }),
      stop: ({ id }) => go(resultScreenName, { id, isStopping: true }),
      async yes({ id }, { person, language }) {
        const isStopped = await store.stopAnnouncement({ id, by: person.id, nowMs: clock.nowMs() })
        return go(resultScreenName, { id }, isStopped ? {} : { toast: texts.ended[language] })
      },
      async text({ id }, visit) {
        const report = await read(id, visit)
        return go(resultScreenName, { id }, report === undefined ? {} : { say: asSent(report.content) })
      },
      last: () => go('admin.announce.list'),
      home: () => goHome(),
    },
  })
}

/** Tells who sent it how it ended, wherever they are by then. */
export function announcedNotice({ store, clock }: AnnounceDeps): NoticeKind {
  return {
    name: 'admin.announced',
    audience: 'admin',
    async show(detail, visit) {
      const { id } = about.parse(detail)
      const report = await store.announcement({ id, reader: visit.person.id, nowMs: clock.nowMs() })
      if (report === undefined) return undefined
      return { text: resultOf(report, visit), rows: [[button(texts.details[visit.language], 'open')]] }
    },
    actions: { open: (detail) => go(resultScreenName, { id: about.parse(detail).id }) },
  }
}

function resultOf(report: AnnouncementReport, { language, person, nowMs }: Visit): Rich {
  const { startedAtMs, endedAtMs, reason, sent, failed, cancelled, uncertain, targets, state } = report.announcement
  const show = (value: number) => figure(language, value)
  const left = leftOf(report)
  const wasRefused = state === 'stopped' && reason !== null && reason !== 'asked'
  return lines(
    bold(headOf(report, language)),
    wasRefused && texts.refused[language](reason),
    '',
    texts.sent[language](show(sent), show(targets)),
    failed > 0 && texts.failed[language](show(failed)),
    uncertain > 0 && texts.uncertain[language](show(uncertain)),
    cancelled > 0 && texts.cancelled[language](show(cancelled)),
    left > 0 && texts.left[language](show(left)),
    isOpen(report) && paceOf(report, language, nowMs),
    '',
    startedAtMs !== null && texts.begunAt[language](moment(language, startedAtMs, person.timeZone)),
    startedAtMs !== null && endedAtMs !== null && texts.took[language](duration(language, endedAtMs - startedAtMs)),
  )
}

function headOf({ announcement: { state } }: AnnouncementReport, language: Language): string {
  if (state === 'planning') return texts.preparing[language]
  if (state === 'stopped') return texts.stopped[language]
  return (state === 'finished' ? texts.finished : texts.running)[language]
}

function paceOf(report: AnnouncementReport, language: Language, nowMs: number): string | undefined {
  const { perSecond, waitsUntilMs, accountState } = report
  if (accountState !== null && accountState !== 'active') return texts.rests[language]
  if (waitsUntilMs !== null) return texts.waits[language](duration(language, waitsUntilMs - nowMs))
  if (perSecond === 0) return undefined
  const ms = (leftOf(report) / perSecond) * 1000
  return texts.eta[language](duration(language, ms), figure(language, Math.max(1, Math.round(perSecond))))
}

/** While Telegram asks the token to wait, an edit would only wait with it. */
function figures({ announcement, accountState, waitsUntilMs }: AnnouncementReport): string | undefined {
  const { state, sent, failed, cancelled, uncertain, targets } = announcement
  if (waitsUntilMs !== null) return undefined
  return [state, accountState, sent, failed, cancelled, uncertain, targets].join(' ')
}

function isOpen({ announcement: { state } }: AnnouncementReport): boolean {
  return state === 'planning' || state === 'running' || state === 'paused'
}

function leftOf({ announcement: { targets, sent, failed, cancelled, uncertain } }: AnnouncementReport): number {
  return targets - sent - failed - cancelled - uncertain
}
