import { resolve } from 'node:path'
import { Option } from 'commander'
import type { Command } from 'commander'
import { becomeOwner } from '../../base/data-folder.ts'
import { keyIdOf, openKeyring } from '../../base/keyring.ts'
import type { Random } from '../../base/random.ts'
import { Refusal } from '../../base/refusal.ts'
import { addKeyTo } from '../../ops/env-key.ts'
import { rotateKeysHere } from '../../ops/rotate-keys.ts'
import type { Rotated } from '../../ops/rotate-keys.ts'
import { parsePath } from '../arguments.ts'
import type { CliCommand } from '../command.ts'
import { say, withBar, withJson } from '../output.ts'
import { bySupervisorOrHere, existingFolder } from '../upkeep.ts'
import type { UpkeepDeps } from '../upkeep.ts'

export interface KeysDeps extends UpkeepDeps {
  readonly random: Random
  /** SESSION_SECRET_KEY: the first writes. @throws Refusal */
  keys(): readonly Buffer[]
}

/** `karvon keys`: the keys that seal sessions. */
export function keysCommand(deps: KeysDeps): CliCommand {
  return {
    name: 'keys',
    register(program: Command): void {
      const keys = program.command('keys').description('the keys that seal sessions: new, rotate')
      withJson(keys.command('new'))
        .description('makes a key, as a line for .env')
        .option('--print', 'also where standard output is no terminal')
        .addOption(
          new Option('--env <file>', 'adds it to this file instead, where none stands yet, and makes that mode 0600')
            .argParser(parsePath)
            .conflicts('print'),
        )
        .addHelpText('after', examples)
        .action((flags: NewFlags) => makeKey(deps, flags))
      withJson(keys.command('rotate'))
        .description('seals everything with the first key of SESSION_SECRET_KEY that an older one still holds')
        .addHelpText('after', examples)
        .action((flags: { json?: true }) => rotate(deps, flags))
      keys.addHelpText('after', examples)
    },
  }
}

const examples = `
To rotate: put the new key before the old one (SESSION_SECRET_KEY=new,old), restart karvon, run \`karvon keys rotate\`, then take the
old one away. It may be stopped or killed at any time, and goes on when it is run again. A backup needs the key of its time.

Exit codes: 0 done, 2 refused, 75 the folder is in use, 78 a value opens with none of the keys.

Examples:
  $ karvon keys new --env .env
  $ karvon keys new
  $ karvon keys rotate
`

interface NewFlags {
  readonly print?: true
  readonly env?: string
  readonly json?: true
}

function makeKey(deps: KeysDeps, flags: NewFlags): void {
  if (flags.env === undefined) printKey(deps, flags)
  else addKey(deps, resolve(flags.env), flags)
}

function addKey({ terminal, random }: KeysDeps, file: string, flags: NewFlags): void {
  // Made by root in the folder of the service's user, it could not be read by the service.
  becomeOwner(file)
  const key = random.bytes(32)
  addKeyTo(file, key.toString('base64'))
  say(terminal, flags, { keyId: keyIdOf(key), file }, ({ keyId }) => `Key ${keyId} is in ${file}, for its owner only.`)
  terminal.printError('Keep a copy of it somewhere else than your backups: without it no session opens.\n')
}

function printKey({ terminal, random }: KeysDeps, flags: NewFlags): void {
  if (!terminal.isTerminal && flags.print !== true) {
    throw new Refusal(
      'standard output is no terminal, and a key does not belong into a log: add --env FILE, or --print',
    )
  }
  const key = random.bytes(32)
  const value = { keyId: keyIdOf(key), line: `SESSION_SECRET_KEY=${key.toString('base64')}` }
  say(terminal, flags, value, ({ line }) => line)
  terminal.printError(
    `Key ${value.keyId}. It goes into .env (mode 0600), and a copy of it somewhere else than your backups: without it no session opens.\n`,
  )
}

async function rotate(deps: KeysDeps, flags: { json?: true }): Promise<void> {
  const { terminal, keys } = deps
  const paths = existingFolder(deps)
  const keyring = openKeyring(keys())
  const rotated = await withBar(terminal, 'values', (onProgress) =>
    bySupervisorOrHere<Rotated>(paths, {
      who: 'karvon keys rotate',
      verb: 'rotate-keys',
      args: { writingKeyId: keyring.writingKeyId },
      onProgress,
      here: () => rotateKeysHere({ path: paths.database, migrations: deps.migrations, keyring, onProgress }),
    }),
  )
  say(terminal, flags, rotated, (value) => inWords(value, keys().length > 1))
}

function inWords({ writingKeyId, resealed, uses }: Rotated, hasOthers: boolean): string {
  const free = hasOthers
    ? 'the old one may be taken out of SESSION_SECRET_KEY. Backups made before still need it.'
    : 'SESSION_SECRET_KEY has only this one. `karvon keys rotate --help` says how to put a new one before it.'
  const old = uses.filter(({ keyId }) => keyId !== writingKeyId)
  const left = old.map(({ keyId, values }) => `${keyId ?? 'no key'}: ${values}`).join(', ')
  return [
    `Sealed ${resealed} values anew with key ${writingKeyId}.`,
    old.length === 0
      ? `No other key holds a value: ${free}`
      : `Other keys still hold values (${left}): run it again before you take one away.`,
  ].join('\n')
}
