import { Option } from 'commander'
import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import type { Database } from '../../base/sqlite.ts'
import { countOther, listAttempts, listedKinds, listedStates } from '../../store/attempt-list.ts'
import type { ListedAttempt, ListedKind, ListedState } from '../../store/attempt-list.ts'
import { openSpine } from '../../store/store.ts'
import { parseCount, parseId } from '../arguments.ts'
import type { CliCommand } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { counted, paint, relative, say, table, withJson } from '../output.ts'
import type { Terminal } from '../terminal.ts'

interface Flags {
  readonly state: ListedState
  readonly kind: ListedKind
  readonly account?: number
  readonly campaign?: number
  readonly limit: number
  readonly json?: true
}

export interface AttemptsDeps extends CommandContext {
  /** @throws Refusal when there is no such campaign: campaigns are a feature's */
  requireCampaign(db: Database, id: number): void
}

/** `karvon attempts`: single messages, for whoever looks for one. */
export function attemptsCommand(context: AttemptsDeps): CliCommand {
  return {
    name: 'attempts',
    register(program: Command): void {
      const attempts = program.command('attempts').description('single messages and other work of accounts: list')
      withJson(attempts.command('list'))
        .description('messages in one state; those that ended are shown newest first')
        .addOption(new Option('--state <state>', 'which ones').choices(listedStates).makeOptionMandatory())
        .addOption(
          new Option('--kind <kind>', 'messages, other work such as reading groups, or both')
            .choices(listedKinds)
            .default('send'),
        )
        .option('--account <id>', 'of this account', parseId)
        .option('--campaign <id>', 'of this campaign', parseId)
        .option('--limit <count>', 'at most so many', parseCount(1, 100_000), 100)
        .addHelpText('after', examples)
        .action((flags: Flags) => list(context, flags))
      attempts.addHelpText('after', examples)
    },
  }
}

const examples = `
States: pending (waits for its time), held (waits until its paused round goes on, or is cancelled with its stopped one), in-flight (on
the wire), sent, uncertain (may have arrived, and is not repeated by itself), failed-terminal (cannot be sent, for the reason shown),
cancelled.

Exit codes: 0 shown, 2 no such account or campaign, 78 there is no database.

Examples:
  $ karvon attempts list --state uncertain
  $ karvon attempts list --state failed-terminal --campaign 12 --json | jq -r '.attempts[].reason' | sort | uniq -c
`

function list(context: AttemptsDeps, { state, kind, account, campaign, limit, json }: Flags): void {
  const { terminal, clock } = context
  const filter = { state, kind, accountId: account ?? null, campaignId: campaign ?? null }
  const { found, others } = context.read((db) => {
    if (account !== undefined && openSpine(db).accounts.account(account) === undefined) throw noAccount(account)
    if (campaign !== undefined) context.requireCampaign(db, campaign)
    return { found: listAttempts(db, filter, limit + 1), others: kind === 'send' ? countOther(db, filter) : 0 }
  })
  const value = { attempts: found.slice(0, limit), hasMore: found.length > limit }
  say(terminal, json === true ? { json } : {}, value, ({ attempts, hasMore }) => {
    const lines = attempts.length === 0 ? [noneInWords(state, kind)] : [inWords(terminal, attempts, clock.nowMs())]
    if (hasMore) lines.push(paint(terminal, 'dim', `There are more: --limit ${limit * 10}`))
    if (others > 0) {
      lines.push(paint(terminal, 'dim', `Also ${state}: ${counted(others, 'piece')} of other work: --kind other`))
    }
    return lines.join('\n')
  })
}

function noneInWords(state: ListedState, kind: ListedKind): string {
  if (kind === 'other') return `No other work is ${state}.`
  return kind === 'send' ? `No message is ${state}.` : `No message and no other work is ${state}.`
}

function noAccount(id: number): Refusal {
  return new Refusal(`there is no account ${id}: see \`karvon accounts list\``)
}

function inWords(terminal: Terminal, attempts: readonly ListedAttempt[], nowMs: number): string {
  const rows = attempts.map(
    ({ id, kind, accountId, campaignId, peer, title, state, tries, dueAtMs, settledAtMs, reason }) => [
      id,
      kind,
      accountId,
      campaignId ?? '',
      peer === null ? '' : (title ?? peer),
      relative(state === 'pending' ? dueAtMs : (settledAtMs ?? dueAtMs), nowMs),
      tries,
      reason ?? '',
    ],
  )
  return table(terminal, ['id', 'kind', 'account', 'campaign', 'to', 'when', 'tries', 'reason'], rows)
}
