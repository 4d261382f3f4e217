import type { Command } from 'commander'
import { Refusal } from '../../base/refusal.ts'
import { parseCount, parseId, parseLine } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import type { CommandContext } from '../../cli/context.ts'
import { relative, say, table, withJson } from '../../cli/output.ts'
import { openUsers } from './store.ts'
import type { AuditEntry, Possessions, User } from './verbs.ts'

/** `karvon users`: who may use this installation, and until when. */
export function usersCommand(context: CommandContext): CliCommand {
  return {
    name: 'users',
    register(program: Command): void {
      const users = program.command('users').description('people who own accounts: add, ban, unban, info, list')
      const byId = (command: Command) =>
        withJson(command)
          .requiredOption('--id <id>', "the person's numeric id at Telegram", parseId)
          .addHelpText('after', examples)
      byId(users.command('add'))
        .description('gives a person access for so many days; days are added to what is left')
        .requiredOption('--days <count>', 'days of access', parseCount(1, 3650))
        .option('--name <name>', 'how to call them until they write to the bot', parseLine(64))
        .action((flags: AddFlags) => add(context, flags))
      byId(users.command('ban'))
        .description('answers a person no more, and stops all of their campaigns')
        .action((flags: IdFlags) =>
          change(context, 'users.ban', flags, ({ id, name }) => `Banned user ${id} (${name}).`),
        )
      byId(users.command('unban'))
        .description('ends a ban; stopped campaigns stay stopped')
        .action((flags: IdFlags) =>
          change(context, 'users.unban', flags, ({ id, name, accessUntilMs }) => {
            const next = accessUntilMs === null ? `: \`karvon users add --id ${id} --days 30\` gives access` : ''
            return `User ${id} (${name}) is not banned any more${next}.`
          }),
        )
      byId(users.command('info'))
        .description('one person: access, accounts by state, what runs, and the last changes')
        .action((flags: IdFlags) => info(context, flags))
      withJson(users.command('list'))
        .description('everybody')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => list(context, flags))
      users.addHelpText('after', examples)
    },
  }
}

interface IdFlags {
  readonly id: number
  readonly json?: true
}

interface AddFlags extends IdFlags {
  readonly days: number
  readonly name?: string
}

const examples = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.

Examples:
  $ karvon users add --id 1001 --days 30 --name Aziz
  $ karvon users info --id 1001
  $ karvon users ban --id 1001
  $ karvon users list --json | jq -r '.users[] | select(.state == "expired") | .id'
`

async function add(context: CommandContext, { id, days, name, json }: AddFlags): Promise<void> {
  const added = await context.change<{ user: User; isNew: boolean }>('users.add', { id, days, name: name ?? null })
  say(context.terminal, json === true ? { json } : {}, added, ({ user, isNew }) => {
    const until = user.accessUntilMs === null ? 'without end' : `until ${new Date(user.accessUntilMs).toISOString()}`
    return `${isNew ? 'Added' : 'Extended'} user ${user.id} (${user.name}): access ${until}.`
  })
}

async function change(
  context: CommandContext,
  verb: string,
  { id, ...flags }: IdFlags,
  words: (user: User) => string,
): Promise<void> {
  const { user } = await context.change<{ user: User }>(verb, { id })
  say(context.terminal, flags, { user }, () => words(user))
}

/** What `users info` shows of the audit log; all of it: `karvon audit list --user`. */
const linesShown = 5

function info({ terminal, clock, read }: CommandContext, { id, ...flags }: IdFlags): void {
  const found = read((db) => {
    const book = openUsers(db)
    const user = book.user(id)
    if (user === undefined) throw new Refusal(`there is no user ${id}: see \`karvon users list\``)
    const audit = book.auditLines({ before: null, subject: `user ${id}`, limit: linesShown })
    return { user, ...book.possessions(id), audit }
  })
  say(terminal, flags, found, ({ user, accounts, runs, audit }) => {
    const rows = [
      ['name', user.username === null ? user.name : `${user.name} (@${user.username})`],
      ['role', user.role],
      ['state', user.state],
      ['access ends', user.accessUntilMs === null ? '' : relative(user.accessUntilMs, clock.nowMs())],
      ['accounts', statesInWords(accounts)],
      ...runs.map(({ campaign, state, sent, targets }) => [
        'round',
        `${campaign}: ${state}, ${sent} of ${targets} sent`,
      ]),
      ...audit.map((line) => ['changed', auditInWords(line)]),
    ]
    return table(terminal, ['user', String(user.id)], rows)
  })
}

function statesInWords(accounts: Possessions['accounts']): string {
  const states = Object.entries(accounts).map(([state, count]) => `${count} ${state}`)
  return states.length === 0 ? 'none' : states.join(', ')
}

function auditInWords({ atMs, actor, action, detail }: AuditEntry): string {
  return `${new Date(atMs).toISOString()} ${action} by ${actor}${detail === '' ? '' : `: ${detail}`}`
}

const pageSize = 1000

function list(context: CommandContext, flags: { json?: true }): void {
  const { terminal, clock } = context
  const users = context.read((db) => {
    const book = openUsers(db)
    const all: User[] = []
    for (;;) {
      const page = book.users({ after: all.at(-1)?.id ?? 0, limit: pageSize })
      all.push(...page)
      if (page.length < pageSize) return all
    }
  })
  say(terminal, flags, { users }, () => {
    if (users.length === 0) return 'Nobody yet: `karvon users add --id ID --days 30`.'
    const rows = users.map(({ id, name, username, role, state, accessUntilMs }) => [
      id,
      name,
      username === null ? '' : `@${username}`,
      role,
      state,
      accessUntilMs === null ? '' : relative(accessUntilMs, clock.nowMs()),
    ])
    return table(terminal, ['id', 'name', 'username', 'role', 'state', 'access ends'], rows)
  })
}
