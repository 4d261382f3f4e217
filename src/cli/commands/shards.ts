import type { Command } from 'commander'
import type { ShardReport, SupervisorStatus } from '../../supervisor/control-protocol.ts'
import type { CliCommand } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { Exit } from '../exit.ts'
import { duration, say, table, withJson } from '../output.ts'
import type { Terminal } from '../terminal.ts'

const notRunning = 3

/** `karvon shards`: what each shard has and how it does. */
export function shardsCommand(context: CommandContext): CliCommand {
  return {
    name: 'shards',
    register(program: Command): void {
      withJson(program.command('shards'))
        .description('each shard: state, partitions, accounts, queue, lag, restarts, memory')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => shards(context, flags))
    },
  }
}

const examples = `
Lag is how late the first account that is due is; a queue that grows with it means that the machine is too slow for its accounts.

Exit codes: 0 shown, 3 no supervisor runs, 75 it runs and does not answer, 78 there is no data folder.

Examples:
  $ karvon shards
  $ karvon shards --json | jq '[.shards[].restarts] | add'
`

async function shards(context: CommandContext, flags: { json?: true }): Promise<void> {
  const { terminal } = context
  const supervisor = await context.ask<SupervisorStatus>('status', {})
  const value = { isRunning: supervisor !== undefined, shards: supervisor?.shards ?? [] }
  say(terminal, flags, value, ({ isRunning, shards }) =>
    isRunning ? inWords(terminal, shards) : 'No supervisor runs here: `karvon start`.',
  )
  if (!value.isRunning) throw new Exit(notRunning)
}

const head = [
  'shard',
  'state',
  'partitions',
  'accounts',
  'connected',
  'in flight',
  'due',
  'lag',
  'restarts',
  'silent',
  'heap',
]

function inWords(terminal: Terminal, shards: readonly ShardReport[]): string {
  const rows = shards.map(({ shard, state, partitions, restarts, silentMs, stats }) => [
    shard,
    state,
    partitions,
    stats?.accounts ?? 0,
    stats?.connected ?? 0,
    stats?.inFlight ?? 0,
    stats?.due ?? 0,
    duration(stats?.lagMs ?? 0),
    restarts,
    duration(silentMs),
    `${Math.round((stats?.heapBytes ?? 0) / 1024 / 1024)} MB`,
  ])
  return table(terminal, head, rows)
}
