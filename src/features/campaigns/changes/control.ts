import { z } from 'zod'
import { controlVerb } from '../../feature.ts'
import type { Control, ControlDeps } from '../../feature.ts'
import { campaignLimits } from '../campaign.ts'
import { keepLatestShape } from '../latest-shape.ts'
import { campaignRefusal } from '../refusals.ts'
import type { CampaignAnswer, CampaignVerbs, Campaign } from '../verbs.ts'
import { timetableShape } from '../when/shape.ts'
import { contentShape, targetShape } from './shapes.ts'
import type { ChangeVerbs } from './verbs.ts'

const one = { id: z.int() }
/** What the command line can have changed of campaigns that stand. */
export function changeControl(deps: ControlDeps<CampaignVerbs & ChangeVerbs>): Control {
  const { store, clock, settings, onEvent } = deps
  const limits = campaignLimits({ minutesMin: settings.intervalMinutesMin, isTest: settings.isTest })
  const changed = (answer: CampaignAnswer, id: number, change: string): Campaign => {
    if ('problem' in answer) throw campaignRefusal(answer.problem, id)
    const { campaign } = answer
    onEvent({ name: 'campaign_changed', campaignId: campaign.id, ownerId: campaign.ownerId, change })
    return campaign
  }
  const of = (id: number) => ({ id, ownerId: null, nowMs: clock.nowMs() })

  return {
    'campaigns.rename': controlVerb(z.object({ ...one, name: z.string() }), async ({ id, name }) =>
      changed(await store.renameCampaign({ ...of(id), name }), id, 'renamed'),
    ),
    'campaigns.archive': controlVerb(z.object({ ...one, isArchived: z.boolean() }), async ({ id, isArchived }) =>
      changed(await store.archiveCampaign({ ...of(id), isArchived }), id, isArchived ? 'archived' : 'unarchived'),
    ),
    'campaigns.clone': controlVerb(
      z.object({ ...one, uuid: z.string().regex(/^[0-9a-f]{32}$/), name: z.string().nullable() }),
      async ({ id, uuid, name }) => changed(await store.cloneCampaign({ ...of(id), uuid, name }), id, 'cloned'),
    ),
    'campaigns.edit': controlVerb(
      z.object({
        ...one,
        change: z.object({
          name: z.string().exactOptional(),
          content: contentShape.exactOptional(),
          everyMs: z.int().nullable().exactOptional(),
          keepLatest: keepLatestShape.exactOptional(),
          timetable: timetableShape.nullable().exactOptional(),
          targets: z.array(targetShape).exactOptional(),
        }),
      }),
      async ({ id, change }) => changed(await store.editCampaign({ ...of(id), change, limits }), id, 'edited'),
    ),
  }
}
