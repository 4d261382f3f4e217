import { Command, CommanderError } from 'commander'
import { redact } from '../base/redact.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { DriverMissing } from '../base/sqlite.ts'
import type { CliCommand } from './command.ts'
import { Exit } from './exit.ts'
import { addHelp } from './help.ts'

export interface ProgramDeps {
  version: string
  commands: readonly CliCommand[]
  /** Where help goes and where errors go. */
  print: (text: string) => void
  printError: (text: string) => void
}

/**
 * Runs one command line to its end. Never throws.
 * @param args without the program's own name
 * @returns the exit code: 0 done, 2 a wrong command line, 70 our own fault, or what the command chose
 */
export async function runProgram(args: readonly string[], deps: ProgramDeps): Promise<number> {
  try {
    await buildProgram(deps).parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error)
    if (error instanceof Exit) return error.exitCode
    // The operator can mend what a refusal names; anything else is a fault of ours, and then the stack is what helps.
    if (error instanceof Refusal) {
      deps.printError(`error: ${redact(error.message)}\n`)
      return error.exitCode
    }
    if (error instanceof DriverMissing) deps.printError(`error: ${error.message}\n`)
    else deps.printError(`error: ${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
    return exitCodes.internal
  }
}

function buildProgram(deps: ProgramDeps): Command {
  const program = new Command('karvon')
    .description("Sends a person's own messages to the groups of their Telegram accounts, on time and never twice.")
    .version(deps.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({ writeOut: deps.print, writeErr: deps.printError })

  for (const command of deps.commands) command.register(program)
  addHelp(program)
  refuseTwins(program)
  return program
}

/** The last one would win, and what the person meant with the first would be lost without a word. */
function refuseTwins(command: Command): void {
  for (const below of command.commands) refuseTwins(below)
  for (const option of command.options) {
    if (option.isBoolean() || option.variadic) continue
    let isGiven = false
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' is given twice: keep one`)
      isGiven = true
    })
  }
}

const examples = `
Exit codes: 0 done, 2 a wrong command line or a refusal, 3 nothing runs, 70 a fault of ours, 73 another process has the data folder,
75 try again later, 78 something must be mended first.

Examples:
  $ karvon simulator                       a simulated Telegram with demo chats, on the default ports
  $ karvon start --no-bot                  the engine, with .env in this folder
  $ karvon users add --id 1001 --days 30
  $ karvon accounts login --owner 1001
  $ karvon campaigns create --help
  $ karvon status
`

/** Commander says 1 for every wrong command line, and for help that nobody asked for. */
function exitCodeOf(error: CommanderError): number {
  return error.exitCode === 1 ? exitCodes.usage : error.exitCode
}
