import { Option } from 'commander'
import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import { parseGroups, parseId, parseLine, parsePath } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import type { CommandContext } from '../../cli/context.ts'
import { counted, say, table, withJson } from '../../cli/output.ts'
import { encodeContent } from '../../delivery/message.ts'
import { openSpine } from '../../store/store.ts'
import type { KeepLatest } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import type { CampaignWord } from './campaign.ts'
import type { ToldCampaign } from './control.ts'
import { changeCommands } from './changes/commands.ts'
import { packTarget } from './changes/shapes.ts'
import { dryRunCommand, dryRunOfFile } from './dry-run/command.ts'
import { readHtml } from './file/html-option.ts'
import { mediaGiven, mediaOption } from './file/media-option.ts'
import { openCampaignFile } from './file/open.ts'
import { withFiles } from './file/put-files.ts'
import { requireOwner } from './known.ts'
import { keepLatestOption } from './latest-option.ts'
import { readHindered, warningOf } from './outlook.ts'
import type { Hindered } from './outlook.ts'
import { previewCommand } from './preview-command.ts'
import { retryCommand } from './replay-command.ts'
import { showCommand } from './show-command.ts'
import { openCampaigns } from './store.ts'
import type { Campaign } from './verbs.ts'
import { nextInWords } from './state-words.ts'
import { testSendCommand } from './test-send/command.ts'
import { undoCommand } from './undo/command.ts'
import { nextLine, registerWhen, zoneOf } from './when/commands.ts'
import { whenFrom, whenOptions, withWhen } from './when/flags.ts'
import type { WhenFlags } from './when/flags.ts'
import { gridInWords } from './when/words.ts'

/** `karvon campaigns`: what is sent, to whom and when. */
export function campaignsCommand(context: FeatureContext): CliCommand {
  return {
    name: 'campaigns',
    register(program: Command): void {
      const campaigns = program
        .command('campaigns')
        .description('what is sent, to whom and when; its commands: karvon campaigns --help')
      withWhen(withJson(campaigns.command('create')))
        .description('a text to groups of an account, once, in rounds or at set times')
        .option('--owner <id>', 'whose it is', parseId)
        .option('--account <id>', 'who sends it', parseId)
        .option('--groups <ids>', 'all, or ids separated by commas', parseGroups)
        .option('--text <text>', 'what it says; of files, below them')
        .addOption(mediaOption())
        .option('--html', 'the text is HTML, as the Bot API knows it: <b>, <i>, <a href>…')
        .option('--name <name>', 'how to call it; otherwise how its text begins', parseLine(64))
        .addOption(keepLatestOption())
        .option('--start', 'and start it')
        .option('--dry-run', 'with --file: only say what it would do')
        .addOption(
          new Option('--file <file>', 'all of it from a YAML file, or - for standard input')
            .argParser(parsePath)
            .conflicts(['account', 'groups', 'text', 'html', 'media', 'name', ...whenOptions]),
        )
        .addHelpText('after', createExamples)
        .action((flags: CreateFlags) => create(context, flags))
      withJson(campaigns.command('list'))
        .description('every campaign, newest first')
        .option('--owner <id>', 'of this owner only', parseId)
        .option('--archived', 'those out of the lists instead')
        .addHelpText('after', examples)
        .action((flags: ListFlags) => list(context, flags))
      showCommand(context, campaigns)
      for (const [word, description] of Object.entries(words)) {
        withJson(campaigns.command(word))
          .description(description)
          .argument('<id>', 'the campaign', parseId)
          .addHelpText('after', examples)
          .action((id: number, flags: { json?: true }) => tell(context, word, id, flags))
      }
      retryCommand(context, campaigns)
      changeCommands(context, campaigns)
      previewCommand(context, campaigns)
      testSendCommand(context, campaigns)
      dryRunCommand(context, campaigns)
      undoCommand(context, campaigns)
      registerWhen(campaigns, context)
      campaigns.addHelpText('after', examples)
    },
  }
}

interface CreateFlags extends WhenFlags {
  readonly owner?: number
  readonly account?: number
  readonly groups?: 'all' | readonly number[]
  readonly text?: string
  readonly html?: true
  readonly media?: readonly string[]
  readonly file?: string
  readonly name?: string
  readonly keepLatest?: KeepLatest
  readonly start?: true
  readonly dryRun?: true
  readonly json?: true
}

const words: Readonly<Record<CampaignWord, string>> = {
  start: 'begins, also again after its end',
  pause: 'nothing more is sent until it is resumed; what is on the wire arrives',
  resume: 'goes on where it was',
  stop: 'what is left of its round is cancelled',
}

const examples = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns list
  $ karvon campaigns show 12
  $ karvon campaigns pause 12
  $ karvon campaigns show 12 --json | jq '.runs[0] | {sent, failed, open}'
`

const createExamples = `
The smallest interval is MIN_INTERVAL_MINUTES. A campaign that cannot start is not made. docs/campaign.example.yaml shows a file.

Exit codes: 0 made, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns create --owner 1001 --account 7 --groups all --text "Toshkent - Samarqand, 4 joy" --every 30m --start
  $ karvon campaigns create --owner 1001 --account 7 --groups -1001234567890,-1009876543210 --text "Salom" --once --start
  $ karvon campaigns create --owner 1001 --account 7 --groups all --media taxi.jpg --text "Toshkent" --every 2h --start
  $ karvon campaigns create --file campaign.yaml --start
`

async function create(context: FeatureContext, flags: CreateFlags): Promise<void> {
  const { start, file, dryRun } = flags
  if (dryRun === true) {
    if (file === undefined)
      throw new Refusal(
        '--dry-run needs --file FILE; with flags, leave out --start: `karvon campaigns dry-run ID` then says what it would do',
      )
    const { owner, json } = flags
    return dryRunOfFile(context, file, { ...(owner !== undefined && { owner }), ...(json === true && { json }) })
  }
  // What it needs is read before anything is made.
  const spread = context.sending()
  const given = file === undefined ? await givenBy(context, flags) : await fromFile(context, file, flags)
  const campaign = await context.make<Campaign>('campaigns.create', {
    ...given,
    ...latestIn(flags),
    isStarted: start === true,
  })
  const nowMs = context.clock.nowMs()
  const [warning, zone] = context.read(
    (db) => [warningOf(db, campaign, { spread, nowMs }), zoneOf(db, campaign.ownerId)] as const,
  )
  say(context.terminal, flags, { campaign, warning: warning ?? null }, () => {
    const next = start === true ? 'It has started.' : `Start it: \`karvon campaigns start ${campaign.id}\``
    const said = `Campaign ${campaign.id}, ${counted(campaign.targets, 'group')}. ${next}`
    return linesOf(said, nextLine(campaign, zone, nowMs), warning ?? '')
  })
}

function linesOf(...lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n')
}

async function givenBy(context: CommandContext, flags: CreateFlags): Promise<object> {
  const { owner, account, groups, media = [], html, every, once, at, name } = flags
  const text = flags.text ?? (media.length === 0 ? undefined : '')
  if (owner === undefined || account === undefined || groups === undefined || text === undefined) {
    const missing = Object.entries({ owner, account, groups, text }).filter(([, value]) => value === undefined)
    throw new Refusal(`give ${missing.map(([option]) => `--${option}`).join(', ')}, or all of it as --file FILE`)
  }
  if (every === undefined && once === undefined && at === undefined) {
    throw new Refusal('give --every INTERVAL, --at TIMES or --once')
  }
  const zone = context.read((db) => {
    requireOwner(db, owner)
    return zoneOf(db, owner)
  })
  const when = whenFrom(flags, { everyMs: null, timetable: null }, zone)
  const said = mediaGiven(html === true ? readHtml(text) : { text, entities: [] }, media)
  const content = encodeContent(await withFiles(context, owner, said))
  return {
    ownerId: owner,
    accountId: account,
    groups,
    text,
    content,
    ...when,
    name: name ?? null,
  }
}

/** Beside a file too. */
const latestIn = ({ keepLatest }: CreateFlags) => (keepLatest === undefined ? {} : { keepLatest })

async function fromFile(context: FeatureContext, path: string, flags: CreateFlags): Promise<object> {
  const { owner, keepLatest: toldLatest } = flags
  const told = { ...(owner !== undefined && { ownerId: owner }), ...(toldLatest && { keepLatest: toldLatest }) }
  const file = await openCampaignFile(context, path, told)
  const { ownerId, accountIds, name, when, targets, keepLatest } = file
  const content = await withFiles(context, ownerId, file)
  const said = { content: encodeContent(content), targets: targets.map(packTarget) }
  const latest = keepLatest === undefined ? {} : { keepLatest }
  return { ownerId, accountId: accountIds[0], name, ...when, text: content.text, groups: 'all', ...latest, ...said }
}

async function tell(context: FeatureContext, word: string, id: number, flags: { json?: true }): Promise<void> {
  const spread = context.sending()
  const { isUnchanged, ...campaign } = await context.change<ToldCampaign>(`campaigns.${word}`, { id })
  const already = isUnchanged ? ' already' : ''
  const now = { spread, nowMs: context.clock.nowMs() }
  const warning = word === 'start' ? context.read((db) => warningOf(db, campaign, now)) : undefined
  say(context.terminal, flags, { campaign, isUnchanged, warning: warning ?? null }, () =>
    [`Campaign ${id} is ${campaign.state}${already}.`, warning ?? ''].join('\n'),
  )
}

const pageSize = 1000

interface ListFlags {
  readonly owner?: number
  readonly archived?: true
  readonly json?: true
}

function list(context: CommandContext, flags: ListFlags): void {
  const { terminal, clock } = context
  const isArchived = flags.archived === true
  const campaigns = context.read((db) => {
    if (flags.owner !== undefined) requireOwner(db, flags.owner)
    const verbs = openCampaigns(db, openSpine(db))
    const all: (Campaign & { readonly hindered: readonly Hindered[] })[] = []
    for (;;) {
      const of = { ownerId: flags.owner ?? null, isArchived }
      const page = verbs.campaigns({ ...of, before: all.at(-1)?.id ?? null, limit: pageSize })
      all.push(...page.map((campaign) => ({ ...campaign, hindered: readHindered(db, campaign, clock.nowMs()) })))
      if (page.length < pageSize) return all
    }
  })
  say(terminal, flags, { campaigns }, () => {
    if (campaigns.length === 0 && isArchived) return 'No campaign is archived.'
    if (campaigns.length === 0) return 'No campaigns yet: `karvon campaigns create --help`.'
    const rows = campaigns.map(({ id, ownerId, name, state, everyMs, timetable, nextAtMs, targets, hindered }) => [
      id,
      ownerId,
      name,
      hindered.length === 0 ? state : `${state}, no account can send`,
      gridInWords({ everyMs, timetable }),
      nextInWords({ state, nextAtMs }, clock.nowMs()) ?? '–',
      targets,
    ])
    return table(terminal, ['id', 'owner', 'name', 'state', 'when', 'next', 'groups'], rows)
  })
}
