import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import { parseCount, parseId } from '../../cli/arguments.ts'
import { counted, say, withJson } from '../../cli/output.ts'
import { openSpine } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import type { Left } from './care.ts'
import { openCare } from './care-store.ts'
import type { Finding } from './check/finding.ts'
import { noAccount } from './refusals.ts'
import type { Account } from './verbs.ts'

interface Flags {
  readonly yes?: true
  readonly json?: true
}

/** Adds to `karvon accounts` what their owners do in the bot. */
export function careCommands(context: FeatureContext, accounts: Command): void {
  const { terminal } = context
  withJson(accounts.command('logout'))
    .description('ends its login, at Telegram too; groups and campaigns stay')
    .argument('<id>', 'the account', parseId)
    .option('--yes', 'without asking')
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      await confirm(context, flags, `Log account ${id} out of Telegram?`)
      const left = await context.change<Left>('accounts.logout', { id })
      say(terminal, flags, left, () => [`Account ${id} is logged out.`, atTelegram(left)].join('\n'))
    })
  withJson(accounts.command('delete'))
    .description('logs it out, takes it out of its campaigns and cancels what it still had to send')
    .argument('<id>', 'the account', parseId)
    .option('--yes', 'without asking')
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      const ties = context.read((db) => openCare(db, openSpine(db)).accountTies({ id, ownerId: null }))
      if (ties === undefined) throw noAccount(id)
      const { targets, campaigns, waiting } = ties
      const what = `It leaves ${counted(targets, 'target')} of ${counted(campaigns, 'campaign')}; ${counted(waiting, 'message')} will be cancelled.`
      await confirm(context, flags, `${what} Delete account ${id}?`)
      const left = await context.change<Left>('accounts.delete', { id })
      say(terminal, flags, { ...left, ...ties }, () =>
        [`Account ${id} is deleted. ${what}`, atTelegram(left)].join('\n'),
      )
    })
  withJson(accounts.command('check'))
    .description('has its shard look how it is')
    .argument('<id>', 'the account', parseId)
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      const found = await context.change<{ finding: Finding | null }>('accounts.check', { id })
      say(terminal, flags, found, ({ finding }) => `Account ${id} is ${finding?.verdict ?? 'not understood'}.`)
    })
  withJson(accounts.command('alias'))
    .description('what its owner calls it; without a name that is taken away')
    .argument('<id>', 'the account', parseId)
    .argument('[name]', 'at most 32 characters')
    .addHelpText('after', examples)
    .action(async (id: number, name: string | undefined, flags: Flags) => {
      const account = await context.change<Account>('accounts.alias', { id, alias: name ?? null })
      say(
        terminal,
        flags,
        { account },
        () => `Account ${id} is ${name === undefined ? 'called as at Telegram' : 'renamed'}.`,
      )
    })
  withJson(accounts.command('cap'))
    .description('how many messages it sends a minute at most')
    .argument('<id>', 'the account', parseId)
    .argument('<messages>', 'a minute', parseCount(1, 1800))
    .addHelpText('after', examples)
    .action(async (id: number, capPerMinute: number, flags: Flags) => {
      const account = await context.change<Account>('accounts.cap', { id, capPerMinute })
      say(
        terminal,
        flags,
        { account },
        () => `Account ${id} sends at most ${counted(capPerMinute, 'message')} a minute.`,
      )
    })
  withJson(accounts.command('proxy'))
    .description('the SOCKS5 proxy it goes through; without one it goes directly')
    .argument('<id>', 'the account', parseId)
    .argument('[proxy]', 'id of one of its owner’s proxies', parseId)
    .addHelpText('after', examples)
    .action(async (id: number, proxyId: number | undefined, flags: Flags) => {
      const account = await context.change<Account>('accounts.proxy', { id, proxyId: proxyId ?? null })
      const way = proxyId === undefined ? 'directly' : `through proxy ${proxyId}`
      say(terminal, flags, { account }, () => `Account ${id} goes ${way} from its next connection on.`)
    })
}

const examples = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later.

Examples:
  $ karvon accounts check 7
  $ karvon accounts alias 7 "North shop"
  $ karvon accounts cap 7 4
  $ karvon accounts proxy 7 12
  $ karvon accounts logout 7
  $ karvon accounts delete 7 --yes --json
`

/** @throws Refusal unless the person says yes, or said so before */
export async function confirm({ terminal }: FeatureContext, flags: Flags, question: string): Promise<void> {
  if (flags.yes === true) return
  const answer = await terminal.ask(`${question} Type yes: `)
  if (answer.trim().toLowerCase() !== 'yes') throw new Refusal('nothing was changed; --yes does it without asking')
}

function atTelegram({ isEndedAtTelegram }: Left): string {
  if (isEndedAtTelegram !== false) return ''
  return 'Telegram did not answer: end the login in the Telegram app, among the devices.'
}
