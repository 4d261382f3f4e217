import type { Database } from '../../../base/sqlite.ts'
import type { Content } from '../../../delivery/message.ts'
import { withoutCalendar } from '../../../scheduler/timetable.ts'
import type { KeepLatest, Spine } from '../../../store/store.ts'
import { captionProblem, longNameMax, nameProblem, textProblem } from '../campaign.ts'
import type { CampaignLimits, CampaignProblem } from '../campaign.ts'
import { openCaptions } from '../rights/captions.ts'
import { openRounds } from '../rounds.ts'
import { prepareCampaigns } from '../rows.ts'
import { openTargets } from '../targets.ts'
import type { Addressed, Campaign, CampaignAnswer, NewTarget } from '../verbs.ts'
import { openChangeWhen } from '../when/change.ts'
import { whenProblem } from '../when/problem.ts'
import { prepareChanges } from './rows.ts'
import type { CampaignChange, ChangeVerbs } from './verbs.ts'

/** The verbs that change campaigns, on a SQLite connection in the transactions of the spine. verbs.ts says what each does. */
export function openChanges(db: Database, spine: Spine): ChangeVerbs {
  const campaigns = prepareCampaigns(db)
  const sql = prepareChanges(db)
  const { contents, ids, standing } = spine
  const captions = openCaptions(db)
  const changeWhen = openChangeWhen({ sql: campaigns, spine, rounds: openRounds(campaigns, spine) })
  const { addTargets, targetProblem } = openTargets(campaigns, { contents, captions })

  const one = ({ id, ownerId }: Addressed): Campaign | undefined => campaigns.one.get({ id, ownerId })
  const answer = (id: number): CampaignAnswer => {
    const campaign = one({ id, ownerId: null })
    return campaign === undefined ? notFound : { campaign }
  }
  const contentOf = ({ contentId }: Campaign) => (contentId === null ? undefined : contents.get(contentId)) ?? null
  const setContent = ({ id, ownerId, contentId }: Campaign, content: Content, nowMs: number): void => {
    if (contentId !== null) sql.addPastText.run(id, contentId, nowMs)
    sql.setContent.run(contents.add(ownerId, content, nowMs), id)
  }
  const setLatest = ({ id, keepLatest: before }: Campaign, now: KeepLatest): void => {
    sql.setLatest.run(now, id)
    if (now === 'off') standing.forget(id)
    else if (before === 'off') standing.remember(id)
  }
  /** An interval takes the place of set times, and what binds it beside them stays. */
  const timetableIn = (campaign: Campaign, { timetable = withoutCalendar(campaign.timetable) }: CampaignChange) =>
    timetable
  const changeProblem = (
    campaign: Campaign,
    change: CampaignChange,
    { limits, nowMs }: { readonly limits: CampaignLimits; readonly nowMs: number },
  ): CampaignProblem | undefined => {
    const { name, content, everyMs, targets } = change
    const when = everyMs === undefined ? undefined : { everyMs, timetable: timetableIn(campaign, change) }
    const going = { ownerId: campaign.ownerId, content: content ?? contentOf(campaign), nowMs }
    return (
      (name === undefined ? undefined : nameProblem(name)) ??
      textProblem(content ?? null) ??
      (targets === undefined ? captionProblem(captions.longIn(content ?? null, campaign.id)) : undefined) ??
      (when === undefined ? undefined : whenProblem(when, limits, nowMs)) ??
      (targets?.length === 0 ? ({ type: 'no-group' } as const) : undefined) ??
      targetProblem(going, targets ?? [])
    )
  }
  /** Groups that stay keep the text of their own, unless another is given. */
  const setTargets = ({ id, ownerId }: Campaign, targets: readonly NewTarget[], nowMs: number): void => {
    const kept = new Map(sql.ownTexts.all(id).map((row) => [keyOf(row), row.contentId]))
    sql.dropTargets.run(id)
    addTargets({ id, ownerId, nowMs }, targets)
    for (const target of targets) {
      const contentId = kept.get(keyOf(target))
      if (contentId === undefined) continue
      if (target.content === undefined) sql.setOwn.run({ ...target, id, contentId })
      else sql.addPastText.run(id, contentId, nowMs)
    }
  }

  return {
    renameCampaign({ name, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return notFound
      const problem = nameProblem(name)
      if (problem !== undefined) return { problem }
      sql.rename.run(name, campaign.id)
      return answer(campaign.id)
    },

    archiveCampaign({ isArchived, nowMs, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return notFound
      const { id, state, archivedAtMs } = campaign
      if (isArchived && (state === 'running' || state === 'paused')) {
        return { problem: { type: 'wrong-state', state, word: 'archive' } }
      }
      if (isArchived !== (archivedAtMs !== null)) sql.archive.run(isArchived ? nowMs : null, id)
      return answer(id)
    },

    cloneCampaign({ uuid, name, nowMs, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return notFound
      const { id: fromId, ownerId } = campaign
      const existing = campaigns.byUuid.get(uuid, ownerId)
      if (existing !== undefined) return answer(existing.id)
      const called = name ?? copyName(campaign.name, new Set(sql.namesOf.all(ownerId)))
      const problem = nameProblem(called)
      if (problem !== undefined) return { problem }
      const id = ids.take(1, 'campaigns')
      sql.copy.run({ id, fromId, uuid, name: called, nowMs })
      sql.copyTargets.run(id, fromId)
      return answer(id)
    },

    editCampaign({ change, limits, nowMs, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return notFound
      const problem = changeProblem(campaign, change, { limits, nowMs })
      if (problem !== undefined) return { problem }
      const { name, content, everyMs, keepLatest, targets } = change
      if (name !== undefined) sql.rename.run(name, campaign.id)
      if (keepLatest !== undefined) setLatest(campaign, keepLatest)
      if (content !== undefined) setContent(campaign, content, nowMs)
      if (targets !== undefined) setTargets(campaign, targets, nowMs)
      if (everyMs !== undefined) changeWhen(campaign, { everyMs, timetable: timetableIn(campaign, change) }, nowMs)
      return answer(campaign.id)
    },

    setOwnText({ content, nowMs, accountId, peer, topic, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return notFound
      const { id, ownerId } = campaign
      const group = sql.group.get({ id, accountId, peer, topic })
      if (group === undefined) return { problem: { type: 'not-a-target', accountId, peer, topic } }
      const problem = textProblem(content) ?? captionProblem(captions.longFor(content, [accountId]))
      if (problem !== undefined) return { problem }
      if (group.contentId !== null) sql.addPastText.run(id, group.contentId, nowMs)
      const contentId = content === null ? null : contents.add(ownerId, content, nowMs)
      sql.setOwn.run({ id, accountId, peer, topic, contentId })
      return answer(id)
    },

    campaignGroups({ after, limit, ...of }) {
      const campaign = one(of)
      return campaign === undefined
        ? []
        : sql.groups.all(campaign.id, after?.position ?? -1, after?.accountId ?? 0, limit)
    },
    campaignGroup({ accountId, peer, topic, ...of }) {
      const campaign = one(of)
      const group = campaign && sql.group.get({ id: campaign.id, accountId, peer, topic })
      if (campaign === undefined || group === undefined) return undefined
      const contentId = group.contentId ?? campaign.contentId
      return { ...group, content: (contentId === null ? undefined : contents.get(contentId)) ?? null }
    },
    pastTexts({ limit, ...of }) {
      const campaign = one(of)
      if (campaign === undefined) return []
      return sql.pastTexts.all(campaign.id, limit).flatMap(({ contentId, untilMs }) => {
        const content = contents.get(contentId)
        return content === undefined ? [] : [{ contentId, content, untilMs }]
      })
    },
  }
}

const notFound = { problem: { type: 'not-found' } } as const

function keyOf({ accountId, peer, topic }: Pick<NewTarget, 'accountId' | 'peer' | 'topic'>): string {
  return `${accountId} ${peer} ${topic}`
}

/** `Taxi (2)` of `Taxi`, and `Taxi (3)` of that: the next number that none of the owner's campaigns has. */
function copyName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, before = '1'] = /^(.*) \((\d{1,6})\)$/.exec(name) ?? []
  const letters = Array.from(new Intl.Segmenter().segment(stem), ({ segment }) => segment)
  for (let number = Number(before) + 1; ; number++) {
    const suffix = ` (${number})`
    while (letters.join('').length + suffix.length > longNameMax) letters.pop()
    const copy = `${letters.join('').trimEnd()}${suffix}`
    if (!taken.has(copy)) return copy
  }
}
