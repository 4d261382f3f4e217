import type { Command } from 'commander'
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import { Refusal } from '../../base/refusal.ts'
import { stopSignal } from '../../base/stop-signal.ts'
import { Exit } from '../exit.ts'
import type { CliCommand } from '../command.ts'
import type { Terminal } from '../terminal.ts'

/** A supervisor that serves. */
export interface Serving {
  readonly shards: number
  readonly folder: string
  readonly log: Logger
  /** Resolves when every shard works. */
  readonly serving: Promise<void>
  /** Resolves when it cannot go on. */
  readonly failed: Promise<Refusal>
  stop(): Promise<void>
}

export interface StartDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly version: string
  /** @throws Refusal with what must be mended first */
  start(wish: { readonly isBotWanted: boolean; onStopAsked(): void }): Promise<Serving>
}

/** `karvon start`: serves until it is told to end. */
export function startCommand(deps: StartDeps): CliCommand {
  return {
    name: 'start',
    register(program: Command): void {
      program
        .command('start')
        .description('runs the supervisor: shards, scheduler and the control socket, until a signal')
        .option('--no-bot', 'the engine alone, without the control bot')
        .option('--json', 'nothing changes: what it prints is JSON in any case')
        .addHelpText('after', examples)
        .action((flags: { bot: boolean }) => serve(deps, flags.bot))
    },
  }
}

const examples = `
Reads .env in the working folder (mode 0600) and the environment; .env.example names every variable. Prints one line of JSON on
stdout when it serves, and logs on stderr. SIGINT or SIGTERM drains it within 25 seconds, a second one ends it at once.

Exit codes: 0 drained, 70 a fault of ours, 73 another process has the data folder, 75 try again later, 78 something must be mended.

Examples:
  $ karvon start --no-bot
  $ pm2 start ecosystem.config.cjs         the same under pm2, which waits until it serves
  $ npm run demo                           on a simulated Telegram, without any account or key
`

async function serve({ terminal, clock, version, start }: StartDeps, isBotWanted: boolean): Promise<void> {
  const signalled = stopSignal(clock)
  let onStopAsked: () => void = () => {}
  const asked = new Promise<'karvon stop'>((resolve) => {
    onStopAsked = () => resolve('karvon stop')
  })
  const serving = await start({ isBotWanted, onStopAsked: () => onStopAsked() })
  const { log, shards, folder } = serving
  const ending = Promise.race([signalled, asked, serving.failed])
  const announce = () => {
    terminal.print(`${JSON.stringify({ ready: true, pid: process.pid, version, shards, dataDir: folder })}\n`)
    log.info({ shards, dataDir: folder, version }, 'karvon serves')
    process.send?.('ready')
  }
  void serving.serving.then(announce)

  const end = await ending
  if (end instanceof Refusal) {
    log.fatal(end.message)
    throw new Exit(end.exitCode)
  }
  log.info({ reason: end }, 'draining: nothing more is claimed')
  await serving.stop()
  log.info('drained')
}
