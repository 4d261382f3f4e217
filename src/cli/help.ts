import type { Command } from 'commander'
import { printable } from '../base/printable.ts'
import { redact } from '../base/redact.ts'

/**
 * Gives a command and all below it `help [command...]`, and an error that says where the commands stand. Commander's own shows the
 * level above for a name that it does not know, as if that had been asked for, and ends with 0.
 */
export function addHelp(command: Command): void {
  command.configureOutput({ outputError: (text, write) => write(inOneLine(text, pathOf(command))) })
  // Commander's own usage says [options] of those too without which it refuses.
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags)
  command.usage([...required, command.usage()].join(' '))
  if (command.commands.length === 0) return

  for (const below of command.commands) addHelp(below)
  command
    .command('help [command...]')
    .description('print the help of a command')
    .action((names: readonly string[]) => showHelp(command, names))
}

async function showHelp(from: Command, names: readonly string[]): Promise<void> {
  let command = from
  for (const name of names) {
    const below = command.commands.find((each) => each.name() === name)
    if (below !== undefined) command = below
    else if (command.commands.length === 0)
      command.error(`error: '${pathOf(command)}' has no commands below it, such as '${name}'`, { exitCode: 2 })
    // A name that is known to be none runs nothing: this is how Commander says so, with the name that was meant.
    else await command.parseAsync([name], { from: 'user' })
  }
  command.help()
}

/** Commander puts `Did you mean` below the error. One line is what a log and a script can take. */
function inOneLine(text: string, path: string): string {
  const line = printable(redact(text.trimEnd().replaceAll('\n', ' ')))
  return /^error: unknown command '[^']*'$/.test(line) ? `${line}: ${path} --help lists them\n` : `${line}\n`
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
