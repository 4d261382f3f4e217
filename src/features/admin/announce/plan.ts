import type { Plan } from '../../../scheduler/plan.ts'
import type { StorePort } from '../../../store/store.ts'
import type { AnnouncementVerbs } from './verbs.ts'

/** Announcements as the scheduler sees them: no instants, only runs that an admin has opened, to everybody whom the bot reaches. */
export function announcementPlan(store: StorePort<AnnouncementVerbs>): Plan {
  return {
    name: 'announcements',
    // Somebody looks at it: the bot's own pace is the spread.
    jitterMaxMs: 0,
    due: () => Promise.resolve([]),
    advance: () => Promise.resolve([]),
    planning: (limit) => store.planningAnnouncements(limit),
    targets: ({ campaignId: id }, after, limit) =>
      store.announcementTargets({
        id,
        after: after === null ? null : { peer: after.peer, position: after.position },
        limit,
      }),
    ended: (runIds, nowMs) => store.endAnnouncements({ runIds, nowMs }),
  }
}
