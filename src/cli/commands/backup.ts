import { resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { keepTheKeyApart } from '../../ops/backup.ts'
import type { Backup } from '../../ops/backup.ts'
import { backUpHere } from '../../ops/schema-change.ts'
import { parsePath } from '../arguments.ts'
import type { CliCommand } from '../command.ts'
import { paint, say, withBar, withJson } from '../output.ts'
import { bySupervisorOrHere, existingFolder, nameForHelp } from '../upkeep.ts'
import type { UpkeepDeps } from '../upkeep.ts'

/** `karvon backup`: a verified copy of the database, while karvon runs or not. */
export function backupCommand(deps: UpkeepDeps): CliCommand {
  return {
    name: 'backup',
    register(program: Command): void {
      withJson(program.command('backup'))
        .description('copies the database, also while it is in use, and verifies the copy')
        .option('--to <file>', 'a file that does not exist yet, in a folder that does', parsePath)
        .addHelpText(
          'after',
          () => `\nWithout --to it gets a name with the instant in ${nameForHelp(deps, 'backups')}.\n${about}`,
        )
        .action((flags: Flags) => backUp(deps, flags))
    },
  }
}

interface Flags {
  readonly to?: string
  readonly json?: true
}

const about = `
The copy is one file of mode 0600 that counts only when integrity, foreign keys and schema were checked; nothing is overwritten.
It holds sealed sessions and not the key: keep SESSION_SECRET_KEY somewhere else.

Exit codes: 0 done, 2 the file exists or cannot be made there, 75 the folder is in use or the disk too small, 78 there is no
database, or it is damaged or not ours.

Examples:
  $ karvon backup
  $ karvon backup --to /mnt/usb/karvon-$(date +%F).db
  $ karvon backup --json | jq -r .path
`

async function backUp(deps: UpkeepDeps, flags: Flags): Promise<void> {
  const { terminal, clock, migrations } = deps
  const paths = existingFolder(deps)
  const to = flags.to === undefined ? undefined : wholePath(flags.to)
  const backup = await withBar(terminal, 'pages', (onProgress) =>
    bySupervisorOrHere<Backup>(paths, {
      who: 'karvon backup',
      verb: 'backup',
      args: { to },
      onProgress,
      here: () => backUpHere({ paths, migrations, clock, onProgress }, { to }),
    }),
  )
  say(terminal, flags, backup, inWords)
  terminal.printError(`${paint(terminal, 'yellow', keepTheKeyApart)}\n`)
}

/** The supervisor may run in another folder. A slash at the end stays, because it says that a folder is meant. */
function wholePath(path: string): string {
  return path.endsWith(sep) ? resolve(path) + sep : resolve(path)
}

/** One line for the backup that was made; other commands that make one say it too. */
export function inWords({ path, bytes, tookMs }: Backup): string {
  return `Backup ${path} (${(bytes / 1024 / 1024).toFixed(1)} MB, verified, ${(tookMs / 1000).toFixed(1)} s)`
}
