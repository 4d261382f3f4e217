import type { Content } from '../../delivery/message.ts'
import type { Spine } from '../../store/store.ts'
import { textProblem } from './campaign.ts'
import type { CampaignProblem } from './campaign.ts'
import type { Captions } from './rights/captions.ts'
import { refusedThere } from './rights/refused.ts'
import type { prepareCampaigns } from './rows.ts'
import type { NewTarget } from './verbs.ts'

interface Whose {
  readonly id: number
  readonly ownerId: number
  readonly nowMs: number
}

/** What goes there, unless a group has a content of its own. */
interface Going {
  readonly ownerId: number
  readonly content: Content | null
  readonly nowMs: number
}

/** To whom a campaign goes, in the queue of each of its accounts. Part of the transaction of the verb that calls it. */
export function openTargets(
  sql: ReturnType<typeof prepareCampaigns>,
  { contents, captions }: { readonly contents: Spine['contents']; readonly captions: Captions },
) {
  return {
    /** Behind those that the campaign has. What it has already is passed over. */
    addTargets({ id, ownerId, nowMs }: Whose, targets: readonly NewTarget[]): void {
      const next = new Map<number, number>()
      // One row for what is said in several groups.
      const said = new Map<Content, number>()
      const contentIdOf = (content: Content | null): number | null => {
        if (content === null) return null
        const contentId = said.get(content) ?? contents.add(ownerId, content, nowMs)
        said.set(content, contentId)
        return contentId
      }
      for (const { accountId, peer, topic, content = null } of targets) {
        const position = next.get(accountId) ?? (sql.queueEnd.get(accountId, id)?.position ?? -1) + 1
        if (sql.addTarget.run(id, position, accountId, peer, topic, contentIdOf(content)).changes === 1) {
          next.set(accountId, position + 1)
        } else next.set(accountId, position)
      }
    },

    /** Why a campaign of this owner cannot go there. */
    targetProblem(
      { ownerId, content: said, nowMs }: Going,
      targets: readonly NewTarget[],
    ): CampaignProblem | undefined {
      const accountIds = new Set(targets.map(({ accountId }) => accountId))
      for (const accountId of accountIds) {
        if (sql.accountOwner.get(accountId)?.ownerId !== ownerId) return { type: 'not-your-account', accountId }
      }
      for (const { accountId, peer, content = null } of targets) {
        const group = sql.group.get(accountId, peer)
        if (group === undefined) return { type: 'unknown-group', accountId, peer }
        if (group.mayPost === 0) return { type: 'may-not-post', accountId, peer, why: group.whyNot ?? '' }
        const problem = textProblem(content)
        if (problem !== undefined) return problem
        const refused = refusedThere(content ?? said, group.forbidden, nowMs)
        if (refused !== undefined) return { type: 'kind-forbidden', accountId, peer, ...refused }
        const long = captions.longFor(content ?? said, [accountId])
        if (long !== undefined) return { type: 'caption', ...long }
      }
      return undefined
    },
  }
}
