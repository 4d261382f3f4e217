import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../support/run.ts'

const repository = join(import.meta.dirname, '../..')

describe('bin/karvon.js', () => {
  it('tells the version of the package, wherever it is called', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as { version: string }

    expect(await run('bin/karvon.js', ['--version'], { cwd: tmpdir() })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    })
  })

  it('runs the build when it is newer than the sources, and the sources when they were edited since', async () => {
    const clone = makeClone({ tsx: true, built: true })

    expect(await runIn(clone)).toMatchObject({ code: 0, stdout: 'build\n' })

    utimesSync(join(clone, 'src/main.ts'), new Date(), new Date(Date.now() + 60_000))
    expect(await runIn(clone)).toMatchObject({ code: 0, stdout: 'sources\n' })
  })

  it('runs the sources of a clone that was never built', async () => {
    expect(await runIn(makeClone({ tsx: true, built: false }))).toMatchObject({ code: 0, stdout: 'sources\n' })
  })

  it('says in one line what to run where nothing was installed yet', async () => {
    expect(await runIn(makeClone({ tsx: false, built: false }))).toEqual({
      code: 70,
      stdout: '',
      stderr: 'error: the packages that karvon needs are not installed: run `npm ci` in its folder\n',
    })
  })
})

const runIn = (clone: string) => run(join('bin/karvon.js'), [], { cwd: clone, root: clone })

function makeClone(has: { tsx: boolean; built: boolean }): string {
  const clone = mkdtempSync(join(tmpdir(), 'karvon-clone-'))
  onTestFinished(() => rmSync(clone, { recursive: true }))

  cpSync(join(repository, 'bin'), join(clone, 'bin'), { recursive: true })
  if (has.tsx) symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'))
  writeFileSync(join(clone, 'package.json'), '{ "type": "module" }')
  for (const [folder, file, text] of [
    ['src', 'main.ts', 'sources'],
    ['dist', 'main.js', 'build'],
  ] as const) {
    if (folder === 'dist' && !has.built) continue
    mkdirSync(join(clone, folder))
    writeFileSync(join(clone, folder, file), `console.log('${text}')\n`)
  }
  return clone
}
