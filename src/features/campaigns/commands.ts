import { Option } from 'commander'
import type { Command } from 'commander'
import { printable } from '../../base/printable.ts'
import { Refusal } from '../../base/refusal.ts'
import { parseDuration, parseGroups, parseId, parseLine } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import type { CommandContext } from '../../cli/context.ts'
import { counted, relative, say, table, withJson } from '../../cli/output.ts'
import type { Terminal } from '../../cli/terminal.ts'
import { openSpine } from '../../store/store.ts'
import type { CampaignWord } from './campaign.ts'
import type { ToldCampaign } from './control.ts'
import { requireOwner } from './known.ts'
import { campaignRefusal, durationText } from './refusals.ts'
import { hinderedInWords, longRoundInWords, readHindered } from './outlook.ts'
import type { Hindered } from './outlook.ts'
import { openCampaigns } from './store.ts'
import type { Campaign, CampaignReport, RunReport } from './verbs.ts'
import { nextInWords, stateInWords } from './state-words.ts'

/** `karvon campaigns`: what is sent, to whom and when. */
export function campaignsCommand(context: CommandContext): CliCommand {
  return {
    name: 'campaigns',
    register(program: Command): void {
      const campaigns = program
        .command('campaigns')
        .description('what is sent, to whom and when: create, list, show, start, pause, resume, stop')
      withJson(campaigns.command('create'))
        .description('a text to groups of an account, once or in rounds')
        .requiredOption('--owner <id>', 'whose it is', parseId)
        .requiredOption('--account <id>', 'who sends it', parseId)
        .requiredOption('--groups <ids>', 'all, or ids separated by commas', parseGroups)
        .requiredOption('--text <text>', 'what it says')
        .addOption(
          new Option('--every <interval>', 'in rounds: 5m, 2h, 1d; start to start')
            .argParser(parseDuration)
            .conflicts('once'),
        )
        .option('--once', 'one round')
        .option('--name <name>', 'how to call it; otherwise how its text begins', parseLine(64))
        .option('--start', 'and start it')
        .addHelpText('after', createExamples)
        .action((flags: CreateFlags) => create(context, flags))
      withJson(campaigns.command('list'))
        .description('every campaign, newest first')
        .option('--owner <id>', 'of this owner only', parseId)
        .addHelpText('after', examples)
        .action((flags: { owner?: number; json?: true }) => list(context, flags))
      withJson(campaigns.command('show'))
        .description('one campaign with its last rounds')
        .argument('<id>', 'the campaign', parseId)
        .addHelpText('after', examples)
        .action((id: number, flags: { json?: true }) => show(context, id, flags))
      for (const [word, description] of Object.entries(words)) {
        withJson(campaigns.command(word))
          .description(description)
          .argument('<id>', 'the campaign', parseId)
          .addHelpText('after', examples)
          .action((id: number, flags: { json?: true }) => tell(context, word, id, flags))
      }
      campaigns.addHelpText('after', examples)
    },
  }
}

interface CreateFlags {
  readonly owner: number
  readonly account: number
  readonly groups: 'all' | readonly number[]
  readonly text: string
  readonly every?: number
  readonly once?: true
  readonly name?: string
  readonly start?: true
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
The smallest interval is MIN_INTERVAL_MINUTES. A campaign that cannot start is not made.

Exit codes: 0 made, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns create --owner 1001 --account 7 --groups all --text "Toshkent - Samarqand, 4 joy" --every 30m --start
  $ karvon campaigns create --owner 1001 --account 7 --groups -1001234567890,-1009876543210 --text "Salom" --once --start
`

async function create(context: CommandContext, flags: CreateFlags): Promise<void> {
  const { owner, account, groups, text, every, once, name, start } = flags
  if (every === undefined && once === undefined) throw new Refusal('give --every INTERVAL or --once')
  context.read((db) => requireOwner(db, owner))
  const campaign = await context.make<Campaign>('campaigns.create', {
    ownerId: owner,
    accountId: account,
    groups,
    text,
    everyMs: every ?? null,
    name: name ?? null,
    isStarted: start === true,
  })
  const warning = context.read((db) => longRoundInWords(db, campaign))
  say(context.terminal, flags, { campaign, warning: warning ?? null }, () => {
    const next = start === true ? 'It has started.' : `Start it: \`karvon campaigns start ${campaign.id}\``
    return [`Campaign ${campaign.id}, ${counted(campaign.targets, 'group')}. ${next}`, warning ?? ''].join('\n')
  })
}

async function tell(context: CommandContext, word: string, id: number, flags: { json?: true }): Promise<void> {
  const { isUnchanged, ...campaign } = await context.change<ToldCampaign>(`campaigns.${word}`, { id })
  const already = isUnchanged ? ' already' : ''
  const warning = word === 'start' ? context.read((db) => longRoundInWords(db, campaign)) : undefined
  say(context.terminal, flags, { campaign, isUnchanged, warning: warning ?? null }, () =>
    [`Campaign ${id} is ${campaign.state}${already}.`, warning ?? ''].join('\n'),
  )
}

const pageSize = 1000

function list(context: CommandContext, flags: { owner?: number; json?: true }): void {
  const { terminal, clock } = context
  const campaigns = context.read((db) => {
    if (flags.owner !== undefined) requireOwner(db, flags.owner)
    const verbs = openCampaigns(db, openSpine(db))
    const all: (Campaign & { readonly hindered: readonly Hindered[] })[] = []
    for (;;) {
      const page = verbs.campaigns({ ownerId: flags.owner ?? null, before: all.at(-1)?.id ?? null, limit: pageSize })
      all.push(...page.map((campaign) => ({ ...campaign, hindered: readHindered(db, campaign, clock.nowMs()) })))
      if (page.length < pageSize) return all
    }
  })
  say(terminal, flags, { campaigns }, () => {
    if (campaigns.length === 0) return 'No campaigns yet: `karvon campaigns create --help`.'
    const rows = campaigns.map(({ id, ownerId, name, state, everyMs, nextAtMs, targets, hindered }) => [
      id,
      ownerId,
      name,
      hindered.length === 0 ? state : `${state}, no account can send`,
      everyMs === null ? 'once' : `every ${durationText(everyMs)}`,
      nextInWords({ state, nextAtMs }, clock.nowMs()) ?? '–',
      targets,
    ])
    return table(terminal, ['id', 'owner', 'name', 'state', 'when', 'next', 'groups'], rows)
  })
}

const runsShown = 10

function show(context: CommandContext, id: number, flags: { json?: true }): void {
  const { terminal, clock } = context
  const report = context.read((db) => {
    const found = openCampaigns(db, openSpine(db)).campaignReport({ id, ownerId: null, runs: runsShown })
    return found === undefined ? undefined : { ...found, hindered: readHindered(db, found.campaign, clock.nowMs()) }
  })
  if (report === undefined) throw campaignRefusal({ type: 'not-found' }, id)
  say(terminal, flags, report, (value) => inWords(terminal, value, clock.nowMs()))
}

type ShownReport = CampaignReport & { readonly hindered: readonly Hindered[] }

function inWords(terminal: Terminal, { campaign, content, runs, hindered }: ShownReport, nowMs: number): string {
  const { id, ownerId, name, everyMs, targets, accounts } = campaign
  const next = nextInWords(campaign, nowMs)
  const facts: (readonly [string, string | number])[] = [
    ['Name', name],
    ['Owner', ownerId],
    ['State', stateInWords(campaign)],
    ...(hindered.length === 0 ? [] : [['Nothing goes', hinderedInWords(hindered, nowMs)] as const]),
    ['When', everyMs === null ? 'once' : `every ${durationText(everyMs)}`],
    ...(next === undefined ? [] : [['Next', next] as const]),
    ['Groups', `${targets}, by ${counted(accounts, 'account')}`],
  ]
  const said = (content?.text ?? '').split('\n').map((line) => `  ${printable(line)}`)
  const head = [table(terminal, [`Campaign ${id}`, ''], facts), '', ...said].join('\n')
  if (runs.length === 0) return head
  const columns = ['run', 'planned', 'state', 'targets', 'sent', 'failed', 'cancelled', 'uncertain', 'open']
  return `${head}\n\n${table(
    terminal,
    columns,
    runs.map((run) => rowOf(run, nowMs)),
  )}`
}

function rowOf(run: RunReport, nowMs: number) {
  const { id, plannedAtMs, targets, sent, failed, cancelled, uncertain, open } = run
  return [id, relative(plannedAtMs, nowMs), stateInWords(run), targets, sent, failed, cancelled, uncertain, open]
}
