import type { Command } from 'commander'
import { parseId } from '../../cli/arguments.ts'
import { withJson } from '../../cli/output.ts'
import type { FeatureContext } from '../feature.ts'
import { requireOwner, sayKept } from './kept.ts'
import { deviceOf } from './logins.ts'
import type { KeptLogin } from './logins.ts'
import { signInByTerminal } from './sign-in.ts'

/** Adds `karvon accounts login`: a person signs in here. */
export function loginCommand(context: FeatureContext, accounts: Command): void {
  withJson(accounts.command('login'))
    .description('signs a person in: phone, code and password are asked here')
    .requiredOption('--owner <id>', 'whose account it becomes', parseId)
    .addHelpText('after', examples)
    .action((flags: LoginFlags) => login(context, flags))
}

interface LoginFlags {
  readonly owner: number
  readonly json?: true
}

const examples = `
Asks on the terminal, or reads answers from standard input, a line each. A login that the account had here before is ended.

Exit codes: 0 signed in, 2 refused, 75 Telegram asks to wait or does not answer, 130 given up.

Examples:
  $ karvon users add --id 1001 --days 30
  $ karvon accounts login --owner 1001
`

async function login(context: FeatureContext, flags: LoginFlags): Promise<void> {
  requireOwner(context, flags.owner)
  const signIns = context.openSignIns()
  try {
    const device = deviceOf(context.version)
    const { session, authKeyId, self } = await signInByTerminal({ terminal: context.terminal, signIns, device })
    const { id, firstName, lastName, username, isPremium } = self
    const given = {
      ownerId: flags.owner,
      session: session.reveal(),
      authKeyId,
      self: { id, firstName, lastName, username, isPremium },
    }
    try {
      sayKept(context, flags, await context.change<KeptLogin>('accounts.keep', given))
    } catch (error) {
      // Nobody here will use it, and it would stand among the person's devices for ever.
      await signIns.logOut({ session, device, proxy: undefined }, AbortSignal.timeout(30_000))
      throw error
    }
  } finally {
    await signIns.stop()
  }
}
