import { z } from 'zod'
import { duration, figure } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { BotPlug, Button, NoticeKind, Screen, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { StorePort } from '../../../store/store.ts'
import type { NewsKind, NewsPace, NewsVerbs } from '../verbs.ts'
import { serviceAlert, serviceInWords } from './service-words.ts'
import { noticeTexts as texts } from './texts.ts'

export interface NoticesDeps {
  readonly store: Pick<StorePort<NewsVerbs>, 'newsPace' | 'saveNewsPace'>
}

/** What the bot tells by itself about accounts and campaigns, and how often somebody wants that. */
export function noticesPlug(deps: NoticesDeps): BotPlug {
  return { screens: [settingsScreen(deps)], notices: kinds }
}

const figures = z.object({ rounds: z.number(), sent: z.number(), failed: z.number(), uncertain: z.number() })
const bundle = z.object({
  count: z.int(),
  items: z.array(
    z.object({
      name: z.string(),
      campaignId: z.int().optional(),
      goesOn: z.boolean().optional(),
      state: z.string().optional(),
      untilMs: z.number().nullish(),
      figures: figures.optional(),
      alert: serviceAlert.optional(),
    }),
  ),
  total: figures,
})
type Bundle = z.infer<typeof bundle>

const kinds: readonly NoticeKind[] = [
  kind(
    'login',
    'accounts.list',
    (item, { language }) => named(item, texts.accountStates[language][item.state ?? '']),
    true,
  ),
  kind('limits', 'accounts.list', (item, { language, nowMs }) =>
    named(
      item,
      item.untilMs == null ? undefined : texts.forAnother[language](duration(language, item.untilMs - nowMs)),
    ),
  ),
  kind('stopped', undefined, (item, { language }) =>
    named(item, texts.reasons[language][item.state ?? ''] ?? (item.state && texts.refused[language](item.state))),
  ),
  kind('rounds', undefined, (item, { language }) => named(item, roundsInWords(item, language))),
  {
    ...kind('service', undefined, ({ name, alert }, visit) =>
      alert === undefined ? `• ${shownName(name, olderMax)}` : rich`• ${serviceInWords(alert, name, visit)}`,
    ),
    audience: 'admin',
  },
]

/** An earlier version kept alerts as sentences; one that waits over an update is told as it stands. */
const olderMax = 500

function kind(
  name: Exclude<NewsKind, 'failing'>,
  screen: string | undefined,
  line: (item: Bundle['items'][number], visit: Visit) => Rich,
  isUrgent = false,
): NoticeKind {
  return {
    name: `news.${name}`,
    audience: 'active',
    show(detail, visit) {
      const { language } = visit
      const { count, items, total } = bundle.parse(detail)
      const more = count - items.length
      return {
        text: lines(
          bold(headOf(name, { count, items, total }, language)),
          name === 'rounds' && count > 1 && sentInWords(total, language),
          '',
          ...items.map((item) => line(item, visit)),
          more > 0 && texts.andMore[language](figure(language, more)),
          isUrgent && rich`\n${texts.whatToDo[language]}`,
        ),
        rows: screen === undefined ? campaignRows(items) : [[button(texts.toAccounts[language], 'open')]],
      }
    },
    actions: {
      open(detail, _, id) {
        if (screen !== undefined) return go(screen)
        const campaign = bundle.parse(detail).items.find(({ campaignId }) => String(campaignId) === id)
        return campaign === undefined ? go('campaigns.list') : go('campaigns.one', { id: campaign.campaignId })
      },
    },
  }
}

/** One for each campaign that is named. */
function campaignRows(items: Bundle['items']): Button[][] {
  return items.flatMap(({ campaignId, name }) =>
    campaignId === undefined ? [] : [[button(`📨 ${shownName(name, labelMax)}`, 'open', campaignId)]],
  )
}

const labelMax = 40

function headOf(
  name: Exclude<NewsKind, 'failing'>,
  { count, items, total }: Bundle,
  language: Visit['language'],
): string {
  // A campaign whose next round follows is not sent.
  return name === 'rounds' && items.some(({ goesOn }) => goesOn)
    ? texts.roundsHead[language](figure(language, total.rounds))
    : texts.heads[language][name](figure(language, count))
}

function roundsInWords(
  { figures: sent, goesOn }: Bundle['items'][number],
  language: Visit['language'],
): Rich | undefined {
  if (sent === undefined) return undefined
  const words = sentInWords(sent, language)
  return goesOn === true ? texts.roundsSent[language](sent.rounds, words) : words
}

function named({ name }: Bundle['items'][number], what: Rich | undefined): Rich {
  return what === undefined ? rich`• ${shownName(name)}` : rich`• ${shownName(name)}: ${what}`
}

function sentInWords(total: Bundle['total'], language: Visit['language']): Rich {
  const { sent, failed, uncertain } = total
  return texts.sent[language]({
    sent: figure(language, sent),
    failed: failed === 0 ? null : figure(language, failed),
    uncertain: uncertain === 0 ? null : figure(language, uncertain),
  })
}

const paces = ['now', 'daily', 'off'] as const satisfies readonly NewsPace[]

function settingsScreen({ store }: NoticesDeps): Screen {
  return defineScreen({
    name: 'notices.settings',
    draft: z.object({}),
    async show(_, { language, person }) {
      const chosen = await store.newsPace(person.id)
      return {
        text: lines(bold(texts.settings[language]), '', texts.explained[language]),
        rows: [
          ...paces.map((pace) => [
            button(`${pace === chosen ? '✅ ' : ''}${texts.paces[language][pace]}`, 'choose', pace),
          ]),
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      async choose(_, { person, language, nowMs }, word) {
        const pace = paces.find((each) => each === word)
        if (pace !== undefined) await store.saveNewsPace({ userId: person.id, pace, nowMs })
        return go('notices.settings', {}, { isSame: true, toast: texts.saved[language] })
      },
      back: () => go('welcome.settings'),
    },
  })
}
