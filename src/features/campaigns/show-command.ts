import { Option } from 'commander'
import type { Command } from 'commander'
import { printable } from '../../base/printable.ts'
import { parseId } from '../../cli/arguments.ts'
import { counted, relative, say, table, withJson } from '../../cli/output.ts'
import type { Terminal } from '../../cli/terminal.ts'
import { openSpine } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import { hinderedInWords, readHindered } from './outlook.ts'
import type { Hindered } from './outlook.ts'
import { campaignRefusal } from './refusals.ts'
import { showGroups } from './round/show.ts'
import { nextInWords, stateInWords } from './state-words.ts'
import { cargoInWords } from './content-words.ts'
import { olderInWords } from './latest-option.ts'
import { openCampaigns } from './store.ts'
import { sinceInWords, sinceSent } from './undo/since.ts'
import type { Since } from './undo/since.ts'
import { openUndos } from './undo/store.ts'
import type { CampaignReport, RunReport } from './verbs.ts'
import { watch } from './watch.ts'
import { zoneOf } from './when/commands.ts'
import { boundsInWords, gridInWords, momentInWords } from './when/words.ts'

/** Adds `karvon campaigns show`: how one goes, now or for as long as its round does. */
export function showCommand(context: FeatureContext, campaigns: Command): void {
  withJson(campaigns.command('show'))
    .description('one campaign with its last rounds')
    .argument('<id>', 'the campaign', parseId)
    .addOption(
      new Option('--groups [round]', 'what became of each message of a round; of the last, unless told')
        .argParser(parseId)
        .conflicts('watch'),
    )
    .option('--watch', 'until its round is over, or Ctrl-C; where no terminal is, a line for each change')
    .addHelpText('after', examples)
    .action((id: number, flags: ShowFlags) => show(context, id, flags))
}

const examples = `
Exit codes: 0 shown, 2 there is no such campaign, 78 something must be mended first.

Examples:
  $ karvon campaigns show 12
  $ karvon campaigns show 12 --watch
  $ karvon campaigns show 12 --groups
  $ karvon campaigns show 12 --json | jq '.runs[0] | {sent, failed, open}'
`

const runsShown = 10

interface ShowFlags {
  readonly groups?: number | true
  readonly watch?: true
  readonly json?: true
}

async function show(context: FeatureContext, id: number, flags: ShowFlags): Promise<void> {
  if (flags.groups !== undefined) return showGroups(context, id, flags.groups, flags)
  const { terminal, clock } = context
  if (flags.watch !== true) {
    return say(terminal, flags, read(context, id), (value) => inWords(terminal, value, clock.nowMs()))
  }
  const isInPlace = terminal.isTerminal && flags.json !== true
  await watch(terminal, isInPlace, () => {
    const report = read(context, id)
    return {
      screen: inWords(terminal, report, clock.nowMs()),
      line: flags.json === true ? JSON.stringify(report) : lineOf(report),
      isOver: isOver(report, clock.nowMs()),
    }
  })
}

/** @throws Refusal when there is none */
function read(context: FeatureContext, id: number): ShownReport {
  const report = context.read((db) => {
    const found = openCampaigns(db, openSpine(db)).campaignReport({ id, ownerId: null, runs: runsShown })
    if (found === undefined) return undefined
    const { campaign } = found
    const undos = openUndos(db, openSpine(db))
    const runs = found.runs.map((run) => {
      return { ...run, ...sinceSent(run.sent, undos.undosOf({ runId: run.id, ownerId: null })) }
    })
    return {
      ...found,
      runs,
      hindered: readHindered(db, campaign, context.clock.nowMs()),
      zone: zoneOf(db, campaign.ownerId),
    }
  })
  if (report === undefined) throw campaignRefusal({ type: 'not-found' }, id)
  return report
}

/** Its last round has nothing open, and none begins now. */
function isOver({ campaign: { state, nextAtMs }, runs: [run] }: ShownReport, nowMs: number): boolean {
  const isBeginning = state === 'running' && nextAtMs !== null && nextAtMs <= nowMs
  const isGoing = run !== undefined && (run.state === 'planning' || run.open > 0)
  return !isBeginning && !isGoing
}

/** `running; round 5 running: 3 of 10 sent, 1 failed, 6 open` */
function lineOf({ campaign, runs: [run] }: ShownReport): string {
  const state = stateInWords(campaign)
  if (run === undefined) return `${state}; no round yet`
  const { id, targets, sent, failed, cancelled, uncertain, open } = run
  const rest = Object.entries({ failed, cancelled, uncertain, open }).filter(([, count]) => count > 0)
  const since = sinceInWords(run)
  const parts = [`${sent} of ${targets} sent`, ...(since === '' ? [] : [since])]
  const figures = [...parts, ...rest.map(([name, count]) => `${count} ${name}`)].join(', ')
  return `${state}; round ${id} ${stateInWords(run)}: ${figures}`
}

type ShownRun = RunReport & Since

interface ShownReport extends Omit<CampaignReport, 'runs'> {
  readonly runs: readonly ShownRun[]
  readonly hindered: readonly Hindered[]
  readonly zone: string
}

function inWords(terminal: Terminal, { campaign, content, runs, hindered, zone }: ShownReport, nowMs: number): string {
  const { id, ownerId, name, everyMs, timetable, nextAtMs, targets, accounts } = campaign
  const next = nextInWords(campaign, nowMs)
  const facts: (readonly [string, string | number])[] = [
    ['Name', name],
    ['Owner', ownerId],
    ['State', stateInWords(campaign)],
    ...(hindered.length === 0 ? [] : [['Nothing goes', hinderedInWords(hindered, nowMs)] as const]),
    ['When', gridInWords({ everyMs, timetable })],
    ...(campaign.keepLatest === 'off' ? [] : [['Older messages', olderInWords[campaign.keepLatest]] as const]),
    ...boundsInWords(timetable),
    ...(next === undefined
      ? []
      : [
          [
            'Next',
            nextAtMs === null || nextAtMs <= nowMs ? next : `${next}, ${momentInWords(nextAtMs, zone)}`,
          ] as const,
        ]),
    ['Groups', `${targets}, by ${counted(accounts, 'account')}`],
  ]
  const cargo = content === null ? '' : cargoInWords(content)
  const text = content?.text ?? ''
  const said = [...(cargo === '' ? [] : [`[${cargo}]`]), ...(text === '' && cargo !== '' ? [] : text.split('\n'))].map(
    (line) => `  ${printable(line)}`,
  )
  const head = [table(terminal, [`Campaign ${id}`, ''], facts), '', ...said].join('\n')
  if (runs.length === 0) return head
  const isUndone = runs.some((run) => sinceInWords(run) !== '')
  const columns = [
    'run',
    'planned',
    'state',
    'targets',
    'sent',
    'failed',
    'cancelled',
    'uncertain',
    'open',
    ...(isUndone ? ['since then'] : []),
  ]
  return `${head}\n\n${table(
    terminal,
    columns,
    runs.map((run) => [...rowOf(run, nowMs), ...(isUndone ? [sinceInWords(run)] : [])]),
  )}`
}

function rowOf(run: RunReport, nowMs: number) {
  const { id, plannedAtMs, targets, sent, failed, cancelled, uncertain, open } = run
  return [id, relative(plannedAtMs, nowMs), stateInWords(run), targets, sent, failed, cancelled, uncertain, open]
}
