import { Command } from 'commander'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { systemRandom } from '../../src/base/random.ts'
import { Refusal } from '../../src/base/refusal.ts'
import { startCommand } from '../../src/cli/commands/start.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { operatorCommands } from '../../src/operator-commands.ts'
import { run } from '../support/run.ts'
import { temporaryFolder } from '../support/world.ts'

/** Nothing of it runs here: only what is registered is looked at. */
const never = (): never => {
  throw new Error('only its help was asked for')
}
const terminal: Terminal = {
  print: never,
  printError: never,
  isTerminal: false,
  hasColours: false,
  hasBars: false,
  readAll: never,
  ask: never,
  askSecretly: never,
}
let environment = () => ({ DATA_DIR: '/srv/karvon' })
const given = () => ({ environment: environment(), fileNames: [] })
const deps = { terminal, clock: systemClock, random: systemRandom, version: '1.2.3', given }
const all = [startCommand({ ...deps, start: never }), ...(await operatorCommands(deps, undefined))]
const program = new Command()
for (const command of all) command.register(program)
const leaves = leavesOf(program, '')

describe('every command of the program', () => {
  it('is one of those that are looked at here', async () => {
    const { stdout } = await run('bin/karvon.js', ['--help'], { cwd: temporaryFolder() })
    const listed = stdout.slice(stdout.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)/gm)

    expect(new Set(Array.from(listed, ([, name]) => name))).toEqual(new Set([...all.map(({ name }) => name), 'help']))
  })

  it.each(all.slice(1).map(({ name }) => name))('%s is loaded alone, by its name', async (name) => {
    expect((await operatorCommands(deps, name)).map((command) => command.name)).toEqual([name])
  })

  it('is what the operator was promised', () => {
    expect(leaves.map(({ path }) => path)).toEqual(expect.arrayContaining(promised.map(([path]) => path)))
    for (const [path, ...flags] of promised) {
      const { options } = leaves.find((leaf) => leaf.path === path) ?? { options: [] }
      expect([path, options]).toEqual([path, expect.arrayContaining(flags)])
    }
  })

  it.each(leaves.map(({ path }) => path))('%s has a help with examples of itself and its exit codes', async (path) => {
    const help = await helpOf(path)

    expect(help).toContain('\nExamples:\n')
    expect(help).toMatch(new RegExp(`\n  \\$ (karvon|npm run) ${path.split(' ')[0]}`))
    expect(help).toMatch(/\nExit codes: 0 /)
  })

  it.each(leaves.map(({ path, options }) => [path, options] as const))(
    '%s answers a script with --json',
    (path, options) => {
      expect(options.includes('--json')).toBe(!servesInJson.has(path))
    },
  )
})

describe('the help', () => {
  it.each([
    [
      'backup',
      'Without --to it gets a name with the instant in /srv/karvon/backups.\n',
      'in backups, in the folder that DATA_DIR names.\n',
    ],
    ['logs', 'Reads /srv/karvon/logs.\n', 'Reads logs, in the folder that DATA_DIR names.\n'],
  ])(
    'of %s names the folder that is configured, and is there also when nothing of it can be read',
    async (path, line, words) => {
      expect(await helpOf(path)).toContain(line)

      const readable = environment
      onTestFinished(() => void (environment = readable))
      environment = () => {
        throw new Refusal('.env holds secrets and others may read it')
      }
      expect(await helpOf(path)).toContain(words)
    },
  )
})

/** What they print is lines of JSON, or a show for people. */
const servesInJson = new Set(['simulator', 'demo'])

/** Of the issue that asked for the command line. */
const promised: readonly (readonly [path: string, ...options: readonly string[]])[] = [
  ['start', '--no-bot'],
  ['stop'],
  ['status'],
  ['shards'],
  ['replay', '--account', '--campaign', '--failed', '--uncertain', '--dry-run'],
  ['accounts login', '--owner'],
  ['accounts import', '--owner', '--session', '--file'],
  ['accounts list'],
  ['accounts pause'],
  ['accounts resume'],
  ['accounts groups'],
  ['accounts add-bot', '--owner', '--file'],
  ['users add', '--id', '--days'],
  ['campaigns create', '--owner', '--account', '--groups', '--text', '--every', '--once', '--start'],
  ['campaigns list'],
  ['campaigns start'],
  ['campaigns pause'],
  ['campaigns resume'],
  ['campaigns stop'],
  ['campaigns retry', '--dry-run'],
  ['campaigns show'],
  ['attempts list', '--state'],
  ['migrate up'],
  ['migrate down'],
  ['migrate status'],
  ['backup'],
  ['keys new', '--env'],
  ['keys rotate'],
  ['logs'],
  ['doctor'],
]

async function helpOf(path: string): Promise<string> {
  let help = ''
  const print = (text: string) => void (help += text)
  const code = await runProgram([...path.split(' '), '--help'], {
    version: '1.2.3',
    commands: all,
    print,
    printError: print,
  })
  expect(code).toBe(0)
  return help
}

/** Commands that do something, with the long names of their options. */
function leavesOf(command: Command, path: string): { path: string; options: string[] }[] {
  if (command.commands.length === 0) return [{ path, options: command.options.map(({ long }) => long ?? '') }]
  return command.commands.flatMap((below) => leavesOf(below, `${path} ${below.name()}`.trim()))
}
