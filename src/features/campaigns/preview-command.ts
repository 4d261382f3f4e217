import type { Command } from 'commander'
import { printable } from '../../base/printable.ts'
import { parseId } from '../../cli/arguments.ts'
import { paint, relative, say, withJson } from '../../cli/output.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Content } from '../../delivery/message.ts'
import { openSpine } from '../../store/store.ts'
import { openChanges } from './changes/store.ts'
import type { CampaignGroup, PastText } from './changes/verbs.ts'
import { previewText } from './preview-text.ts'
import { campaignRefusal } from './refusals.ts'
import { openCampaigns } from './store.ts'

const pageSize = 1_000
const pastMax = 100

interface Flags {
  readonly past?: true
  readonly json?: true
}

interface Preview {
  readonly campaignId: number
  readonly name: string
  readonly content: Content | null
  /** Groups that are told something else. */
  readonly own: readonly (Omit<CampaignGroup, 'contentId' | 'whyNot' | 'position'> & { readonly content: Content })[]
  readonly past: readonly PastText[]
}

/** Adds `karvon campaigns preview`: what it says, as it will look. */
export function previewCommand(context: CommandContext, campaigns: Command): void {
  withJson(campaigns.command('preview'))
    .description('what it says as it will look, also to groups with a text of their own')
    .argument('<id>', 'the campaign', parseId)
    .option('--past', 'also what it said before, the newest first')
    .addHelpText('after', examples)
    .action((id: number, flags: Flags) => {
      const found = read(context, id, flags.past === true)
      say(context.terminal, flags, found, () => inWords(context, found))
    })
}

function read(context: CommandContext, id: number, isPastWanted: boolean): Preview {
  return context.read((db) => {
    const spine = openSpine(db)
    const changes = openChanges(db, spine)
    const of = { id, ownerId: null }
    const report = openCampaigns(db, spine).campaignReport({ ...of, runs: 0 })
    if (report === undefined) throw campaignRefusal({ type: 'not-found' }, id)
    const groups: CampaignGroup[] = []
    for (let page = pageSize; page === pageSize;) {
      const found = changes.campaignGroups({ ...of, after: groups.at(-1) ?? null, limit: pageSize })
      groups.push(...found)
      page = found.length
    }
    const own = groups.flatMap(({ accountId, peer, topic, title, contentId }) => {
      const content = contentId === null ? undefined : spine.contents.get(contentId)
      return content === undefined ? [] : [{ accountId, peer, topic, title, content }]
    })
    const past = isPastWanted ? changes.pastTexts({ ...of, limit: pastMax }) : []
    return { campaignId: id, name: report.campaign.name, content: report.content, own, past }
  })
}

function inWords({ terminal, clock }: CommandContext, { campaignId, name, content, own, past }: Preview): string {
  const head = (text: string) => paint(terminal, 'dim', printable(text))
  const said = content === null ? 'It has no text.' : previewText(terminal, content)
  const nowMs = clock.nowMs()
  return [
    `${head(`Campaign ${campaignId}, ${name}:`)}\n${said}`,
    ...own.map(({ title, peer, topic, content: text }) => {
      const where = `${title === '' ? peer : title}${topic === 0 ? '' : `, topic ${topic}`}`
      return `${head(`To ${where}:`)}\n${previewText(terminal, text)}`
    }),
    ...past.map(
      ({ content: text, untilMs }) => `${head(`Until ${relative(untilMs, nowMs)}:`)}\n${previewText(terminal, text)}`,
    ),
  ].join('\n\n')
}

const examples = `
A terminal shows bold, italic and the like; where a link leads stands behind it.

Exit codes: 0 shown, 2 there is no such campaign, 78 something must be mended first.

Examples:
  $ karvon campaigns preview 12
  $ karvon campaigns preview 12 --past
`
