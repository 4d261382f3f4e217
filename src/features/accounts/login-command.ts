import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import { parseId } from '../../cli/arguments.ts'
import { withJson } from '../../cli/output.ts'
import type { FeatureContext } from '../feature.ts'
import { requireOwner, sayKept } from './kept.ts'
import { deviceOf } from './logins.ts'
import type { KeptLogin } from './logins.ts'
import { way } from './logins-secrets.ts'
import type { LoginProxy } from './logins-secrets.ts'
import { signInByTerminal } from './sign-in.ts'

/** Adds `karvon accounts login`: a person signs in here. */
export function loginCommand(context: FeatureContext, accounts: Command): void {
  withJson(accounts.command('login'))
    .description('signs a person in: phone, code and password are asked here')
    .requiredOption('--owner <id>', 'whose account it becomes', parseId)
    .option('--proxy <proxy>', 'through this proxy from the first connection on: its number, or host:port')
    .addHelpText('after', examples)
    .action((flags: LoginFlags) => login(context, flags))
}

interface LoginFlags {
  readonly owner: number
  readonly proxy?: string
  readonly json?: true
}

const examples = `
Asks on the terminal, or reads answers from standard input, a line each. A login that the account had here before is ended.
The account keeps the proxy: it never goes around it. One with a password is added before: \`karvon proxies add\` asks for it.

Exit codes: 0 signed in, 2 refused, 75 Telegram asks to wait or does not answer, 130 given up.

Examples:
  $ karvon users add --id 1001 --days 30
  $ karvon accounts login --owner 1001
  $ karvon accounts login --owner 1001 --proxy 3
`

/** A number is one of the owner's. @throws Refusal for a password: it would stand in the list of processes, and is not repeated here */
function wayIn(text: string): number | string {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const address = text.replace(/^[a-z0-9+.-]+:\/\//i, '')
  if (address.includes('@') || /^(?:\[[^\]]*\]|[^:]*):[^:]*:/.test(address)) {
    throw new Refusal(
      '--proxy takes no password, which everybody on the machine would see: `karvon proxies add` asks for it',
    )
  }
  return text
}

async function login(context: FeatureContext, flags: LoginFlags): Promise<void> {
  requireOwner(context, flags.owner)
  const { owner: ownerId } = flags
  const wanted = flags.proxy === undefined ? undefined : wayIn(flags.proxy)
  const proxy =
    wanted === undefined ? undefined : await context.change<LoginProxy>('proxies.way', { ownerId, proxy: wanted })
  const signIns = context.openSignIns()
  try {
    const device = deviceOf(context.version)
    const { session, authKeyId, self } = await signInByTerminal({
      terminal: context.terminal,
      signIns,
      device,
      proxy: way(proxy),
    })
    const { id, firstName, lastName, username, isPremium } = self
    const given = {
      ownerId: flags.owner,
      session: session.reveal(),
      authKeyId,
      ...(proxy !== undefined && { proxy }),
      self: { id, firstName, lastName, username, isPremium },
    }
    try {
      sayKept(context, flags, await context.change<KeptLogin>('accounts.keep', given))
    } catch (error) {
      // Nobody here will use it, and it would stand among the person's devices for ever.
      await signIns.logOut({ session, device, proxy: way(proxy) }, AbortSignal.timeout(30_000))
      throw error
    }
  } finally {
    await signIns.stop()
  }
}
