import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { logLevels } from '../../base/log.ts'
import { eventLevels } from '../../delivery/events.ts'
import { logFamilies } from '../../ops/log-names.ts'
import { followLines, lastLines } from '../../ops/log-reader.ts'
import type { LogSource } from '../../ops/log-reader.ts'
import type { CliCommand } from '../command.ts'
import { existingFolder, nameForHelp } from '../upkeep.ts'
import type { UpkeepDeps } from '../upkeep.ts'
import { describeEntry, levelNumber, parseEntry } from '../log-entry.ts'
import { withJson } from '../output.ts'

export interface LogsDeps extends UpkeepDeps {
  /** Ends --follow. */
  stopSignal(): AbortSignal
}

/** `karvon logs`: the end of the log, or of the events. */
export function logsCommand(deps: LogsDeps): CliCommand {
  return {
    name: 'logs',
    register(program: Command): void {
      withJson(program.command('logs'))
        .description('shows the end of the log; with --follow also what is written from then on')
        .option('--follow', 'go on as lines are written, until Ctrl-C')
        .option('--lines <count>', 'how many lines to begin with', parseCount, 50)
        .addOption(new Option('--level <level>', 'only as loud as this, and louder').choices(levels))
        .option('--events', 'the named events instead of the log')
        .addHelpText('after', () => `\nReads ${nameForHelp(deps, 'logs')}.\n${about}`)
        .action((flags: Flags) => show(deps, flags))
    },
  }
}

interface Flags {
  readonly follow?: true
  readonly lines: number
  readonly level?: string
  readonly events?: true
  readonly json?: true
}

const levels = logLevels.filter((level) => level !== 'silent')

const about = `
The log is karvon-YYYY-MM-DD.log (UTC), the events are events.jsonl. With --json the lines come as they are written.

Exit codes: 0 shown, 78 there is no data folder.

Examples:
  $ karvon logs --follow --level warn
  $ karvon logs --lines 1000 --json | jq -c 'select(.accountId == 7)'
  $ karvon logs --events --follow
`

async function show(deps: LogsDeps, flags: Flags): Promise<void> {
  const { terminal } = deps
  const { logs: folder } = existingFolder(deps)
  const family = flags.events === true ? logFamilies.events : logFamilies.log
  const source: LogSource = { folder, family, isWanted: wanted(flags.level) }
  const print = (line: string) => terminal.print(`${flags.json === true ? line : describeEntry(terminal, line)}\n`)

  const { lines, end } = lastLines(source, flags.lines)
  for (const line of lines) print(line)
  if (flags.follow === true) await followLines(source, end, print, deps.stopSignal())
}

function wanted(level: string | undefined): (line: string) => boolean {
  if (level === undefined) return () => true
  const least = levelNumber(level)
  return (line) => {
    const entry = parseEntry(line)
    const event = entry?.['event']
    const name = typeof event === 'string' ? eventLevels[event as keyof typeof eventLevels] : undefined
    const own = entry?.['level']
    return (typeof own === 'number' ? own : levelNumber(name ?? 'info')) >= least
  }
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count > 1_000_000) throw new InvalidArgumentError('Give a number from 0 to 1000000.')
  return count
}
