import type { Command } from 'commander'
import { becomeOwner, dataPaths } from '../../base/data-folder.ts'
import type { Keyring } from '../../base/keyring.ts'
import { exitCodes } from '../../base/refusal.ts'
import { examine } from '../../ops/doctor.ts'
import type { ConfiguredTelegram } from '../../ops/doctor-network.ts'
import type { Finding } from '../../ops/finding.ts'
import type { CliCommand } from '../command.ts'
import { ControlFailure, askSupervisor } from '../control-client.ts'
import { Exit } from '../exit.ts'
import { paint, say, withJson } from '../output.ts'
import type { Style } from '../output.ts'
import type { UpkeepDeps } from '../upkeep.ts'

export interface DoctorCommandDeps extends UpkeepDeps {
  readonly envFile: string
  /** What can be had of a configuration that may be broken. */
  examineConfig(): {
    readonly problems: readonly string[]
    readonly notices: readonly string[]
    readonly keyring: Keyring | undefined
    readonly telegram: ConfiguredTelegram
  }
}

/** `karvon doctor`: looks at everything that has to be right, and changes nothing. */
export function doctorCommand(deps: DoctorCommandDeps): CliCommand {
  return {
    name: 'doctor',
    register(program: Command): void {
      withJson(program.command('doctor'))
        .description('looks at machine, folder, database, key and network, says what to mend, and changes nothing')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => lookAround(deps, flags))
    },
  }
}

const examples = `
Works while karvon runs and while it does not. It opens a connection to Telegram, or to TG_DC_ADDRESS, when TG_API_ID is set, and
none otherwise. Each finding has a name that stays: with --json it is one line of
{"findings":[{"id","level","what","fix"}]}, with level ok, warn or bad.

Exit codes: 0 all is well, 1 something should be looked at, 78 something must be mended before karvon can work.

Examples:
  $ karvon doctor
  $ karvon doctor --json | jq '.findings[] | select(.level != "ok")'
`

async function lookAround(deps: DoctorCommandDeps, flags: { json?: true }): Promise<void> {
  const { terminal, clock, migrations, envFile } = deps
  const folder = deps.dataDir()
  becomeOwner(folder)
  const paths = dataPaths(folder)
  const { problems, notices, keyring, telegram } = deps.examineConfig()
  const findings = await examine({
    paths,
    envFile,
    clock,
    migrations,
    configProblems: problems,
    configNotices: notices,
    keyring,
    telegram,
    supervisorAnswers: () => supervisorAnswers(paths.folder),
  })
  say(terminal, flags, { findings }, () => findings.map((finding) => describe(deps, finding)).join('\n'))
  const exitCode = worst(findings)
  if (exitCode !== 0) throw new Exit(exitCode)
}

async function supervisorAnswers(folder: string): Promise<boolean | undefined> {
  try {
    const asked = await askSupervisor(folder, { verb: 'status', args: {}, silenceMaxMs: 3_000 })
    return asked === undefined ? undefined : true
  } catch (error) {
    if (!(error instanceof ControlFailure)) throw error
    return false
  }
}

const marks: Readonly<Record<Finding['level'], { mark: string; style: Style }>> = {
  ok: { mark: 'ok  ', style: 'green' },
  warn: { mark: 'warn', style: 'yellow' },
  bad: { mark: 'BAD ', style: 'red' },
}

function describe({ terminal }: UpkeepDeps, { id, level, what, fix }: Finding): string {
  const { mark, style } = marks[level]
  const line = `${paint(terminal, style, mark)}  ${id.padEnd(11)}  ${what}`
  return fix === null ? line : `${line}\n${' '.repeat(19)}→ ${fix}`
}

function worst(findings: readonly Finding[]): number {
  if (findings.some(({ level }) => level === 'bad')) return exitCodes.config
  return findings.some(({ level }) => level === 'warn') ? 1 : 0
}
