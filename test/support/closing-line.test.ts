import { execFile } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './world.ts'

describe('the closing line of a test run', () => {
  it('counts what passed, failed and was skipped, and is the last line', async () => {
    const run = await runTests(`
      it('adds', () => expect(1 + 1).toBe(2))
      it('fails', () => expect(1).toBe(2))
      it('needs a browser', (t) => t.skip('no chromium on this machine'))`)

    expect(run.lines).toContain('skipped: needs a browser: no chromium on this machine')
    expect(run.lines.at(-2)).toBe('failed in made.test.ts: 1 passed, 1 failed, 1 skipped')
    expect(run.lines.at(-1)).toBe('1 passed, 1 failed, 1 skipped')
    expect(run.code).toBe(1)
  })

  it('counts a file that cannot be imported as a failure', async () => {
    const run = await runTests(`throw new Error('broken at import')`)

    expect(run.lines.at(-2)).toBe('failed in made.test.ts: 0 passed, 1 failed, 0 skipped')
    expect(run.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped')
    expect(run.code).toBe(1)
  })

  it('counts a rejection that nobody awaited as a failure of no file', async () => {
    const run = await runTests(`it('passes', () => void Promise.reject(new Error('nobody awaits it')))`)

    expect(run.lines.filter((line) => line.startsWith('failed in'))).toEqual([])
    expect(run.lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped')
    expect(run.code).toBe(1)
  })
})

/** Runs a real vitest with the reporter on a made test file. Outside of test/, which other tests read from end to end. */
async function runTests(body: string): Promise<{ lines: string[]; code: number }> {
  const folder = temporaryFolder()
  const modules = join(import.meta.dirname, '../../node_modules')
  await symlink(modules, join(folder, 'node_modules'))
  await writeFile(join(folder, 'made.test.ts'), `import { expect, it } from 'vitest'\n${body}\n`)
  await writeFile(
    join(folder, 'vitest.config.ts'),
    `import { ClosingLine } from '${join(import.meta.dirname, 'closing-line.ts')}'
     export default { test: { include: ['made.test.ts'], reporters: ['default', new ClosingLine()] } }`,
  )

  return new Promise((resolve) => {
    const vitest = join(modules, 'vitest/vitest.mjs')
    execFile(
      process.execPath,
      [vitest, 'run', '--root', folder],
      { env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout) => {
        const code = typeof error?.code === 'number' ? error.code : 0
        resolve({ lines: stdout.trimEnd().split('\n'), code })
      },
    )
  })
}
