import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseDuration, parseId } from '../../../cli/arguments.ts'
import type { CliCommand } from '../../../cli/command.ts'
import { counted, say, table, withJson } from '../../../cli/output.ts'
import type { Terminal } from '../../../cli/terminal.ts'
import type { FeatureContext } from '../../feature.ts'
import { campaignFits, capacityOf } from './capacity.ts'
import type { AccountCapacity, CampaignFit, WhatIf } from './capacity.ts'
import { openFit } from './store.ts'

/** `karvon capacity`: how much every account is asked for, and how much it can do. */
export function capacityCommand(context: FeatureContext): CliCommand {
  return {
    name: 'capacity',
    register(program: Command): void {
      withJson(program.command('capacity'))
        .description('what campaigns ask of each account a minute, and what it can send')
        .option('--account <id>', 'this account only, with each of its campaigns', parseId)
        .option(
          '--what-if <groups/interval>',
          'and a further campaign: 48/5m is 48 groups every 5 minutes',
          parseWhatIf,
        )
        .addHelpText('after', examples)
        .action((flags: Flags) => tell(context, flags))
    },
  }
}

interface Flags {
  readonly account?: number
  readonly whatIf?: WhatIf
  readonly json?: true
}

interface Said {
  readonly total: {
    readonly accounts: number
    readonly neededPerMinute: number
    readonly givenPerMinute: number
    readonly overloaded: number
  }
  readonly accounts: readonly AccountCapacity[]
  /** Of the one account that was asked for. */
  readonly campaigns: readonly CampaignFit[]
  readonly whatIf: WhatIf | null
}

const pageSize = 500

function tell(context: FeatureContext, flags: Flags): void {
  const { jitterMaxMs, gapMinMs, capPerMinute } = context.sending()
  const spread = { jitterMaxMs, gapMinMs, capMax: capPerMinute }
  const { account, whatIf = null } = flags
  const args = { spread, nowMs: context.clock.nowMs(), whatIf }
  const said = context.read((db): Said => {
    const { accountSending, sendingAccounts } = openFit(db)
    const one = account === undefined ? undefined : accountSending(account)
    if (account !== undefined && one === undefined)
      throw new Refusal(`there is no account ${account}: \`karvon accounts\` lists them`)
    if (one?.account.ownerId === 0)
      throw new Refusal(
        `account ${account} is the control bot, which sends to no group: \`karvon capacity\` lists the others`,
      )
    if (one !== undefined) return saidOf([capacityOf(one, args)], campaignFits(one, args), whatIf)
    const found: AccountCapacity[] = []
    for (let page = sendingAccounts({ after: 0, limit: pageSize }); page.length > 0;) {
      for (const { id } of page) {
        const sending = accountSending(id)
        if (sending !== undefined) found.push(capacityOf(sending, args))
      }
      page = page.length < pageSize ? [] : sendingAccounts({ after: page.at(-1)?.id ?? 0, limit: pageSize })
    }
    return saidOf(found, [], whatIf)
  })
  say(context.terminal, flags, said, () => inWords(context.terminal, said))
}

function saidOf(accounts: readonly AccountCapacity[], campaigns: readonly CampaignFit[], whatIf: WhatIf | null): Said {
  const sum = (of: (account: AccountCapacity) => number) => accounts.reduce((total, each) => total + of(each), 0)
  const total = {
    accounts: accounts.length,
    neededPerMinute: sum(({ neededPerMinute }) => neededPerMinute),
    givenPerMinute: sum(({ givenPerMinute }) => givenPerMinute),
    overloaded: accounts.filter(({ isEnough }) => !isEnough).length,
  }
  return { total, accounts, campaigns, whatIf }
}

function inWords(terminal: Terminal, { total, accounts, campaigns, whatIf }: Said): string {
  if (accounts.length === 0) return 'No account is connected: `karvon accounts login` connects one.'
  const { neededPerMinute, givenPerMinute, overloaded } = total
  const asks = `${tenths(neededPerMinute)} messages a minute are asked for, and ${tenths(givenPerMinute)} can be sent`
  const verdict =
    overloaded === 0
      ? 'Every account keeps up.'
      : `${counted(overloaded, 'account')} cannot keep up: some groups miss rounds there.`
  return [
    `${counted(total.accounts, 'account')}: ${asks}. ${verdict}`,
    '',
    accountTable(terminal, accounts, whatIf),
    ...(campaigns.length === 0 ? [] : ['', campaignTable(terminal, campaigns)]),
  ].join('\n')
}

function accountTable(terminal: Terminal, accounts: readonly AccountCapacity[], whatIf: WhatIf | null): string {
  const head = ['account', 'name', 'state', 'campaigns', 'needs/min', 'gives/min', 'used', 'slow groups']
  const asked = whatIf === null ? [] : [`and ${whatIf.groups} groups every ${short(whatIf.everyMs)}`]
  const rows = accounts.map((each) => [
    each.accountId,
    each.name,
    each.nowPerMinute < each.givenPerMinute ? `${each.state}, slowed to ${tenths(each.nowPerMinute)}` : each.state,
    each.campaigns,
    tenths(each.neededPerMinute),
    tenths(each.givenPerMinute),
    each.givenPerMinute === 0 ? '–' : `${Math.round((100 * each.neededPerMinute) / each.givenPerMinute)} %`,
    each.slowGroups,
    ...(whatIf === null ? [] : [each.whatIf === null ? 'cannot send' : verdictOf(each.whatIf)]),
  ])
  return table(terminal, [...head, ...asked], rows)
}

function campaignTable(terminal: Terminal, campaigns: readonly CampaignFit[]): string {
  const head = ['campaign', 'name', 'groups', 'every', 'a round takes', 'verdict']
  return table(
    terminal,
    head,
    campaigns.map((each) => [
      each.campaignId ?? '–',
      each.name,
      each.groups,
      each.everyMs === null ? '–' : short(each.everyMs),
      each.roundMs === null ? 'never over' : short(each.roundMs),
      verdictOf(each),
    ]),
  )
}

function verdictOf({ isEnough, everyMinMs, groupsMax, slow, roundMs }: CampaignFit): string {
  if (roundMs === null) return 'no room: the others take all of its time'
  const slowed = slow === null ? '' : `, ${counted(slow.count, 'slow group')} not every round`
  if (isEnough) return `fits${slowed}`
  const ways = [
    ...(everyMinMs === null ? [] : [`every ${short(everyMinMs)}`]),
    ...(groupsMax === null || groupsMax === 0 ? [] : [counted(groupsMax, 'group')]),
  ]
  return `too much${ways.length === 0 ? '' : `; it would fit with ${ways.join(' or ')}`}${slowed}`
}

/** `48/5m`. */
function parseWhatIf(text: string): WhatIf {
  const [, groups = '', every = ''] = /^(\d{1,6})\/(\w+)$/.exec(text.trim()) ?? []
  if (Number(groups) < 1)
    throw new Refusal(`--what-if is groups/interval, such as 48/5m for 48 groups every 5 minutes; '${text}' is not`)
  return { groups: Number(groups), everyMs: parseDuration(every) }
}

function tenths(value: number): string {
  return (Math.round(value * 10) / 10).toString()
}

/** `8 min`, `1.5 h`. */
function short(ms: number): string {
  if (ms < 90_000) return `${Math.round(ms / 1_000)} s`
  return ms < 5_400_000 ? `${tenths(ms / 60_000)} min` : `${tenths(ms / 3_600_000)} h`
}

const examples = `
What campaigns that run in rounds need is groups by interval; what an account gives is its pace. Of an account that cannot send in its
state nothing is counted. With --account and --what-if rounds are forecast message by message, with slow modes that were met and quiet
hours. What Telegram may ask to wait for besides is not known before.

Exit codes: 0 said, 2 there is no such account, 78 something must be mended first.

Examples:
  $ karvon capacity
  $ karvon capacity --account 7
  $ karvon capacity --what-if 48/5m
  $ karvon capacity --json | jq '.accounts[] | select(.isEnough | not) | .accountId'
`
