import { z } from 'zod'
import { figure } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, wayBack } from '../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { actorOf } from './deps.ts'
import type { AdminDeps, RunningCampaign } from './deps.ts'
import { panelTexts as texts } from './panel-texts.ts'
import { peoplePlace } from './people-list.ts'

const pageSize = 6
const batch = 20

const draft = z.object({
  /** Whose. */
  id: z.int(),
  /** Where they were found. */
  from: peoplePlace.optional(),
  back: wayBack,
  after: z.int().default(0),
  /** To be pressed once more: a campaign's id, 0 for all. */
  sure: z.int().optional(),
})
type Draft = z.infer<typeof draft>

/** What a person runs, for an admin who has to stop it. */
export function theirCampaignsScreen(deps: AdminDeps): Screen {
  const { store } = deps
  return defineScreen({
    name: 'admin.campaigns',
    audience: 'admin',
    draft,
    async show({ id, after, sure }, { language }): Promise<View> {
      const [person, active] = [
        await store.person(id),
        await store.activeCampaigns({ ownerId: id, after, limit: pageSize + 1 }),
      ]
      const name = shownName(person?.name ?? String(id))
      if (sure !== undefined) {
        const one =
          sure === 0 ? undefined : (await store.activeCampaigns({ ownerId: id, after: sure - 1, limit: 1 }))[0]
        return {
          text: one === undefined ? texts.sureAll[language](name) : texts.sureStop[language](shownName(one.name), name),
          rows: [[button(texts.yes[language], 'stop', sure), button(texts.no[language], 'stay')]],
        }
      }
      const shown = active.slice(0, pageSize)
      const { running, paused } = await store.activeFigures({ ownerId: id, reason: '' })
      return {
        text: lines(
          rich`${bold(texts.campaigns[language])} · ${name}`,
          shown.length === 0
            ? texts.noCampaigns[language]
            : texts.activeCount[language](figure(language, running), figure(language, paused)),
        ),
        rows: [
          ...shown.map((each) => [button(`⏹ ${label(each)}`, 'sure', each.id)]),
          [
            ...(after > 0 ? [button('⏮', 'page', 0)] : []),
            ...(active.length > pageSize ? [button('▶️', 'page', shown.at(-1)?.id ?? 0)] : []),
          ],
          shown.length === 0 ? [] : [button(texts.stopAll[language], 'sure', 0)],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      page: (draft, _, after) => go('admin.campaigns', { ...draft, after: Number(after) }),
      sure: (draft, _, which) => go('admin.campaigns', { ...draft, sure: Number(which) }),
      stay: (draft) => go('admin.campaigns', { ...draft, sure: undefined }),
      stop: (draft, visit) => stop(deps, draft, visit),
      back: ({ id, from, back }) => go('admin.person', { id, from, back }),
    },
  })
}

async function stop(deps: AdminDeps, draft: Draft, visit: Visit): Promise<Next> {
  const { store, clock } = deps
  const { id: ownerId, sure: which } = draft
  const here = { ...draft, after: 0, sure: undefined }
  if (which === undefined) return go('admin.campaigns', here)
  // Before it is done: a line about a stop that did not come to be is better than a stop without a line.
  await store.audit({
    atMs: clock.nowMs(),
    actor: actorOf(visit.person),
    action: 'campaigns.stop',
    subject: `user ${ownerId}`,
    detail: which === 0 ? 'all' : `campaign ${which}`,
  })
  const stopped = which === 0 ? await stopAll(deps, ownerId) : await stopOne(deps, ownerId, which)
  for (const { id: campaignId, state } of stopped) {
    deps.onEvent({ name: 'campaign_told', campaignId, ownerId, word: 'stop', state })
  }
  const count = figure(visit.language, stopped.length)
  return go('admin.campaigns', here, { toast: texts.stopped[visit.language](count) })
}

async function stopOne({ store, clock }: AdminDeps, ownerId: number, id: number): Promise<readonly RunningCampaign[]> {
  const answer = await store.stopCampaign({ id, ownerId, reason, nowMs: clock.nowMs() })
  return 'campaign' in answer ? [answer.campaign] : []
}

async function stopAll({ store, clock }: AdminDeps, ownerId: number): Promise<readonly RunningCampaign[]> {
  const stopped: RunningCampaign[] = []
  for (let after: number | null = 0; after !== null;) {
    const args = { ownerId, after, limit: batch, nowMs: clock.nowMs(), reason }
    const page: Awaited<ReturnType<typeof store.stopOwned>> = await store.stopOwned(args)
    stopped.push(...page.changed)
    after = page.after
  }
  return stopped
}

const reason = 'by-admin'

function label({ name, state }: RunningCampaign): string {
  return `${shownName(name, 30)}${state === 'paused' ? ' ⏸' : ''}`
}
