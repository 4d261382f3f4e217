import { describe, expect, it } from 'vitest'
import { DriverMissing } from '../../src/base/sqlite.ts'
import type { CliCommand } from '../../src/cli/command.ts'
import { runProgram } from '../../src/cli/program.ts'

describe('the command line', () => {
  it('prints its version and its help with examples', async () => {
    expect(await runLine(['--version'])).toEqual({ code: 0, out: '1.2.3\n', error: '' })

    const help = await runLine(['--help'])
    expect(help.code).toBe(0)
    expect(help.out).toContain('$ karvon simulator')
  })

  it('runs a command that was plugged in', async () => {
    const greeted: string[] = []
    const hello = command('hello', () => void greeted.push('salom'))

    expect(await runLine(['hello'], [hello])).toMatchObject({ code: 0, error: '' })
    expect(greeted).toEqual(['salom'])
  })

  it.each([
    [['helloo'], "error: unknown command 'helloo' (Did you mean hello?)\n"],
    [['hello', '--loud'], "error: unknown option '--loud'\n"],
    [['hello', '--halp'], "error: unknown option '--halp' (Did you mean --help?)\n"],
    [['hello', 'you'], "error: too many arguments for 'hello'. Expected 0 arguments but got 1.\n"],
  ])('answers a wrong line with one line and code 2: %j', async (args, error) => {
    expect(await runLine(args, [command('hello', () => {})])).toEqual({ code: 2, out: '', error })
  })

  it.each([
    [['nonsense'], "error: unknown command 'nonsense': karvon --help lists them\n"],
    [['help', 'nonsense'], "error: unknown command 'nonsense': karvon --help lists them\n"],
    [['help', 'helloo'], "error: unknown command 'helloo' (Did you mean hello?)\n"],
    [['help', 'hello', 'you'], "error: 'karvon hello' has no commands below it, such as 'you'\n"],
    [['help', 'group', 'nonsense'], "error: unknown command 'nonsense': karvon group --help lists them\n"],
    [['group', 'help', 'lits'], "error: unknown command 'lits' (Did you mean list?)\n"],
    [['help', '--loud'], "error: unknown option '--loud'\n"],
  ])('answers a wish for the help of what is not there with one line and code 2: %j', async (args, error) => {
    expect(await runLine(args, [command('hello', ranByMistake), groupOf('list')])).toEqual({ code: 2, out: '', error })
  })

  it.each([
    [['help', 'hello'], 'Usage: karvon hello'],
    [['hello', '-h'], 'Usage: karvon hello'],
    [['help', 'group'], 'Usage: karvon group'],
    [['help', 'group', 'list'], 'Usage: karvon group list'],
    [['group', 'help', 'list'], 'Usage: karvon group list'],
    [['group', 'list', '-h'], 'Usage: karvon group list'],
    [['help'], 'Usage: karvon [options]'],
    [['-h'], 'Usage: karvon [options]'],
  ])('prints the help of a command and runs nothing: %j', async (args, usage) => {
    const help = await runLine(args, [command('hello', ranByMistake), groupOf('list')])

    expect(help).toMatchObject({ code: 0, error: '' })
    expect(help.out).toContain(usage)
  })

  it('shows the help when nothing was asked, and says by its code that nothing was done', async () => {
    const nothing = await runLine([], [command('hello', () => {})])

    expect(nothing.code).toBe(2)
    expect(nothing.error).toContain('Usage: karvon')
  })

  it('keeps the exit code that a command chose', async () => {
    const busy = command('busy', (self) => self.error('error: the lock is held', { exitCode: 75 }))

    expect(await runLine(['busy'], [busy])).toEqual({ code: 75, out: '', error: 'error: the lock is held\n' })
  })

  it('shows the stack of a fault of ours, and one line for a missing driver', async () => {
    const broken = command('broken', () => {
      throw new Error('this cannot be')
    })
    const bare = command('bare', () => {
      throw new DriverMissing('no driver: install one')
    })

    expect(await runLine(['broken'], [broken])).toMatchObject({
      code: 70,
      error: expect.stringContaining('program.test.ts'),
    })
    expect(await runLine(['bare'], [bare])).toEqual({ code: 70, out: '', error: 'error: no driver: install one\n' })
  })
})

function command(
  name: string,
  action: (self: { error(line: string, options: { exitCode: number }): never }) => void,
): CliCommand {
  return { name, register: (program) => void program.command(name).action((_, self) => action(self)) }
}

function groupOf(name: string): CliCommand {
  return {
    name: 'group',
    register: (program) => void program.command('group').command(name).action(ranByMistake),
  }
}

function ranByMistake(): never {
  throw new Error('only its help was asked for')
}

async function runLine(args: string[], commands: CliCommand[] = []) {
  const printed = { out: '', error: '' }
  const code = await runProgram(args, {
    version: '1.2.3',
    commands,
    print: (text) => (printed.out += text),
    printError: (text) => (printed.error += text),
  })
  return { code, ...printed }
}
