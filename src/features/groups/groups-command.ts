import { Option } from 'commander'
import type { Command } from 'commander'
import { parseId } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import { paint, relative, say, table, withBar, withJson } from '../../cli/output.ts'
import { openSpine } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import { noAccount } from './control.ts'
import { openGroupBook } from './store.ts'
import type { Group } from './verbs.ts'

interface GroupFlags {
  readonly cached?: true
  readonly refresh?: true
  readonly json?: true
}

/** `karvon accounts groups`: where an account can write, read by its own shard. */
export function groupsCommand(context: FeatureContext): CliCommand {
  return {
    name: 'groups',
    register(accounts: Command): void {
      withJson(accounts.command('groups'))
        .description('its groups and channels, and where it may write; read from Telegram when what is known is old')
        .argument('<id>', 'the account', parseId)
        .addOption(new Option('--cached', 'only what is known already').conflicts('refresh'))
        .option('--refresh', 'read from Telegram in any case')
        .addHelpText('after', examples)
        .action((id: number, flags: GroupFlags) => groups(context, id, flags))
    },
  }
}

const examples = `
Reading needs a running supervisor: the account's own shard does it, at the account's pace.

Exit codes: 0 shown, 2 no such account, 75 Telegram asks to wait, or no supervisor runs.

Examples:
  $ karvon accounts groups 7
  $ karvon accounts groups 7 --cached --json | jq -r '.groups[] | select(.mayPost) | .peer'
`

const groupsMax = 100_000

async function groups(context: FeatureContext, id: number, flags: GroupFlags): Promise<void> {
  const { terminal, clock } = context
  read(context, id)
  if (flags.cached !== true) {
    const isForced = flags.refresh === true
    await withBar(terminal, 'conversations', (report) => context.change('groups.read', { id, isForced }, report))
  }
  const value = read(context, id)
  say(terminal, flags, value, ({ groups, seenAtMs }) => {
    if (seenAtMs === null) return `Nothing is known yet: \`karvon accounts groups ${id}\` while karvon runs.`
    const rows = groups.map(({ peer, kind, title, username, whyNot, isForum }) => [
      String(peer),
      isForum ? 'forum' : kind,
      title,
      username === null ? '' : `@${username}`,
      whyNot ?? 'yes',
    ])
    const mayPost = groups.filter((group) => group.mayPost).length
    const foot = `${groups.length} groups, ${mayPost} to write in; read ${relative(seenAtMs, clock.nowMs())}`
    return `${table(terminal, ['id', 'kind', 'title', 'username', 'may write'], rows)}\n${paint(terminal, 'dim', foot)}`
  })
}

interface Known {
  readonly accountId: number
  /** When the list was read last; null: never. */
  readonly seenAtMs: number | null
  readonly groups: readonly Group[]
}

function read(context: FeatureContext, accountId: number): Known {
  return context.read((db) => {
    const book = openGroupBook(db, openSpine(db))
    const isThere = db.prepare<[number], object>('select id from accounts where id = ?').get(accountId) !== undefined
    if (!isThere) throw noAccount(accountId)
    const { seenAtMs } = book.groupFigures(accountId)
    return { accountId, seenAtMs, groups: book.groups({ accountId, limit: groupsMax }) }
  })
}
