import { Option } from 'commander'
import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseId } from '../../../cli/arguments.ts'
import { say, withJson } from '../../../cli/output.ts'
import { encodeContent } from '../../../delivery/message.ts'
import { openSpine } from '../../../store/store.ts'
import type { FeatureContext } from '../../feature.ts'
import { readHtml } from '../file/html-option.ts'
import { openUndos } from './store.ts'
import type { Undo, UndoOutlook } from './verbs.ts'
import { outlookInWords, undoInWords, undoRefusal } from './words.ts'

interface Flags {
  readonly edit?: string
  readonly html?: true
  readonly dryRun?: true
  readonly stop?: true
  readonly yes?: true
  readonly json?: true
}

/** Adds to `karvon campaigns` what takes back, or changes, all that a round has sent. */
export function undoCommand(context: FeatureContext, campaigns: Command): void {
  withJson(campaigns.command('undo'))
    .description('takes back all that a round has sent, or gives it another text')
    .argument('<round>', 'its number, as `karvon campaigns show ID` lists it', parseId)
    .option('--edit <text>', 'do not take the messages back: let them say this')
    .option('--html', 'that text is HTML, as the Bot API knows it: <b>, <i>, <a href>…')
    .addOption(new Option('--dry-run', 'say what would be done, and do nothing').conflicts(['stop', 'yes']))
    .addOption(new Option('--stop', 'leave what is not done yet as it is').conflicts(['edit', 'html']))
    .option('--yes', 'without asking')
    .addHelpText('after', examples)
    .action((runId: number, flags: Flags) =>
      flags.stop === true ? stop(context, runId, flags) : undo(context, runId, flags),
    )
}

const examples = `
It goes at the pace of the accounts that have sent, and beside what they send. What it could not do stands in
\`karvon campaigns show ID --groups ROUND\`. Accounts may edit for two days and delete for ever; bots delete for two days.

Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns undo 31 --dry-run
  $ karvon campaigns undo 31 --yes
  $ karvon campaigns undo 31 --edit "Toshkent - Samarqand: 2 joy qoldi"
  $ karvon campaigns undo 31 --stop
`

async function undo(context: FeatureContext, runId: number, flags: Flags): Promise<void> {
  const { terminal } = context
  const content = contentOf(flags)
  const what = content === null ? 'delete' : 'edit'
  const outlook = context.read((db): UndoOutlook => {
    const found = openUndos(db, openSpine(db)).undoOutlook({ runId, ownerId: null, what, nowMs: context.clock.nowMs() })
    if (found === undefined) throw undoRefusal({ type: 'not-found' }, runId)
    return found
  })
  const words = outlookInWords(outlook, what)
  if (flags.dryRun === true) {
    say(terminal, flags, { what, ...outlook }, () => words)
    return
  }
  if (outlook.problem === null) await confirm(context, flags, words)
  const done = await context.make<Undo>('campaigns.undo', {
    runId,
    body: content === null ? null : encodeContent(content),
  })
  say(terminal, flags, { undo: done }, () => {
    const watch = `\`karvon campaigns show ${done.campaignId} --groups ${runId}\``
    return `It has begun: ${outlook.count} to ${what}. See how it goes: ${watch}`
  })
}

async function stop(context: FeatureContext, runId: number, flags: Flags): Promise<void> {
  const undos = await context.change<Undo[]>('campaigns.undo-stop', { runId })
  if (undos.length === 0) throw new Refusal(`round ${runId} is not being undone: there is nothing to stop`)
  say(context.terminal, flags, { undos }, () => undos.map((one) => `${undoInWords(one)}.`).join('\n'))
}

/** @throws Refusal for HTML that cannot be read */
function contentOf({ edit, html }: Flags) {
  if (edit !== undefined) return html === true ? readHtml(edit) : { text: edit, entities: [] }
  if (html === true) throw new Refusal('--html says how --edit is written: give the text with --edit')
  return null
}

/** @throws Refusal unless the person says yes, or said so before */
async function confirm({ terminal }: FeatureContext, flags: Flags, words: string): Promise<void> {
  if (flags.yes === true) return
  const answer = await terminal.ask(`${words}\nType yes: `)
  if (answer.trim().toLowerCase() !== 'yes') throw new Refusal('nothing was changed; --yes does it without asking')
}
