import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { whyUnreadable } from '../../../base/unreadable.ts'
import { parseId, parsePath } from '../../../cli/arguments.ts'
import type { CliCommand } from '../../../cli/command.ts'
import { counted, say, table, withJson } from '../../../cli/output.ts'
import { openSpine } from '../../../store/store.ts'
import type { FeatureContext } from '../../feature.ts'
import { confirm } from '../care-commands.ts'
import { requireOwner } from '../kept.ts'
import type { ImportedProxies } from './desk.ts'
import type { ProbeResult } from './probe.ts'
import { lineProblem, probeWords } from './refusals.ts'
import { openProxies } from './store.ts'
import { accountsPerProxy } from './verbs.ts'

interface Flags {
  readonly owner: number
  readonly yes?: true
  readonly json?: true
}

/** `karvon proxies`: the SOCKS5 proxies of owners. */
export function proxiesCommand(context: FeatureContext): CliCommand {
  const { terminal } = context
  return {
    name: 'proxies',
    register(program: Command): void {
      const proxies = program
        .command('proxies')
        .description('SOCKS5 proxies of owners: add, import, list, check, remove')
      withJson(proxies.command('add'))
        .description('adds one; it is asked here, because a command line is seen by everybody on the machine')
        .requiredOption('--owner <id>', 'whose it becomes', parseId)
        .addHelpText('after', examples)
        .action(async (flags: Flags) => {
          requireOwner(context, flags.owner)
          await add(context, flags, await terminal.askSecretly('Proxy, host:port[:user:password] (not shown): '))
        })
      withJson(proxies.command('import'))
        .description('adds a list, a line each; a bad line is named and the others go on')
        .argument('<file>', 'the list', parsePath)
        .requiredOption('--owner <id>', 'whose they become', parseId)
        .addHelpText('after', examples)
        .action((file: string, flags: Flags) => {
          requireOwner(context, flags.owner)
          return add(context, flags, textOf(file))
        })
      withJson(proxies.command('list'))
        .description('the proxies of an owner, and how they were when they were checked')
        .requiredOption('--owner <id>', 'whose', parseId)
        .addHelpText('after', examples)
        .action((flags: Flags) => list(context, flags))
      withJson(proxies.command('check'))
        .description('asks one for Telegram, for at most 10 seconds')
        .argument('<id>', 'the proxy', parseId)
        .addHelpText('after', examples)
        .action(async (id: number, flags: Flags) => {
          const checked = await context.change<{ result: ProbeResult }>('proxies.check', { id })
          say(terminal, flags, checked, ({ result }) => `Proxy ${id} ${probeWords[result]}.`)
        })
      withJson(proxies.command('remove'))
        .description('removes one that no account uses')
        .argument('<id>', 'the proxy', parseId)
        .option('--yes', 'without asking')
        .addHelpText('after', examples)
        .action(async (id: number, flags: Flags) => {
          await confirm(context, flags, `Remove proxy ${id}?`)
          const removed = await context.change('proxies.remove', { id })
          say(terminal, flags, { removed }, () => `Proxy ${id} is removed.`)
        })
      proxies.addHelpText('after', examples)
    },
  }
}

const examples = `
Only SOCKS5: the Telegram client speaks no HTTP proxy, and MTProxy is not supported yet. At most ${accountsPerProxy} accounts share one.
An account with a proxy never goes around it.

Exit codes: 0 done, 2 refused, or a line of the list was.

Examples:
  $ karvon proxies add --owner 1001
  $ karvon proxies import proxies.txt --owner 1001
  $ karvon proxies list --owner 1001 --json
  $ karvon proxies check 12
  $ karvon proxies remove 12
  $ karvon accounts proxy 7 12
`

async function add(context: FeatureContext, flags: Flags, text: string): Promise<void> {
  const { terminal } = context
  const done = await context.change<ImportedProxies>('proxies.add', { ownerId: flags.owner, text })
  const { added, known, refused } = done
  say(terminal, flags, done, () =>
    [
      `${counted(added.length, 'new proxy').replace(/ys$/, 'ies')}, ${known} known already.`,
      ...added.map(({ id, host, port }) => `${id}: ${host}:${port}`),
    ].join('\n'),
  )
  if (refused.length > 0) {
    throw new Refusal(refused.map((each) => `line ${each.line}: ${lineProblem(each)}`).join('\n'))
  }
}

function list(context: FeatureContext, flags: Flags): void {
  requireOwner(context, flags.owner)
  const proxies = context.read((db) => openProxies(db, openSpine(db)).proxies(flags.owner))
  say(context.terminal, flags, { proxies }, () => {
    if (proxies.length === 0) return `No proxies yet: \`karvon proxies add --owner ${flags.owner}\`.`
    const rows = proxies.map(({ id, host, port, username, accounts, checkResult }) => [
      id,
      `${host}:${port}`,
      username,
      `${accounts} of ${accountsPerProxy}`,
      checkResult ?? 'not checked',
    ])
    return table(context.terminal, ['id', 'address', 'user', 'accounts', 'check'], rows)
  })
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${whyUnreadable(error)}): check its name and rights`)
  }
}
