import { Option } from 'commander'
import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseDuration, parseGroups, parseId, parseLine, parsePath } from '../../../cli/arguments.ts'
import type { CommandContext } from '../../../cli/context.ts'
import { counted, relative, say, withJson } from '../../../cli/output.ts'
import type { FeatureContext } from '../../feature.ts'
import { encodeContent } from '../../../delivery/message.ts'
import type { Content } from '../../../delivery/message.ts'
import { openPeers } from '../../../store/peers.ts'
import { openSpine } from '../../../store/store.ts'
import type { KeepLatest } from '../../../store/store.ts'
import { longNameMax } from '../campaign.ts'
import { openCampaignFile } from '../file/open.ts'
import { readHtml } from '../file/html-option.ts'
import { withFiles } from '../file/put-files.ts'
import { requireCampaign } from '../known.ts'
import { keepLatestOption } from '../latest-option.ts'
import { warningOf } from '../outlook.ts'
import { campaignRefusal } from '../refusals.ts'
import { openRights } from '../rights/store.ts'
import { openCampaigns } from '../store.ts'
import type { Campaign, NewTarget } from '../verbs.ts'
import { overInWords } from '../when/words.ts'
import { packTarget } from './shapes.ts'

interface Flags {
  readonly json?: true
}

/** Adds to `karvon campaigns` what is done with those that stand: rename, clone, archive, unarchive, edit. */
export function changeCommands(context: FeatureContext, campaigns: Command): void {
  const { terminal, clock } = context
  const change = (id: number, verb: string, args: object) =>
    context.change<Campaign>(`campaigns.${verb}`, { id, ...args })
  withJson(campaigns.command('rename'))
    .description('what it is called; nothing that is sent says it')
    .argument('<id>', 'the campaign', parseId)
    .argument('<name>', `at most ${longNameMax} characters`, parseLine(longNameMax))
    .addHelpText('after', examples)
    .action(async (id: number, name: string, flags: Flags) => {
      const campaign = await change(id, 'rename', { name })
      say(terminal, flags, { campaign }, () => `Campaign ${id} is called ${campaign.name}.`)
    })
  withJson(campaigns.command('clone'))
    .description('a draft with the same texts, groups and times')
    .argument('<id>', 'the campaign', parseId)
    .option('--name <name>', 'how to call it; otherwise as the first, with a number', parseLine(longNameMax))
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags & { name?: string }) => {
      const spread = context.sending()
      const campaign = await context.make<Campaign>('campaigns.clone', { id, name: flags.name ?? null })
      const warning = context.read((db) => warningOf(db, campaign, { spread, nowMs: clock.nowMs() })) ?? null
      const next = `Start it: \`karvon campaigns start ${campaign.id}\``
      const said = `Campaign ${campaign.id} is ${campaign.name}, a draft. ${next}`
      say(terminal, flags, { campaign, warning }, () => (warning === null ? said : `${said}\n${warning}`))
    })
  withJson(campaigns.command('archive'))
    .description('out of the lists; nothing is deleted')
    .argument('<id>', 'the campaign', parseId)
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      const campaign = await change(id, 'archive', { isArchived: true })
      say(terminal, flags, { campaign }, () => `Campaign ${id} is archived: \`karvon campaigns unarchive ${id}\``)
    })
  withJson(campaigns.command('unarchive'))
    .description('back into the lists; a start brings it there too')
    .argument('<id>', 'the campaign', parseId)
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      const campaign = await change(id, 'archive', { isArchived: false })
      say(terminal, flags, { campaign }, () => `Campaign ${id} is in the lists.`)
    })
  withJson(campaigns.command('edit'))
    .description('another text, other times or groups; what goes on keeps what it began with')
    .argument('<id>', 'the campaign', parseId)
    .option('--text <text>', 'what it says')
    .option('--html', 'the text is HTML, as the Bot API knows it: <b>, <i>, <a href>…')
    .addOption(new Option('--every <interval>', 'in rounds: 5m, 2h, 1d').argParser(parseDuration).conflicts('once'))
    .option('--once', 'one round')
    .option('--groups <ids>', 'instead of those it has: all, or ids separated by commas', parseGroups)
    .option('--account <id>', 'who sends it there', parseId)
    .addOption(keepLatestOption())
    .addOption(
      new Option('--file <file>', 'all of it as in a YAML file, or - for standard input')
        .argParser(parsePath)
        .conflicts(['text', 'html', 'every', 'once', 'groups', 'account', 'keepLatest']),
    )
    .addHelpText('after', editExamples)
    .action(async (id: number, flags: EditFlags) => {
      const { file } = flags
      const wanted = file === undefined ? changeIn(context, id, flags) : await changeFrom(context, id, file)
      const spread = context.sending()
      const campaign = await change(id, 'edit', { change: wanted })
      const nowMs = clock.nowMs()
      const warning = context.read((db) => warningOf(db, campaign, { spread, nowMs })) ?? null
      const said = `Campaign ${id} is changed${fromWhen(campaign, nowMs)}`
      say(terminal, flags, { campaign, warning }, () => (warning === null ? said : `${said}\n${warning}`))
    })
}

interface EditFlags extends Flags {
  readonly text?: string
  readonly html?: true
  readonly file?: string
  readonly every?: number
  readonly once?: true
  readonly groups?: 'all' | readonly number[]
  readonly account?: number
  readonly keepLatest?: KeepLatest
}

/** @throws Refusal when nothing is to be changed, or it is not said for whom */
function changeIn(context: CommandContext, id: number, flags: EditFlags): object {
  const { text, html, every, once, groups, account, keepLatest } = flags
  if ([text, every, once, groups, keepLatest].every((given) => given === undefined)) {
    throw new Refusal(
      'give what is to change: --text, --every, --once, --keep-latest, --file, or --groups with --account',
    )
  }
  if ((groups === undefined) !== (account === undefined)) {
    throw new Refusal('give --groups and --account together: which groups, and who writes to them')
  }
  const content = text === undefined ? undefined : html === true ? readHtml(text) : { text, entities: [] }
  return {
    ...(content === undefined ? {} : { content: encodeContent(content) }),
    ...(every === undefined && once === undefined ? {} : { everyMs: every ?? null }),
    ...(keepLatest === undefined ? {} : { keepLatest }),
    ...(groups === undefined || account === undefined
      ? {}
      : { targets: targetsOf(context, id, { accountId: account, groups, content }) }),
  }
}

/** Another owner's file would be refused group by group: their accounts are not this one's. */
async function changeFrom(context: FeatureContext, id: number, path: string): Promise<object> {
  context.read((db) => requireCampaign(db, id))
  const file = await openCampaignFile(context, path)
  const { name, when, targets, keepLatest, ownerId } = file
  const content = encodeContent(await withFiles(context, ownerId, file))
  const latest = keepLatest === undefined ? {} : { keepLatest }
  return { ...(name === null ? {} : { name }), ...when, ...latest, content, targets: targets.map(packTarget) }
}

/** With `all`, those that take what it says, or will say, as far as is known. */
function targetsOf({ read, clock }: CommandContext, id: number, wanted: WantedGroups): readonly NewTarget[] {
  const { accountId, groups, content: given } = wanted
  const targetOf = (peer: number): NewTarget => ({ accountId, peer, topic: 0 })
  const found = read((db) => {
    requireCampaign(db, id)
    if (groups !== 'all') return groups.map(targetOf)
    const spine = openSpine(db)
    const ownerId = openCampaigns(db, spine).campaign({ id, ownerId: null })?.ownerId
    if (spine.accounts.account(accountId)?.ownerId !== ownerId) {
      throw campaignRefusal({ type: 'not-your-account', accountId }, id)
    }
    const targets = openPeers(db).peersToPost(accountId).map(targetOf)
    const said = openCampaigns(db, spine).campaignReport({ id, ownerId: null, runs: 0 })?.content ?? null
    const asked = { targets, content: given ?? said, nowMs: clock.nowMs() }
    const refusing = new Set(
      openRights(db, spine)
        .refusingGroups(asked)
        .map(({ peer }) => peer),
    )
    // Where none is left, the verb says of the first why.
    return refusing.size === targets.length ? targets : targets.filter(({ peer }) => !refusing.has(peer))
  })
  if (found.length === 0) {
    throw new Refusal(
      `no group of account ${accountId} is known yet: \`karvon accounts groups ${accountId}\` reads them`,
    )
  }
  return found
}

interface WantedGroups {
  readonly accountId: number
  readonly groups: 'all' | readonly number[]
  /** Undefined: as it is. */
  readonly content: Content | undefined
}

/** From when a change holds: `, from its next round in 12 min on.` */
function fromWhen(campaign: Campaign, nowMs: number): string {
  const { state, nextAtMs, targets } = campaign
  const over = overInWords(campaign)
  if (over !== undefined) return `: ${counted(targets, 'group')}.\n${over}`
  if (state !== 'running' && state !== 'paused') return `: ${counted(targets, 'group')}.`
  if (nextAtMs === null) return ': what goes on keeps what it began with; it holds from the next start on.'
  const next = nextAtMs <= nowMs ? 'now' : relative(nextAtMs, nowMs)
  return state === 'paused' ? ', from its next round on.' : `, from its next round on: ${next}.`
}

const examples = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns rename 12 "Toshkent - Samarqand"
  $ karvon campaigns clone 12 --name "Samarqand - Toshkent"
  $ karvon campaigns archive 12
`

const editExamples = `
A round that goes on keeps its text and its groups; the next one has what was changed. A group that stays keeps a text of its own.

Exit codes: 0 changed, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns edit 12 --text "Toshkent - Samarqand, 2 joy"
  $ karvon campaigns edit 12 --every 2h
  $ karvon campaigns edit 12 --account 7 --groups -1001234567890,-1009876543210
`
