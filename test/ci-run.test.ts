import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/world.ts'

const say = (line: string): string => `echo '${line}'`
const good = { test: say('9 passed, 0 failed, 0 skipped'), chaos: say('3 passed, 0 failed, 0 skipped') }

describe('.ci/run', () => {
  it('ends with the sum of what tests and faults say', () => {
    expect(
      runWith({ test: say('9 passed, 0 failed, 2 skipped'), chaos: say('3 passed, 0 failed, 1 skipped') }),
    ).toMatchObject({
      code: 0,
      closing: '12 passed, 0 failed, 3 skipped',
    })
  })

  it.each([
    ['a failed test', { test: `${say('8 passed, 1 failed, 0 skipped')}; exit 1` }, '11 passed, 1 failed, 0 skipped'],
    ['a failed fault', { chaos: `${say('1 passed, 2 failed, 0 skipped')}; exit 1` }, '10 passed, 2 failed, 0 skipped'],
    ['a failed check', { check: 'exit 1' }, '12 passed, 1 failed, 0 skipped'],
    ['a runner that fails by itself', { chaos: `${good.chaos}; exit 1` }, '12 passed, 1 failed, 0 skipped'],
    ['a runner that says nothing', { test: 'kill -9 $$' }, '3 passed, 1 failed, 0 skipped'],
    ['an installation that fails', { ci: 'exit 1' }, '0 passed, 1 failed, 0 skipped'],
  ])('counts %s', (_, change, closing) => {
    expect(runWith({ ...good, ...change })).toMatchObject({ code: 1, closing })
  })

  it('goes on without pm2 where it cannot be installed', () => {
    expect(runWith({ ...good, install: 'exit 1' })).toMatchObject({
      code: 0,
      closing: '12 passed, 0 failed, 0 skipped',
    })
  })
})

describe('a test file that failed', () => {
  const failing = `${say('failed in test/a.test.ts: 3 passed, 2 failed, 1 skipped')}
    ${say('7 passed, 2 failed, 1 skipped')}; exit 1`
  /** The suite when it is run as a whole, and one file of it. */
  const suite = (whole: string, file: string): string =>
    `if [ "$2" = -- ]; then echo "alone: $3"; ${file}; else ${whole}; fi`

  it('is run once more, alone, and named when it passes then', () => {
    const run = runWith({ ...good, test: suite(failing, say('5 passed, 0 failed, 1 skipped')) })

    expect(run).toMatchObject({ code: 0, closing: '12 passed, 0 failed, 1 skipped' })
    expect(run.lines.filter((line) => line.startsWith('alone: '))).toEqual(['alone: test/a.test.ts'])
    expect(run.lines.at(-2)).toBe('passed only when run again: test/a.test.ts')
  })

  it.each([
    ['fails again', `${say('4 passed, 1 failed, 1 skipped')}; exit 1`],
    ['passes while its runner fails', `${say('5 passed, 0 failed, 1 skipped')}; exit 1`],
    ['says nothing then', 'kill -9 $$'],
    ['is skipped then', say('3 passed, 0 failed, 3 skipped')],
  ])('stays failed when it %s', (_, second) => {
    const run = runWith({ ...good, test: suite(failing, second) })

    expect(run).toMatchObject({ code: 1, closing: '10 passed, 2 failed, 1 skipped' })
    expect(run.lines.join()).not.toContain('passed only when run again')
  })

  it('is counted by its own figures when another fails twice', () => {
    const whole = `${say('failed in test/b.test.ts: 0 passed, 1 failed, 0 skipped')}
      ${say('failed in test/a.test.ts: 3 passed, 1 failed, 0 skipped')}; ${say('7 passed, 2 failed, 0 skipped')}; exit 1`
    const file = `case "$3" in
      test/a.test.ts) ${say('0 passed, 4 failed, 0 skipped')}; exit 1 ;;
      *) ${say('6 passed, 0 failed, 0 skipped')} ;; esac`

    const run = runWith({ ...good, test: suite(whole, file) })

    expect(run).toMatchObject({ code: 1, closing: '16 passed, 1 failed, 0 skipped' })
    expect(run.lines.at(-2)).toBe('passed only when run again: test/b.test.ts')
  })

  it('leaves failed what failed outside of the files', () => {
    const whole = `${say('failed in test/a.test.ts: 3 passed, 1 failed, 0 skipped')}
      ${say('7 passed, 2 failed, 0 skipped')}; exit 1`

    expect(runWith({ ...good, test: suite(whole, say('4 passed, 0 failed, 0 skipped')) })).toMatchObject({
      code: 1,
      closing: '11 passed, 1 failed, 0 skipped',
    })
  })

  it('has no second run where many failed, nor among the faults', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
      say(`failed in test/${name}.test.ts: 0 passed, 1 failed, 0 skipped`),
    )
    const passing = say('1 passed, 0 failed, 0 skipped')
    const broken = `${many.join('\n')}\n${say('0 passed, 6 failed, 0 skipped')}; exit 1`
    const chaos = `${say('failed in a.chaos.ts: 0 passed, 1 failed, 0 skipped')}
      ${say('0 passed, 1 failed, 0 skipped')}; exit 1`

    const run = runWith({ test: suite(broken, passing), chaos: suite(chaos, passing) })

    expect(run).toMatchObject({ code: 1, closing: '0 passed, 7 failed, 0 skipped' })
    expect(run.lines.join()).not.toContain('alone')
  })
})

type Scripts = Partial<Record<'ci' | 'install' | 'check' | 'test' | 'screens' | 'chaos', string>>

/** In a folder of its own, with an `npm` that does what the test says, and nothing to install. */
function runWith(scripts: Scripts): { code: number | null; closing: string | undefined; lines: readonly string[] } {
  const folder = temporaryFolder()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  cpSync(join(import.meta.dirname, '../.ci/run'), join(folder, '.ci/run'))
  const screens = say('0 passed, 0 failed, 0 skipped')
  const cases = Object.entries({ screens, ...scripts }).map(([name, body]) => `${name}) ${body} ;;`)
  const npm = `[ "$1" = run ] && shift\ncase "$1" in\n${cases.join('\n')}\n*) ;;\nesac`
  for (const [name, body] of Object.entries({ npm, 'g++': '', chromium: '', 'apt-get': 'exit 1' })) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${body}\n`, { mode: 0o755 })
  }
  const env = { PATH: [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':'), TMPDIR: folder }
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), { encoding: 'utf8', env })
  const lines = stdout.trimEnd().split('\n')
  return { code: status, closing: lines.at(-1), lines }
}
