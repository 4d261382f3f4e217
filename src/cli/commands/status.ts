import type { Command } from 'commander'
import { readOverview } from '../../store/overview.ts'
import type { Overview } from '../../store/overview.ts'
import type { SupervisorStatus } from '../../supervisor/control-protocol.ts'
import type { CliCommand } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { Exit } from '../exit.ts'
import { stormInWords } from '../flood-storm.ts'
import { counted, duration, paint, say, table, withJson } from '../output.ts'
import type { Terminal } from '../terminal.ts'

/** What systemctl says of a service that does not run. */
const notRunning = 3

/** `karvon status`: whether a supervisor runs, and what is open. */
export function statusCommand(context: CommandContext): CliCommand {
  return {
    name: 'status',
    register(program: Command): void {
      withJson(program.command('status'))
        .description('whether the supervisor runs, and what waits, failed or is in doubt')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => status(context, flags))
    },
  }
}

const examples = `
Reads the database, also while nothing runs. Messages are those of unfinished rounds and of rounds that ended within a day.
Of the attempts, pending ones are sent when their time comes; held ones wait until their paused round goes on, or is cancelled.

Exit codes: 0 it runs, 3 it does not, 75 it runs and does not answer, 78 there is no database.

Examples:
  $ karvon status
  $ karvon status --json | jq .attempts.uncertain
`

interface Status extends Overview {
  readonly isRunning: boolean
  /** Null while nothing runs. */
  readonly supervisor: SupervisorStatus | null
}

async function status(context: CommandContext, flags: { json?: true }): Promise<void> {
  const { terminal, clock } = context
  const nowMs = clock.nowMs()
  const supervisor = (await context.ask<SupervisorStatus>('status', {})) ?? null
  const found: Status = {
    isRunning: supervisor !== null,
    supervisor,
    ...context.read((db) => readOverview(db, nowMs)),
  }
  say(terminal, flags, found, (value) => inWords(terminal, value, nowMs))
  if (supervisor === null) throw new Exit(notRunning)
}

function inWords(
  terminal: Terminal,
  { supervisor, accounts, attempts, runs, messages }: Status,
  nowMs: number,
): string {
  const head =
    supervisor === null
      ? paint(terminal, 'yellow', 'No supervisor runs here: `karvon start`.')
      : `${paint(terminal, 'green', 'karvon')} ${supervisor.version} runs as process ${supervisor.pid} for ${duration(nowMs - supervisor.startedAtMs)}, ${counted(supervisor.shards.length, 'shard')}.`
  const rows = [
    ['Accounts', counts({ ...accounts })],
    ['Rounds', counts({ ...runs })],
    ['Messages', counts({ ...messages })],
    ['Attempts', counts({ ...attempts })],
  ]
  const storm = supervisor?.floodStorm ?? null
  const hints = [
    ...(attempts.uncertain > 0
      ? ['In doubt: `karvon attempts list --state uncertain`, then `karvon replay --uncertain`.']
      : []),
    ...(accounts['needs-login'] > 0 ? ['Signed out: `karvon accounts list`, then `karvon accounts login`.'] : []),
    ...(storm === null ? [] : [stormInWords(storm, nowMs)]),
  ]
  return [head, '', table(terminal, ['', ''], rows).trimStart(), ...hints].join('\n')
}

/** Only what there is: `3 active, 1 paused`. */
function counts(figures: Readonly<Record<string, number>>): string {
  const some = Object.entries(figures).filter(([, count]) => count > 0)
  return some.length === 0 ? 'none' : some.map(([name, count]) => `${count} ${name}`).join(', ')
}
