import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { whileLocked } from '../../base/folder-lock.ts'
import { ownFolder } from '../../base/own-folder.ts'
import { Refusal } from '../../base/refusal.ts'
import { lowerSchema, raiseSchema } from '../../ops/schema-change.ts'
import type { SchemaChange } from '../../ops/schema-change.ts'
import { inspectDatabase } from '../../store/inspect.ts'
import type { MigrationStatus } from '../../store/migrate.ts'
import type { CliCommand } from '../command.ts'
import { counted, say, table, withBar, withJson } from '../output.ts'
import { anyFolder, existingFolder } from '../upkeep.ts'
import type { UpkeepDeps } from '../upkeep.ts'
import { inWords } from './backup.ts'

/** `karvon migrate`: the steps of the schema. */
export function migrateCommand(deps: UpkeepDeps): CliCommand {
  return {
    name: 'migrate',
    register(program: Command): void {
      const migrate = program.command('migrate').description('the steps of the database schema: status, up, down')
      withJson(migrate.command('status'))
        .description('which steps stand in the database; changes nothing')
        .addHelpText('after', codes)
        .action((flags: Flags) => showStatus(deps, flags))
      withJson(migrate.command('up'))
        .description('applies what is pending, after a backup; `karvon start` does the same')
        .addHelpText('after', codes)
        .action((flags: Flags) => goUp(deps, flags))
      withJson(migrate.command('down'))
        .description('takes the last step back, with the data in its tables, after a backup')
        .option('--steps <count>', 'how many', parseCount, 1)
        .option('--yes', 'do not ask')
        .addHelpText('after', codes)
        .action((flags: Flags & { steps: number; yes?: true }) => goDown(deps, flags))
      migrate.addHelpText('after', codes)
    },
  }
}

interface Flags {
  readonly json?: true
}

const codes = `
All steps of one call stand or none, also after \`kill -9\`. A verified backup is made first. Up and down need the data folder for
themselves: stop karvon first.

Exit codes: 0 done or nothing to do, 2 not confirmed, 75 the folder is in use, 78 the database is newer, edited, foreign or damaged.

Examples:
  $ karvon migrate status
  $ karvon migrate up
  $ karvon migrate down --steps 1 --yes
`

function showStatus(deps: UpkeepDeps, flags: Flags): void {
  const { terminal, migrations } = deps
  say(terminal, flags, inspectDatabase(existingFolder(deps).database, migrations), (steps) =>
    table(terminal, ['step', 'applied'], steps.map(row)),
  )
}

function row({ name, appliedAtMs }: MigrationStatus): [string, string] {
  return [name, appliedAtMs === null ? 'pending' : new Date(appliedAtMs).toISOString()]
}

async function goUp(deps: UpkeepDeps, flags: Flags): Promise<void> {
  const { terminal, clock, migrations } = deps
  const paths = anyFolder(deps)
  ownFolder(paths.folder)
  const change = await withBar(terminal, 'pages', (onProgress) =>
    whileLocked(paths, 'karvon migrate up', () => raiseSchema({ paths, migrations, clock, onProgress })),
  )
  say(terminal, flags, change, (done) => describe(done, 'Applied', 'Nothing is pending.'))
}

async function goDown(deps: UpkeepDeps, flags: Flags & { steps: number; yes?: true }): Promise<void> {
  const { terminal, clock, migrations } = deps
  const paths = existingFolder(deps)
  const applied = inspectDatabase(paths.database, migrations).filter(({ appliedAtMs }) => appliedAtMs !== null)
  if (applied.length > 0 && flags.steps > applied.length) {
    throw new Refusal(
      `only ${counted(applied.length, 'step')} can be taken back: give --steps ${applied.length} or fewer`,
    )
  }
  const names = applied.slice(-flags.steps).map(({ name }) => name)
  if (names.length > 0 && flags.yes !== true) await confirm(deps, names)
  const change = await withBar(terminal, 'pages', (onProgress) =>
    whileLocked(paths, 'karvon migrate down', () => lowerSchema({ paths, migrations, clock, onProgress }, flags.steps)),
  )
  say(terminal, flags, change, (done) => describe(done, 'Took back', 'No step stands in the database.'))
}

async function confirm({ terminal }: UpkeepDeps, names: readonly string[]): Promise<void> {
  const question = `This takes back ${names.toReversed().join(', ')} and deletes the data in their tables. Type yes to go on: `
  // A script is not asked: it would wait for an answer that nobody types.
  if (!terminal.isTerminal) throw new Refusal('taking steps back deletes data: confirm it with --yes')
  const answer = await terminal.ask(question)
  if (answer !== 'yes') throw new Refusal('nothing was changed: the answer was not yes')
}

function describe({ steps, backup }: SchemaChange, verb: string, nothing: string): string {
  if (steps.length === 0) return nothing
  const lines = steps.map((name) => `${verb} ${name}`)
  return [...(backup === undefined ? [] : [inWords(backup)]), ...lines].join('\n')
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count))
    throw new InvalidArgumentError('Give a number from 1.')
  return count
}
