import type { Clock } from '../base/clock.ts'
import { folderProblem } from '../base/data-folder.ts'
import type { DataPaths } from '../base/data-folder.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Migration } from '../store/migrate.ts'
import { checkDatabase } from './doctor-database.ts'
import { checkEnvFile, checkFolder, checkLeftovers, checkLock } from './doctor-folder.ts'
import { checkClock, checkDisk, checkNode, checkOpenFiles } from './doctor-machine.ts'
import { checkReachable } from './doctor-network.ts'
import type { ConfiguredTelegram } from './doctor-network.ts'
import { bad, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

export interface DoctorDeps {
  readonly paths: DataPaths
  readonly envFile: string
  readonly clock: Clock
  readonly migrations: readonly Migration[]
  /** What is wrong with the configuration, a line each. */
  readonly configProblems: readonly string[]
  /** What stands in it and has no effect, or another name by now. */
  readonly configNotices: readonly string[]
  /** Undefined when SESSION_SECRET_KEY is wrong: that is a problem of the configuration already. */
  readonly keyring: Keyring | undefined
  readonly telegram: ConfiguredTelegram
  /** Whether a supervisor answers on the control socket; undefined when none listens. */
  supervisorAnswers(): Promise<boolean | undefined>
  /** Replaced in tests. */
  freeBytes?(folder: string): number
  connectMaxMs?: number
}

/**
 * Looks at everything that has to be right before the engine can work, and changes nothing. It never takes the lock; the database is
 * read as any reader does, which may leave SQLite's own empty companion files beside it.
 */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const { paths, clock } = deps
  const checks: readonly (() => Finding[] | Promise<Finding[]>)[] = [
    checkNode,
    () => checkConfig(deps),
    () => checkEnvFile(deps.envFile),
    () => checkFolder(paths),
    // Of a folder that is none, there is nothing more to find.
    ...(folderProblem(paths.folder) === undefined ? checksIn(deps) : []),
    () => checkClock(clock.nowMs()),
    () => checkReachable(deps.telegram, deps.connectMaxMs),
  ]
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await surely(check)))
  return findings
}

function checksIn(deps: DoctorDeps): readonly (() => Finding[] | Promise<Finding[]>)[] {
  const { paths, clock } = deps
  return [
    () => checkDisk(paths, deps.freeBytes),
    () => checkLock(paths, deps.supervisorAnswers),
    () => checkLeftovers(paths),
    () => checkDatabase({ ...deps, nowMs: clock.nowMs() }),
    () => checkOpenFiles(paths),
  ]
}

/** A look that fails is a finding too: the others must not be lost with it. */
async function surely(check: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await check()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [bad('doctor', `a look failed: ${why}`, 'report it with this line')]
  }
}

function checkConfig({ configProblems, configNotices }: DoctorDeps): Finding[] {
  const findings = [
    ...configProblems.map((problem) => bad('config', problem, fixOf(problem))),
    ...configNotices.map((notice) => warn('config', notice, 'take it out, or write its name of today')),
  ]
  return findings.length > 0 ? findings : [ok('config', 'every variable is fine')]
}

function fixOf(problem: string): string {
  if (problem.startsWith('SESSION_SECRET_KEY is missing')) return 'run `karvon keys new --env .env`'
  return 'mend it in .env; .env.example explains every variable'
}
