import { z } from 'zod'
import { decodeContent } from '../../../delivery/message.ts'
import { controlVerb } from '../../feature.ts'
import type { Control, ControlDeps } from '../../feature.ts'
import type { Undo, UndoVerbs } from './verbs.ts'
import { undoRefusal } from './words.ts'

const ofRound = z.object({ runId: z.int() })
const newUndo = ofRound.extend({
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  /** As it stands in the store; null: the messages go. */
  body: z.string().nullable(),
})

/** What the command line can have done with what a round has sent. */
export function undoControl({ store, clock }: ControlDeps<UndoVerbs>): Control {
  return {
    'campaigns.undo': controlVerb(newUndo, async ({ uuid, runId, body }): Promise<Undo> => {
      const content = body === null ? null : decodeContent(body)
      const what = content === null ? 'delete' : 'edit'
      const answer = await store.undoRound({ uuid, runId, ownerId: null, what, content, nowMs: clock.nowMs() })
      if ('undo' in answer) return answer.undo
      throw undoRefusal(answer.problem, runId)
    }),
    /** @returns those that were under way */
    'campaigns.undo-stop': controlVerb(ofRound, async ({ runId }): Promise<Undo[]> => {
      const stopped: Undo[] = []
      for (const { id } of await store.undosOf({ runId, ownerId: null })) {
        if (!(await store.stopUndo({ id, ownerId: null }))) continue
        const undo = await store.undo({ id, ownerId: null })
        if (undo !== undefined) stopped.push(undo)
      }
      return stopped
    }),
  }
}
