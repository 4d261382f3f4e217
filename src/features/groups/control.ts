import { z } from 'zod'
import { Refusal, exitCodes } from '../../base/refusal.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import { readNow, wantedList } from './read.ts'
import type { GroupVerbs } from './verbs.ts'

const asked = z.object({ id: z.int(), isForced: z.boolean().default(true) })

/** Whoever asks at a terminal does not wait for longer waits of Telegram's. */
const patienceMs = 60_000

/** What the command line can have done with groups. */
export function groupControl(deps: ControlDeps<GroupVerbs>): Control {
  const { store, clock, shards, settings } = deps
  return {
    'groups.read': controlVerb(asked, async ({ id, isForced }, report) => {
      const known = await store.knownGroups({ accountId: id, ownerId: null })
      if (known === undefined) throw noAccount(id)
      const isFresh = known.readAtMs !== null && clock.nowMs() - known.readAtMs < settings.groupReads.freshMs
      if (isFresh && !isForced) return store.groupFigures(id)
      if (!shards.areRunning) {
        throw new Refusal(
          'groups are read by a running supervisor: `karvon start`, or see what is known with --cached',
          exitCodes.temporary,
        )
      }
      const end = await readNow(deps, wantedList({ accountId: id, ownerId: null }), {
        waitMaxMs: patienceMs,
        onProgress: (done, total) => report({ done, total }),
      })
      switch (end.type) {
        case 'read':
          return store.groupFigures(id)
        case 'not-found':
          throw noAccount(id)
        case 'bot':
          throw new Refusal('Telegram gives bots no list of their groups')
        case 'unusable':
          throw new Refusal(`account ${id} is ${end.state}: \`karvon accounts list\` says what to do`)
        case 'failed':
          throw new Refusal(`the groups could not be read: ${end.reason}`)
        case 'waiting': {
          const until = new Date(end.untilMs).toISOString()
          const why = end.reason === null ? '' : ` (${end.reason})`
          throw new Refusal(`Telegram asks to wait until ${until}${why}; the groups are read then`, exitCodes.temporary)
        }
        default:
          return end satisfies never
      }
    }),
  }
}

export function noAccount(id: number): Refusal {
  return new Refusal(`there is no account ${id}: see \`karvon accounts list\``)
}
