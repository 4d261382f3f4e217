import { z } from 'zod'
import { asSent, contentFrom, contentTexts } from '../../../content.ts'
import { duration } from '../../../../bot/figures.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../../bot/screen.ts'
import type { Next, Screen, View, Visit, Written } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { botCapPerMinute } from '../../../../delivery/bot-pace.ts'
import type { AnnounceDeps } from './deps.ts'
import { texts } from './texts.ts'

const one = z.object({ id: z.int() })

/** Where an announcement begins: its text is asked for. */
export function writeScreen(deps: AnnounceDeps): Screen {
  const { store } = deps
  return defineScreen({
    name: 'admin.announce',
    audience: 'admin',
    draft: z.object({}),
    async show(_, { language }): Promise<View> {
      const open = await store.openAnnouncement()
      return {
        text: lines(texts.write[language], (open === undefined ? texts.firstSeen : texts.goesOn)[language]),
        rows: [
          open === undefined ? [] : [button(texts.watch[language], 'watch', open)],
          [button(texts.last[language], 'last')],
          [button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      watch: (_, __, id) => go('admin.announce.result', { id: Number(id) }),
      last: () => go('admin.announce.list'),
      home: () => goHome(),
    },
    onWritten: (_, written, visit) => keep(deps, written, visit),
  })
}

/** The text as people will see it stands above; below it, how many these are, and the button that sends it to them. */
export function confirmScreen(deps: AnnounceDeps): Screen {
  const { store, clock } = deps
  const drop = async (id: number, { person }: Visit): Promise<void> => store.dropDraft({ id, createdBy: person.id })
  return defineScreen({
    name: 'admin.announce.confirm',
    audience: 'admin',
    draft: one,
    async show(_, { language }): Promise<View> {
      const count = await store.recipients()
      const takesMs = (count / botCapPerMinute) * 60_000
      return {
        text: texts.confirm[language](count, duration(language, takesMs)),
        rows: [
          [button(texts.send[language](count), 'send')],
          [button(texts.showAgain[language], 'show'), button(common.cancel[language], 'cancel')],
        ],
      }
    },
    actions: {
      async send({ id }, { person, language }) {
        const answer = await store.startAnnouncement({ id, by: person.id, nowMs: clock.nowMs() })
        if (!('problem' in answer)) return go('admin.announce.result', { id }, { toast: texts.begun[language] })
        const { problem } = answer
        // Its button was pressed twice, or the process ended in between.
        if (problem === 'started') return go('admin.announce.result', { id })
        const say = texts.problems[language][problem]
        return problem === 'not-found'
          ? go('admin.announce', {}, { say })
          : go('admin.announce.confirm', { id }, { say })
      },
      show: ({ id }, visit) => preview(deps, id, visit),
      async cancel({ id }, visit) {
        await drop(id, visit)
        return go('admin.announce')
      },
    },
    onWritten: (_, written, visit) => keep(deps, written, visit),
    onLeave: ({ id }, visit) => drop(id, visit),
  })
}

async function keep(deps: AnnounceDeps, written: Written, visit: Visit): Promise<Next> {
  const { store, clock } = deps
  const { isText, messageId } = written
  const { person, language } = visit
  if (!isText) return go('admin.announce', {}, { say: contentTexts.onlyText[language] })
  const kept = await store.draftAnnouncement({
    uuid: `announcement-${person.id}-${messageId}-${clock.nowMs()}`,
    createdBy: person.id,
    content: contentFrom(written),
    nowMs: clock.nowMs(),
  })
  if ('problem' in kept) return go('admin.announce', {}, { say: contentTexts.problem[language](kept.problem) })
  return preview(deps, kept.id, visit)
}

async function preview({ store, clock }: AnnounceDeps, id: number, { person, language }: Visit): Promise<Next> {
  const report = await store.announcement({ id, reader: person.id, nowMs: clock.nowMs() })
  if (report === undefined) return go('admin.announce', {}, { say: texts.notKept[language] })
  return go('admin.announce.confirm', { id }, { say: asSent(report.content) })
}
