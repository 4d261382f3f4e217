import type { Plan } from '../../../scheduler/plan.ts'
import type { StorePort } from '../../../store/store.ts'
import type { UndoVerbs } from './verbs.ts'

/** Undos as the scheduler sees them: no instants, only runs that somebody has opened, to every message that a round has sent. */
export function undoPlan(store: StorePort<UndoVerbs>): Plan {
  return {
    name: 'undos',
    // Somebody waits for it.
    jitterMaxMs: 0,
    due: () => Promise.resolve([]),
    advance: () => Promise.resolve([]),
    planning: (limit) => store.planningUndos(limit),
    targets: ({ campaignId: id }, after, limit) =>
      store.undoTargets({
        id,
        after: after === null ? null : { peer: after.peer, topic: after.topic, index: after.positions - 1 },
        limit,
      }),
    ended: () => Promise.resolve(),
  }
}
