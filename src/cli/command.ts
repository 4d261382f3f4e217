import type { Command } from 'commander'

/** The socket for a command: whoever owns a piece of work registers its name, options and action. */
export interface CliCommand {
  name: string
  /** Adds one subcommand. A bad argument ends in `command.error(line, { exitCode })`, which names the option and the fix. */
  register(program: Command): void
}
