import { Refusal } from '../../../base/refusal.ts'
import { counted, say, table } from '../../../cli/output.ts'
import { openSpine } from '../../../store/store.ts'
import type { Run } from '../../../store/store.ts'
import type { FeatureContext } from '../../feature.ts'
import { requireCampaign } from '../known.ts'
import { stateInWords } from '../state-words.ts'
import { openUndos } from '../undo/store.ts'
import type { Undo } from '../undo/verbs.ts'
import { undoInWords } from '../undo/words.ts'
import { messageLink } from './link.ts'
import { openRoundBook } from './store.ts'
import type { RoundGroup } from './verbs.ts'
import { groupInWords } from './words.ts'

const pageSize = 1_000

/**
 * `karvon campaigns show ID --groups`: what became of each message of a round.
 * @param round its number, or true for the last
 */
export function showGroups(
  { terminal, clock, read }: FeatureContext,
  campaignId: number,
  round: number | true,
  flags: { readonly json?: true },
): void {
  const nowMs = clock.nowMs()
  const found = read((db): { run: Run; groups: RoundGroup[]; undos: Undo[] } => {
    requireCampaign(db, campaignId)
    const spine = openSpine(db)
    const book = openRoundBook(db, spine)
    const [last] = book.rounds({ campaignId, ownerId: null, before: null, limit: 1 })
    const run = round === true ? last : book.round({ runId: round, ownerId: null })
    if (run === undefined && round === true) throw new Refusal(`campaign ${campaignId} has had no round yet`)
    if (run?.campaignId !== campaignId) {
      throw new Refusal(
        `campaign ${campaignId} has no round ${round}: \`karvon campaigns show ${campaignId}\` lists them`,
      )
    }
    const groups: RoundGroup[] = []
    for (;;) {
      const page = { runId: run.id, ownerId: null, filter: 'all', skip: groups.length, limit: pageSize, nowMs } as const
      const more = book.roundGroups(page)
      groups.push(...more)
      if (more.length < pageSize) break
    }
    return { run, groups, undos: openUndos(db, spine).undosOf({ runId: run.id, ownerId: null }) }
  })
  const { run, groups, undos } = found
  const linked = groups.map((group) => ({ ...group, link: messageLink(group) ?? null }))
  say(terminal, flags, { run, groups: linked, undos }, () => {
    const rows = groups.map((group) => [
      group.title ?? String(group.peer),
      ...(groups.some(({ topic }) => topic !== 0) ? [group.topic === 0 ? '' : group.topic] : []),
      group.accountId,
      groupInWords(group, run.state, nowMs),
    ])
    const head = [
      'group',
      ...(groups.some(({ topic }) => topic !== 0) ? ['topic'] : []),
      'account',
      'what became of it',
    ]
    return [
      `Round ${run.id}, ${stateInWords(run)}: ${counted(groups.length, 'message')}`,
      ...undos.slice(0, 1).map((undo) => `${undoInWords(undo)}.`),
      '',
      groups.length === 0 ? 'Nothing is planned yet.' : table(terminal, head, rows, { isWhole: true }),
    ].join('\n')
  })
}
