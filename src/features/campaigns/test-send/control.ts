import { z } from 'zod'
import { Refusal, exitCodes } from '../../../base/refusal.ts'
import { controlVerb } from '../../feature.ts'
import type { Control, ControlDeps } from '../../feature.ts'
import type { ChangeVerbs } from '../changes/verbs.ts'
import { campaignRefusal } from '../refusals.ts'
import type { CampaignVerbs } from '../verbs.ts'
import { askTest, awaitTest } from './ask.ts'
import type { TestSend, TestSendVerbs } from './verbs.ts'
import { testEndRefusal, testRefusal } from './words.ts'

const newTest = z.object({
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  id: z.int(),
  /** Null: the first that sends for the campaign. */
  accountId: z.int().nullable(),
})

/** What the command line can have tested. */
export function testSendControl(deps: ControlDeps<CampaignVerbs & ChangeVerbs & TestSendVerbs>): Control {
  const { store, shards, clock } = deps
  return {
    'campaigns.test': controlVerb(newTest, async ({ uuid, id, ...given }): Promise<TestSend> => {
      const report = await store.campaignReport({ id, ownerId: null, runs: 0 })
      if (report === undefined) throw campaignRefusal({ type: 'not-found' }, id)
      const { campaign, content } = report
      if (content === null) throw campaignRefusal({ type: 'no-text' }, id)
      if (!shards.areRunning) {
        throw new Refusal('a test is sent by a running supervisor: `karvon start`', exitCodes.temporary)
      }
      const [first] = await store.campaignGroups({ id, ownerId: null, after: null, limit: 1 })
      const accountId = given.accountId ?? first?.accountId
      if (accountId === undefined) throw new Refusal(`campaign ${id} has no account: give one with --account`)
      const answer = await askTest(deps, { uuid, accountId, ownerId: campaign.ownerId, content })
      if ('problem' in answer) throw testRefusal(answer.problem, accountId, clock.nowMs())
      const test = await awaitTest(deps, uuid)
      if (test?.state === 'sent') return test
      throw testEndRefusal(test, accountId, clock.nowMs())
    }),
  }
}
