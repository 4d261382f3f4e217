import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import type { Database } from '../../base/sqlite.ts'
import { parseId } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import type { CommandContext } from '../../cli/context.ts'
import { say, withBar, withJson } from '../../cli/output.ts'
import { openSpine } from '../../store/store.ts'
import { requireCampaign } from './known.ts'
import { readReplayable } from './replays.ts'
import type { Replayable } from './replays.ts'
import { replayInWords } from './replay-words.ts'
import type { Replayed } from './replay-words.ts'

/** `karvon replay`: gives messages that failed or are in doubt another chance. */
export function replayCommand(context: CommandContext): CliCommand {
  return {
    name: 'replay',
    register(program: Command): void {
      withJson(program.command('replay'))
        .description('tries messages again that failed or may have arrived; without flags it only says which')
        .option('--failed', 'those that failed, in the last round of each campaign')
        .option('--uncertain', 'those that may have arrived; from a user account none arrives twice')
        .option('--accept-duplicates', 'with --uncertain: also those of bots, which may arrive twice')
        .option('--account <id>', 'of this account only', parseId)
        .option('--campaign <id>', 'of this campaign only', parseId)
        .option('--dry-run', 'say what would be done, and do nothing')
        .addHelpText('after', examples)
        .action((flags: Flags) => replay(context, flags))
    },
  }
}

/** `karvon campaigns retry`: the same for the failed ones of one campaign, where its other commands are. */
export function retryCommand(context: CommandContext, campaigns: Command): void {
  withJson(campaigns.command('retry'))
    .description('tries again what failed in its last round; as `karvon replay --failed --campaign ID`')
    .argument('<id>', 'the campaign', parseId)
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', retryExamples)
    .action((campaign: number, flags: Pick<Flags, 'dryRun' | 'json'>) =>
      replay(context, { ...flags, campaign, failed: true }),
    )
}

interface Flags {
  readonly failed?: true
  readonly uncertain?: true
  readonly acceptDuplicates?: true
  readonly account?: number
  readonly campaign?: number
  readonly dryRun?: true
  readonly json?: true
}

const examples = `
What waits or was on the wire when the process died needs no replay: it goes on by itself.

Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon replay
  $ karvon replay --failed --campaign 12 --dry-run
  $ karvon replay --uncertain --account 7
`

const retryExamples = `
What arrived is not sent again. Messages that may have arrived are a matter of their own: \`karvon replay --uncertain --campaign ID\`.

Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon campaigns retry 12 --dry-run
  $ karvon campaigns retry 12
`

async function replay(context: CommandContext, flags: Flags): Promise<void> {
  if (flags.acceptDuplicates === true && flags.uncertain !== true) {
    throw new Refusal('--accept-duplicates says how to repeat what is in doubt: give --uncertain with it')
  }
  const filter = { accountId: flags.account ?? null, campaignId: flags.campaign ?? null }
  const found = context.read((db) => {
    refuseUnknown(db, flags)
    return readReplayable(db, filter)
  })
  const isDryRun = flags.dryRun === true || (flags.failed !== true && flags.uncertain !== true)
  const done = isDryRun ? { revived: 0, resent: 0 } : await carryOut(context, flags, found)
  const value: Replayed = { isDryRun, found, ...done }
  say(context.terminal, flags, value, () => replayInWords(flags, value))
}

/** Nothing to replay would be said of a typing error too. */
function refuseUnknown(db: Database, { account, campaign }: Flags): void {
  if (account !== undefined && openSpine(db).accounts.account(account) === undefined) {
    throw new Refusal(`there is no account ${account}: see \`karvon accounts list\``)
  }
  if (campaign !== undefined) requireCampaign(db, campaign)
}

async function carryOut(
  { terminal, change }: CommandContext,
  { failed, uncertain, acceptDuplicates, account, campaign }: Flags,
  found: Replayable,
): Promise<{ revived: number; resent: number }> {
  const accountId = account ?? null
  const { campaignIds, count } = found.failed
  const withBots = acceptDuplicates === true
  const inDoubt = found.uncertain.ofUsers + (withBots ? found.uncertain.ofBots : 0)
  let [revived, resent] = [0, 0]
  if (failed === true && count > 0) {
    const args = { accountId, campaignIds, total: count }
    revived = (
      await withBar(terminal, 'messages', (report) => change<{ revived: number }>('replay.failed', args, report))
    ).revived
  }
  if (uncertain === true && inDoubt > 0) {
    const args = { accountId, campaignId: campaign ?? null, withBots, total: inDoubt }
    resent = (
      await withBar(terminal, 'messages', (report) => change<{ resent: number }>('replay.uncertain', args, report))
    ).resent
  }
  return { revived, resent }
}
