import type { Command } from 'commander'
import { printable } from '../../../base/printable.ts'
import { Refusal } from '../../../base/refusal.ts'
import type { Database } from '../../../base/sqlite.ts'
import { parseCount, parseId, parsePath } from '../../../cli/arguments.ts'
import { counted, relative, say, table, withJson } from '../../../cli/output.ts'
import type { Terminal } from '../../../cli/terminal.ts'
import { firstInstant } from '../../../scheduler/misfire.ts'
import { openSpine } from '../../../store/store.ts'
import type { KeepLatest } from '../../../store/store.ts'
import type { FeatureContext, SendingSettings } from '../../feature.ts'
import { campaignLimits, nameFrom } from '../campaign.ts'
import type { CampaignProblem } from '../campaign.ts'
import type { FileCampaign } from '../file/campaign-file.ts'
import type { DiskFile } from '../file/disk-file.ts'
import { cargoInWords } from '../content-words.ts'
import { openCampaignFile } from '../file/open.ts'
import { durationText } from '../duration-text.ts'
import { olderInWords } from '../latest-option.ts'
import { campaignRefusal, problemInWords } from '../refusals.ts'
import { kindsInWords } from '../rights/words.ts'
import { roundsLeftOf } from '../when/rounds-left.ts'
import { zoneOf } from '../when/commands.ts'
import { dryRun } from './dry-run.ts'
import type { DryCampaign, DryMessage, DryRefusal, DryRound } from './dry-run.ts'
import { openDryRun } from './store.ts'
import type { DryGroup, DryRunVerbs } from './verbs.ts'

interface DryRunFlags {
  readonly file?: string
  readonly owner?: number
  readonly rounds?: number
  readonly json?: true
}

const roundsMax = 100

/** Adds `karvon campaigns dry-run`: who would be written to, when and what, without anything being sent. */
export function dryRunCommand(context: FeatureContext, campaigns: Command): void {
  withJson(campaigns.command('dry-run'))
    .description('what it would do: who, when, what, and what would go wrong; nothing is sent or changed')
    .argument('[id]', 'the campaign', parseId)
    .option('--file <file>', 'instead of one that stands: a YAML file, or - for standard input', parsePath)
    .option('--rounds <count>', 'so many rounds; otherwise the next one', parseCount(1, roundsMax))
    .addHelpText('after', examples)
    .action(async (id: number | undefined, flags: DryRunFlags) => {
      const { file } = flags
      if ((id === undefined) === (file === undefined)) {
        throw new Refusal('give the campaign or --file FILE, one of them: `karvon campaigns dry-run 12`')
      }
      if (file !== undefined) await dryRunOfFile(context, file, flags)
      else if (id !== undefined) await tell(context, flags, stored(context, id))
    })
}

/** What `create --file` would make, and what that would do. */
export async function dryRunOfFile(context: FeatureContext, path: string, flags: DryRunFlags): Promise<void> {
  await tell(
    context,
    flags,
    described(
      context,
      await openCampaignFile(context, path, flags.owner === undefined ? {} : { ownerId: flags.owner }),
    ),
  )
}

interface Subject {
  /** Null: it does not stand yet. */
  readonly campaignId: number | null
  readonly name: string
  readonly problem: CampaignProblem | null
  readonly campaign: DryCampaign | undefined
  readonly keepLatest: KeepLatest
  /** Of its times, or else of its owner. */
  readonly zone: string
  /** Of a file that is described: what would be put into the library, by its place in `content.media`. */
  readonly files: readonly DiskFile[]
}

async function tell(context: FeatureContext, flags: DryRunFlags, subject: Subject): Promise<void> {
  const { campaignId, name, problem, campaign, keepLatest, zone, files } = subject
  const rounds = campaign === undefined ? [] : await dryRun(campaign, spreadOf(context, subject), flags.rounds ?? 1)
  const why = problem === null ? null : problemInWords(problem)
  const said = { campaignId, name, problem: why, keepLatest, zone, files, rounds }
  say(context.terminal, flags, said, () => inWords(context.terminal, said, context.clock.nowMs()))
}

/** The jitter of one that does not stand yet is not drawn yet: it comes on top. */
function spreadOf(context: FeatureContext, { campaignId }: Subject) {
  const { jitterMaxMs, gapMinMs, capPerMinute }: SendingSettings = context.sending()
  return { jitterMaxMs: campaignId === null ? 0 : jitterMaxMs, gapMinMs, capMax: capPerMinute }
}

const pageSize = 1_000

function stored(context: FeatureContext, id: number): Subject {
  const nowMs = context.clock.nowMs()
  return reading(context, (verbs, limits) => {
    const of = { id, ownerId: null }
    const facts = verbs.dryFacts({ ...of, limits, nowMs })
    if (facts === undefined) throw campaignRefusal({ type: 'not-found' }, id)
    const { campaign, content, problem, beginsAtMs, startedAtMs } = facts
    const groups: DryGroup[] = []
    for (let page = pageSize; page === pageSize;) {
      const found = verbs.dryGroups({ ...of, after: groups.at(-1) ?? null, limit: pageSize })
      groups.push(...found)
      page = found.length
    }
    const { uuid, name, everyMs, timetable } = campaign
    const grid = { everyMs, timetable, roundsLeft: roundsLeftOf(campaign) }
    const { keepLatest } = campaign
    const at = { beginsAtMs, startedAtMs, nowMs }
    const dry = content === null ? undefined : { uuid, content, ...grid, ...at, keepLatest, groups }
    return {
      campaignId: id,
      name,
      problem,
      campaign: dry,
      keepLatest,
      zone: timetable?.zone ?? verbs.zoneOf(campaign.ownerId),
      files: [],
    }
  })
}

function described(context: FeatureContext, file: FileCampaign): Subject {
  const nowMs = context.clock.nowMs()
  return reading(context, (verbs, limits) => {
    const { content, when } = file
    const problem = verbs.dryProblem({ ...file, everyMs: when.everyMs, limits, nowMs })
    const grid = { ...when, roundsLeft: when.timetable?.rounds ?? null }
    const groups = verbs.dryGroupsOf(file)
    const beginsAtMs = firstInstant(grid, nowMs)
    const { keepLatest = 'off', files } = file
    const at = { beginsAtMs, startedAtMs: beginsAtMs ?? nowMs, nowMs }
    const dry = { uuid: '', content, ...grid, ...at, keepLatest, groups }
    const name = file.name ?? nameFrom(content)
    const zone = when.timetable?.zone ?? verbs.zoneOf(file.ownerId)
    return { campaignId: null, name, problem, campaign: dry, keepLatest, zone, files }
  })
}

interface OwnersZone {
  zoneOf(ownerId: number): string
}

function reading<Value>(
  context: FeatureContext,
  read: (verbs: DryRunVerbs & OwnersZone, limits: ReturnType<typeof campaignLimits>) => Value,
): Value {
  const { intervalMinutesMin, isTest } = context.sending()
  const limits = campaignLimits({ minutesMin: intervalMinutesMin, isTest })
  return context.read((db: Database) =>
    read({ ...openDryRun(db, openSpine(db)), zoneOf: (ownerId) => zoneOf(db, ownerId) }, limits),
  )
}

interface Said {
  readonly campaignId: number | null
  readonly name: string
  readonly problem: string | null
  readonly keepLatest: KeepLatest
  readonly zone: string
  readonly files: readonly DiskFile[]
  readonly rounds: readonly DryRound[]
}

function inWords(terminal: Terminal, said: Said, nowMs: number): string {
  const { campaignId, name, problem, keepLatest, zone, files, rounds } = said
  const what = campaignId === null ? 'the file' : `campaign ${campaignId}`
  return [
    `Dry run of ${what} (${printable(name)}): nothing is sent. Times of ${zone}.`,
    ...(problem === null ? [] : [`It would not start: ${problem}`]),
    ...files.map(
      ({ kind, name: file, sizeBytes }) => `With a ${kind}: ${printable(file)}, ${Math.ceil(sizeBytes / 1024)} KB.`,
    ),
    ...(keepLatest === 'off' ? [] : [`Older messages: ${olderInWords[keepLatest]}.`]),
    ...(rounds.length === 0 ? ['No round follows by itself.'] : []),
    ...rounds.map((round, index) => `\n${roundInWords(terminal, round, { number: index + 1, zone, nowMs })}`),
  ].join('\n')
}

function roundInWords(
  terminal: Terminal,
  { plannedAtMs, endsAtMs, messages }: DryRound,
  { number, zone, nowMs }: { readonly number: number; readonly zone: string; readonly nowMs: number },
) {
  const refused = messages.filter(({ refusal }) => refusal !== null).length
  const begins = plannedAtMs <= nowMs ? 'now' : relative(plannedAtMs, nowMs)
  const head = [
    `Round ${number} begins ${begins}, at ${instant(plannedAtMs, zone)}`,
    counted(messages.length, 'message'),
    ...(refused === 0 ? [] : [`${refused} of them would not go`]),
    `over at about ${instant(endsAtMs, zone)}`,
  ].join(', ')
  const columns = ['at', 'account', 'group', 'topic', 'text', 'why not']
  return `${head}.\n${table(
    terminal,
    columns,
    messages.map((message) => rowOf(message, zone)),
  )}`
}

function rowOf(message: DryMessage, zone: string) {
  const { dueAtMs, accountId, accountName, peer, topic, title, content, isOwnText, refusal, slowModeMs } = message
  const slow = slowModeMs === null ? '' : `slow mode of ${durationText(slowModeMs)}: not every round`
  const [line = ''] = content.text.trim().split('\n')
  const cargo = cargoInWords(content)
  return [
    instant(dueAtMs, zone),
    `${accountId} ${accountName}`,
    title === '' ? String(peer) : title,
    topic === 0 ? '–' : String(topic),
    `${isOwnText ? 'its own: ' : ''}${cargo === '' ? '' : `[${cargo}] `}${line.slice(0, 40)}`.trimEnd(),
    refusal === null ? slow : refusalInWords(refusal),
  ]
}

function refusalInWords(refusal: DryRefusal): string {
  switch (refusal.type) {
    case 'may-not-post':
      return `may not write (${refusal.why})`
    case 'kind-forbidden':
      return `the group does not take ${kindsInWords(refusal.kinds)}`
    case 'account':
      return `the account is ${refusal.state}`
    case 'superseded':
      return 'the next round begins before its turn'
    default:
      return refusal satisfies never
  }
}

/** To the second: `2026-11-22 04:40:07`. */
function instant(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs)
}

const examples = `
The planner that plans rounds says it, with a store that keeps nothing. Times are of the campaign's zone, or its owner's; what an account sends besides, slow modes
and what Telegram asks to wait for come on top. The groups of a file begin up to SCHEDULER_JITTER_MAX_MS later.

Exit codes: 0 said, 2 there is no such campaign or the file is wrong, 78 something must be mended first.

Examples:
  $ karvon campaigns dry-run 12
  $ karvon campaigns dry-run 12 --rounds 3 --json | jq '.rounds[].messages[] | select(.refusal)'
  $ karvon campaigns dry-run --file campaign.yaml
`
