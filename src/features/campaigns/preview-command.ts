import type { Command } from 'commander'
import { printable } from '../../base/printable.ts'
import { parseId } from '../../cli/arguments.ts'
import { paint, relative, say, withJson } from '../../cli/output.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Database } from '../../base/sqlite.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { KeepLatest } from '../../store/store.ts'
import type { Content } from '../../delivery/message.ts'
import { openSpine } from '../../store/store.ts'
import { openChanges } from './changes/store.ts'
import type { CampaignGroup, PastText } from './changes/verbs.ts'
import { previewText } from './preview-text.ts'
import { olderInWords } from './latest-option.ts'
import { campaignRefusal } from './refusals.ts'
import { refusingInWords } from './rights/words.ts'
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
  readonly keepLatest: KeepLatest
  /** What the files of all these texts are called. */
  readonly files: readonly FileName[]
  /** Groups that are told something else. */
  readonly own: readonly (Omit<CampaignGroup, 'contentId' | 'whyNot' | 'position'> & { readonly content: Content })[]
  readonly past: readonly PastText[]
  /** Groups that will not take it, as far as is known; null: none. */
  readonly warning: string | null
}

interface FileName {
  readonly id: number
  readonly name: string
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
    const { campaign, content } = report
    const said = [content, ...own.map((group) => group.content), ...past.map((text) => text.content)]
    const files = namesOf(db, said)
    const warning = refusingInWords(db, id, context.clock.nowMs()) ?? null
    const { name, keepLatest } = campaign
    return { campaignId: id, name, keepLatest, content, files, own, past, warning }
  })
}

function namesOf(db: Database, said: readonly (Content | null)[]): FileName[] {
  const named = db.prepare<[number], FileName>('select id, name from files where id = ?')
  const ids = new Set(said.flatMap((content) => (content?.media ?? []).map(({ fileId }) => fileId)))
  return [...ids].flatMap((id) => named.get(id) ?? [])
}

function inWords({ terminal, clock }: CommandContext, preview: Preview): string {
  const { campaignId, name, keepLatest, content, own, past, warning } = preview
  const names = new Map(preview.files.map((file) => [file.id, file.name]))
  const shown = (of: Content) => shownContent(terminal, of, names)
  const head = (text: string) => paint(terminal, 'dim', printable(text))
  const said = content === null ? 'It has no text.' : shown(content)
  const nowMs = clock.nowMs()
  return [
    `${head(`Campaign ${campaignId}, ${name}:`)}\n${said}`,
    ...(keepLatest === 'off' ? [] : [head(`Older messages: ${olderInWords[keepLatest]}.`)]),
    ...own.map(({ title, peer, topic, content: text }) => {
      const where = `${title === '' ? peer : title}${topic === 0 ? '' : `, topic ${topic}`}`
      return `${head(`To ${where}:`)}\n${shown(text)}`
    }),
    ...past.map(({ content: text, untilMs }) => `${head(`Until ${relative(untilMs, nowMs)}:`)}\n${shown(text)}`),
    ...(warning === null ? [] : [warning]),
  ].join('\n\n')
}

/** With what stands above the text. */
function shownContent(terminal: Terminal, content: Content, names: ReadonlyMap<number, string>): string {
  const { media = [], forward } = content
  if (forward !== undefined) return printable(`[post of ${forward.title}]`)
  const files = media.map(({ kind, fileId }) => printable(`[${kind} ${names.get(fileId) ?? ''}]`))
  return [...files, ...(content.text === '' ? [] : [previewText(terminal, content)])].join('\n')
}

const examples = `
A terminal shows bold, italic and the like; where a link leads stands behind it.

Exit codes: 0 shown, 2 there is no such campaign, 78 something must be mended first.

Examples:
  $ karvon campaigns preview 12
  $ karvon campaigns preview 12 --past
`
