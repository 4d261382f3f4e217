import type { Command } from 'commander'
import { parseId } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import { relative, say, table, withJson } from '../../cli/output.ts'
import { openSpine } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import { addBotCommand } from './add-bot-command.ts'
import { careCommands } from './care-commands.ts'
import { importCommand } from './import-command.ts'
import { requireOwner } from './kept.ts'
import { loginCommand } from './login-command.ts'
import { stateInWords } from './refusals.ts'
import { openAccountBook } from './store.ts'
import type { Account } from './verbs.ts'

/**
 * `karvon accounts`: bring accounts in, look at them, pause and resume them.
 * @param others what other features do with an account, below the same word
 */
export function accountsCommand(context: FeatureContext, others: readonly CliCommand[]): CliCommand {
  return {
    name: 'accounts',
    register(program: Command): void {
      const accounts = program
        .command('accounts')
        .description('Telegram accounts: login, import, list, groups, pause, resume')
      withJson(accounts.command('list'))
        .description('every account, and how it is')
        .option('--owner <id>', 'of this owner only', parseId)
        .addHelpText('after', examples)
        .action((flags: ListFlags) => list(context, flags))
      loginCommand(context, accounts)
      importCommand(context, accounts)
      addBotCommand(context, accounts)
      careCommands(context, accounts)
      for (const word of ['pause', 'resume'] as const) {
        withJson(accounts.command(word))
          .description(word === 'pause' ? 'nothing more is sent by this account' : 'it goes on where it was')
          .argument('<id>', 'the account', parseId)
          .addHelpText('after', examples)
          .action((id: number, flags: { json?: true }) => tell(context, word, id, flags))
      }
      for (const other of others) other.register(accounts)
      accounts.addHelpText('after', examples)
    },
  }
}

interface ListFlags {
  readonly owner?: number
  readonly json?: true
}

const examples = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon accounts list
  $ karvon accounts groups 7
  $ karvon accounts pause 7
  $ karvon accounts list --json | jq -r '.accounts[] | select(.state == "needs-login") | .id'
`

/** Rows of one page; a list of more than this many accounts is for `--json` and `jq` all the same. */
const pageSize = 1000

function list(context: FeatureContext, flags: ListFlags): void {
  const { terminal, clock } = context
  const nowMs = clock.nowMs()
  if (flags.owner !== undefined) requireOwner(context, flags.owner)
  const accounts = context.read((db) => {
    const book = openAccountBook(db, openSpine(db))
    const all: (Account & SendWait)[] = []
    for (;;) {
      const page = book.accounts({ ownerId: flags.owner ?? null, after: all.at(-1)?.id ?? 0, limit: pageSize })
      all.push(
        ...page.map((account) => ({
          ...account,
          sendWaitUntilMs: book.sendWaitUntil({ accountId: account.id, nowMs }),
        })),
      )
      if (page.length < pageSize) return all
    }
  })
  say(terminal, flags, { accounts }, () => {
    if (accounts.length === 0) return 'No accounts yet: `karvon accounts login --owner ID`, or `import`.'
    const rows = accounts.map((account) => [
      account.id,
      account.ownerId,
      account.name,
      account.username === null ? '' : `@${account.username}`,
      account.state,
      whyInWords(account, nowMs),
    ])
    return table(terminal, ['id', 'owner', 'name', 'username', 'state', ''], rows)
  })
}

interface SendWait {
  /** Telegram has told it to send nothing until then; null: it has not. */
  readonly sendWaitUntilMs: number | null
}

function whyInWords({ sendWaitUntilMs, ...account }: Account & SendWait, nowMs: number): string {
  if (account.state !== 'active') return stateInWords(account)
  return sendWaitUntilMs === null ? '' : `waits as Telegram asked: goes on ${relative(sendWaitUntilMs, nowMs)}`
}

async function tell(
  context: FeatureContext,
  word: 'pause' | 'resume',
  id: number,
  flags: { json?: true },
): Promise<void> {
  const before = context.read((db) => openAccountBook(db, openSpine(db)).accountOf({ id, ownerId: null }))
  const account = await context.change<Account>(`accounts.${word}`, { id })
  const isUnchanged = before?.state === account.state
  const already = isUnchanged ? ' It was so already.' : ''
  say(context.terminal, flags, { account, isUnchanged }, () => `Account ${id} ${stateInWords(account)}.${already}`)
}
