import { readFileSync } from 'node:fs'
import { printable } from './base/printable.ts'
import { redact } from './base/redact.ts'
import { Refusal, exitCodes } from './base/refusal.ts'
import { judgeNames, todayOf } from './config-names.ts'
import { variables } from './config-variables.ts'
import type { Variable, VariableName } from './config-variables.ts'

type Value<V> = V extends { parse(text: string): infer T } ? T : never
type IsGiven<V> = V extends { isRequired: true } | { byDefault: string } ? true : false

/** The whole configuration, checked and frozen. A variable without a default is undefined when absent. */
export type Config = {
  readonly [Name in VariableName]: IsGiven<(typeof variables)[Name]> extends true
    ? Value<(typeof variables)[Name]>
    : Value<(typeof variables)[Name]> | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Everything that is wrong at once, a line each, so that nobody has to start five times to mend five variables. */
export class BadConfig extends Refusal {
  override readonly name = 'BadConfig'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'), exitCodes.config)
    this.problems = problems
  }
}

export interface ReadConfig {
  readonly config: Config
  /** Names that mean nothing here, or mean something by another name: said once at start. */
  readonly notices: readonly string[]
}

/**
 * Reads the configuration from environment variables. `NAME_FILE` gives a secret's file instead of the secret itself.
 * @param fileNames those that stand in `.env`: one that we do not know is named, or refused when it must have been meant for us
 * @throws BadConfig with every problem
 */
export function readConfig(
  given: Environment,
  readFile: (path: string) => string = readText,
  fileNames: readonly string[] = [],
): ReadConfig {
  const { environment, notices } = renameOld(given)
  const { values, problems } = readEach(Object.keys(variables) as VariableName[], environment, readFile)
  const names = judgeNames(fileNames)
  problems.push(...contradictions(values), ...names.problems)
  if (problems.length > 0) throw new BadConfig(problems)
  return { config: Object.freeze(values) as Config, notices: [...notices, ...names.notices] }
}

/**
 * The same for `karvon start`, which says besides what to do about it: whoever looks around for the first time has no .env yet.
 * @param isBotWanted then its token is required too
 */
export function readForStart(given: Environment, isBotWanted: boolean, fileNames: readonly string[] = []): ReadConfig {
  const read = () => readConfig(given, readText, fileNames)
  const problems = problemsOf(read)
  // A token that is there and wrong is among them already.
  const isTokenMissing = isBotWanted && problemsOf(() => requireToken(given)).length > 0
  if (isTokenMissing && !problems.some((problem) => problem.startsWith('TG_BOT_TOKEN'))) {
    problems.push(`TG_BOT_TOKEN is missing: ${variables.TG_BOT_TOKEN.about}; or start with --no-bot`)
  }
  if (problems.length > 0) throw new BadConfig([...problems, ...whatToDo])
  return read()
}

function requireToken(given: Environment): void {
  if (readPart(given, ['TG_BOT_TOKEN']).TG_BOT_TOKEN === undefined) throw new BadConfig(['it is missing'])
}

function problemsOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof BadConfig) return [...error.problems]
    throw error
  }
}

const whatToDo = [
  'Mend them in .env: .env.example names every variable. `npm run demo` shows everything without an account or a key.',
]

/**
 * Only these variables, for a command that needs no more: a backup must be possible while TG_API_ID is wrong.
 * @throws BadConfig with every problem of theirs
 */
export function readPart<const Name extends VariableName>(
  given: Environment,
  names: readonly Name[],
  readFile: (path: string) => string = readText,
): Pick<Config, Name> {
  const { values, problems } = readEach(names, renameOld(given).environment, readFile)
  if (problems.length > 0) throw new BadConfig(problems)
  return values as Pick<Config, Name>
}

function readEach(
  names: readonly VariableName[],
  environment: Environment,
  readFile: (path: string) => string,
): { values: Record<string, unknown>; problems: string[] } {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const name of names) {
    try {
      values[name] = read(name, variables[name], environment, readFile)
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  return { values, problems }
}

function read(name: string, variable: Variable, environment: Environment, readFile: (path: string) => string): unknown {
  const text = textOf(name, variable, environment, readFile) ?? variable.byDefault ?? undefined
  if (text === undefined) {
    if (variable.isRequired === true) throw new Error(`${name} is missing: ${variable.about}`)
    return undefined
  }
  try {
    return variable.parse(text)
  } catch (error) {
    const shown = variable.isSecret === true ? '' : `, not '${shownOf(text)}'`
    throw new Error(`${name} must be ${(error as Error).message}${shown}`, { cause: error })
  }
}

/** What stands there may be a secret that belongs elsewhere. */
function shownOf(text: string): string {
  const shown = printable(redact(text))
  return shown.length > shownMax ? `${shown.slice(0, shownMax)}…` : shown
}

const shownMax = 60

function textOf(
  name: string,
  variable: Variable,
  environment: Environment,
  readFile: (path: string) => string,
): string | undefined {
  const text = environment[name]?.trim()
  const path = variable.isSecret === true ? environment[`${name}_FILE`]?.trim() : undefined
  if (path === undefined || path === '') return text === '' ? undefined : text
  if (text !== undefined && text !== '') throw new Error(`${name} and ${name}_FILE are both set: keep one`)
  try {
    return readFile(path).trim()
  } catch (cause) {
    throw new Error(`${name}_FILE names ${path}, which cannot be read`, { cause })
  }
}

function contradictions(values: Record<string, unknown>): string[] {
  const problems: string[] = []
  if (values['KARVON_FAILPOINTS'] !== undefined && values['TEST_MODE'] !== true) {
    problems.push('KARVON_FAILPOINTS is refused without TEST_MODE=true')
  }
  if (values['TG_DC_ADDRESS'] !== undefined && values['TG_DC_PUBLIC_KEY_FILE'] === undefined) {
    problems.push('TG_DC_ADDRESS needs TG_DC_PUBLIC_KEY_FILE: the simulator names its file when it is ready')
  }
  return problems
}

function renameOld(given: Environment): { environment: Environment; notices: string[] } {
  const environment: Record<string, string | undefined> = { ...given }
  const notices: string[] = []
  for (const name of Object.keys(given)) {
    const today = todayOf(name)
    if (today === undefined) continue
    if (today !== null) environment[today] ??= given[name]
    notices.push(today === null ? `${name} has no effect here` : `${name} is an old name of ${today}`)
  }
  return { environment, notices }
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}
