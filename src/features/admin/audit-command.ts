import type { Command } from 'commander'
import { parseCount, parseId } from '../../cli/arguments.ts'
import type { CliCommand } from '../../cli/command.ts'
import type { CommandContext } from '../../cli/context.ts'
import { paint, say, table, withJson } from '../../cli/output.ts'
import { openUsers } from './store.ts'

interface Flags {
  readonly user?: number
  readonly before?: number
  readonly limit: number
  readonly json?: true
}

/** `karvon audit`: who changed what. It is only ever added to. */
export function auditCommand(context: CommandContext): CliCommand {
  return {
    name: 'audit',
    register(program: Command): void {
      const audit = program
        .command('audit')
        .description('who changed what, by the bot or the command line: list, which alone need not be said')
      withJson(audit.command('list', { isDefault: true }))
        .description('the newest lines first')
        .option('--user <id>', 'only what was done to this person', parseId)
        .option('--before <id>', 'older than this line: the next page', parseId)
        .option('--limit <count>', 'at most so many', parseCount(1, 10_000), 50)
        .addHelpText('after', examples)
        .action((flags: Flags) => list(context, flags))
      audit.addHelpText('after', examples)
    },
  }
}

const examples = `
An actor is a person by id, or cli for the command line of this machine.

Exit codes: 0 shown, 78 there is no database.

Examples:
  $ karvon audit
  $ karvon audit list --user 1001
  $ karvon audit list --json --limit 1000 | jq -r '.lines[] | select(.action == "users.ban")'
`

function list({ terminal, read }: CommandContext, { user, before, limit, json }: Flags): void {
  const subject = user === undefined ? null : `user ${user}`
  const found = read((db) => openUsers(db).auditLines({ before: before ?? null, subject, limit: limit + 1 }))
  const value = { lines: found.slice(0, limit), hasMore: found.length > limit }
  say(terminal, json === true ? { json } : {}, value, ({ lines, hasMore }) => {
    if (lines.length === 0) return 'Nothing was changed yet.'
    const rows = lines.map(({ id, atMs, actor, action, subject: whom, detail }) => [
      id,
      new Date(atMs).toISOString(),
      actor,
      action,
      whom,
      detail,
    ])
    const shown = table(terminal, ['id', 'at', 'by', 'what', 'whom', 'detail'], rows)
    const next = `There are more: --before ${lines.at(-1)?.id}`
    return hasMore ? `${shown}\n${paint(terminal, 'dim', next)}` : shown
  })
}
