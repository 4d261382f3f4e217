import { z } from 'zod'
import type { Progress } from '../../supervisor/control-protocol.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import type { ReplayVerbs } from './replays.ts'
import type { CampaignVerbs } from './verbs.ts'

const id = z.int()
const chosen = { accountId: id.nullable(), total: id }
const failed = z.object({ ...chosen, campaignIds: z.array(id) })
const uncertain = z.object({ ...chosen, campaignId: id.nullable(), withBots: z.boolean() })

/** One commit: claims of all shards wait for it. */
const batchSize = 500

/** What `karvon replay` can have done. */
export function replayControl(deps: ControlDeps<CampaignVerbs & ReplayVerbs>): Control {
  return {
    'replay.failed': controlVerb(failed, (given, report) => retryAll(deps, given, report)),
    'replay.uncertain': controlVerb(uncertain, (given, report) => resendAll(deps, given, report)),
  }
}

async function retryAll(
  { store, clock, shards }: ControlDeps<CampaignVerbs>,
  { campaignIds, accountId, total }: z.infer<typeof failed>,
  report: (progress: Progress) => void,
): Promise<{ readonly revived: number }> {
  let revived = 0
  for (const id of campaignIds) {
    for (let after: Parameters<typeof store.retryFailed>[0]['after'] | undefined = null; after !== undefined;) {
      const args = { id, ownerId: null, accountId, after, limit: batchSize, nowMs: clock.nowMs() }
      const answer: Awaited<ReturnType<typeof store.retryFailed>> = await store.retryFailed(args)
      // Paused, stopped or retried by somebody else meanwhile: then there is nothing left to do here.
      if ('problem' in answer) break
      revived += answer.revived
      if (answer.accounts.length > 0) shards.hint(answer.accounts)
      report({ done: Math.min(revived, total), total })
      after = answer.after ?? undefined
    }
  }
  return { revived }
}

async function resendAll(
  { store, clock, shards }: ControlDeps<ReplayVerbs>,
  { total, ...given }: z.infer<typeof uncertain>,
  report: (progress: Progress) => void,
): Promise<{ readonly resent: number }> {
  let resent = 0
  for (let afterId: number | null = 0; afterId !== null;) {
    const args = { ...given, afterId, limit: batchSize, nowMs: clock.nowMs() }
    const answer: Awaited<ReturnType<typeof store.resendUncertain>> = await store.resendUncertain(args)
    resent += answer.resent
    if (answer.accounts.length > 0) shards.hint(answer.accounts)
    report({ done: Math.min(resent, total), total })
    afterId = answer.afterId
  }
  return { resent }
}
