import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { printable } from '../../base/printable.ts'
import { Refusal } from '../../base/refusal.ts'
import { whyUnreadable } from '../../base/unreadable.ts'
import { parseId, parsePath } from '../../cli/arguments.ts'
import { say, withJson } from '../../cli/output.ts'
import { parseBotToken } from '../../telegram/botapi/token.ts'
import type { FeatureContext } from '../feature.ts'
import { notAToken } from './bots.ts'
import { requireOwner } from './kept.ts'
import type { KeptLogin } from './logins.ts'

/** Adds `karvon accounts add-bot`: a bot that sends. */
export function addBotCommand(context: FeatureContext, accounts: Command): void {
  withJson(accounts.command('add-bot'))
    .description('makes a bot an account that sends; its token is asked here, and not shown')
    .requiredOption('--owner <id>', 'whose account it becomes', parseId)
    .option('--file <path>', 'a file that holds the token, and nothing else', parsePath)
    .addHelpText('after', examples)
    .action((flags: AddBotFlags) => addBot(context, flags))
}

interface AddBotFlags {
  readonly owner: number
  readonly file?: string
  readonly json?: true
}

const examples = `
Asks on the terminal, or reads the token from standard input; never from the command line, which everybody on the machine sees. A bot
that is here already gets the new token. A bot writes to people who have started it, and to groups that it was added to; what it was
sending when karvon was killed is not repeated by itself: see \`karvon help replay\`.

Exit codes: 0 it is an account now, 2 refused, 75 Telegram asks to wait or does not answer.

Examples:
  $ karvon accounts add-bot --owner 1001
  $ karvon accounts add-bot --owner 1001 --file token.txt
`

async function addBot(context: FeatureContext, flags: AddBotFlags): Promise<void> {
  const { owner, file } = flags
  requireOwner(context, owner)
  const token = file === undefined ? await context.terminal.askSecretly('Token (not shown): ') : tokenIn(file)
  // Before anything is sent anywhere: what was pasted may be a secret of another kind.
  if (parseBotToken(token) === undefined) throw notAToken()
  const kept = await context.change<KeptLogin>('accounts.add-bot', { ownerId: owner, token: token.trim() })
  say(context.terminal, flags, kept, ({ account: { id, name, username }, isNew }) => {
    const bot = `${printable(name)}${username === null ? '' : ` (@${username})`}`
    return isNew ? `Account ${id} is the bot ${bot}.` : `Account ${id}, the bot ${bot}, has this token and sends.`
  })
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${whyUnreadable(error)}): check its name and rights`)
  }
}
