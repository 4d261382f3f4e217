import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Clock } from '../../base/clock.ts'
import { Refusal, exitCodes } from '../../base/refusal.ts'
import type { CliCommand } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { say, withJson } from '../output.ts'

/** `karvon stop`: drains the supervisor that runs on the data folder, and waits until it is gone. */
export function stopCommand(context: CommandContext): CliCommand {
  return {
    name: 'stop',
    register(program: Command): void {
      withJson(program.command('stop'))
        .description('drains the running supervisor and waits until it has ended')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => stop(context, flags))
    },
  }
}

const examples = `
Messages on the wire are waited for, at most 25 seconds; the rest goes on with the next start. Under pm2 use \`pm2 stop karvon\`: pm2
starts again what ends by itself.

Exit codes: 0 ended, or nothing ran, 75 it did not end within 35 seconds, 78 there is no data folder.

Examples:
  $ karvon stop
  $ karvon stop --json && tar czf karvon.tgz data
`

async function stop(context: CommandContext, flags: { json?: true }): Promise<void> {
  const { terminal, clock } = context
  const asked = await context.ask<{ readonly pid: number }>('stop', {})
  if (asked !== undefined) await gone(clock, asked.pid)
  const value = { wasRunning: asked !== undefined, pid: asked?.pid ?? null }
  say(terminal, flags, value, ({ pid }) =>
    pid === null ? 'Nothing runs here.' : `Process ${pid} has drained and ended.`,
  )
}

const drainMaxMs = 35_000
const lookEveryMs = 50

async function gone(clock: Clock, pid: number): Promise<void> {
  const untilMs = clock.nowMs() + drainMaxMs
  while (isThere(pid)) {
    if (clock.nowMs() >= untilMs) {
      throw new Refusal(`process ${pid} has not ended yet: see its log`, exitCodes.temporary)
    }
    await sleep(lookEveryMs)
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
