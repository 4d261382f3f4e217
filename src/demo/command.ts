import type { Command } from 'commander'
import { stopSignal } from '../base/stop-signal.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { parseCount } from '../cli/arguments.ts'
import type { CliCommand } from '../cli/command.ts'
import { Exit } from '../cli/exit.ts'
import type { Terminal } from '../cli/terminal.ts'
import { demoSize } from '../simulator/worlds/demo.ts'

export interface DemoCommandDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly random: Random
}

interface DemoFlags {
  readonly accounts: number
  readonly groups: number
  readonly kills: number
  readonly data: string
  readonly forgetful?: true
  readonly stay?: true
}

/** `karvon demo`, which is `npm run demo`: the whole product on a simulated Telegram, with the verdict of that Telegram's books. */
export function demoCommand({ terminal, clock, random }: DemoCommandDeps): CliCommand {
  return {
    name: 'demo',
    register(program: Command): void {
      const { accounts, groups } = demoSize
      program
        .command('demo')
        .description('the whole product on a simulated Telegram: no account, no key, nothing reaches the real one')
        .option('--accounts <n>', 'that send', parseCount(1, accounts), accounts)
        .option('--groups <n>', `that are written to, of the ${groups} there are`, parseCount(1, groups), groupsWritten)
        .option('--kills <n>', 'of the engine on the way', parseCount(0, 5), 2)
        .option('--data <folder>', 'of the simulated Telegram and the engine', 'data/demo')
        .option('--forgetful', 'a Telegram that takes every repeat for a new message: the verdict must find doubles')
        .option('--stay', 'stays up for looking around, as it does on a terminal')
        .addHelpText('after', examples)
        .action(async (flags: DemoFlags) => {
          const end = new AbortController()
          void stopSignal(clock).then((reason) => end.abort(reason))
          // Loaded only when it is asked for: `karvon --help` should not pay for it.
          const { runDemo } = await import('./demo.ts')
          const { forgetful: isForgetful = false, stay = false, ...sizes } = flags
          const staysUp = stay || terminal.isTerminal
          const code = await runDemo(
            { terminal, clock, random, signal: end.signal },
            { ...sizes, isForgetful, staysUp },
          )
          if (code !== 0) throw new Exit(code)
        })
    },
  }
}

/** Six an account: what two cores that are busy with other things get done in a minute and a half. */
const groupsWritten = 1_200

const examples = `
The engine sends at 60 messages a minute and account, meets flood waits, slow modes and bans, and is killed with SIGKILL on the way.
At the end the simulated Telegram's own books say what arrived once, twice and not at all.

A second run goes on with the same Telegram and the same accounts; delete its folder to begin anew.

Exit codes: 0 nothing was lost or doubled, 1 something was, 2 refused, 130 or 143 ended by a signal before the verdict.

Examples:
  $ npm run demo
  $ npm run demo -- --accounts 20 --groups 200
  $ npm run demo -- --forgetful            shows that the verdict can find a double
`
