import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { run } from '../support/run.ts'

describe('npm run bench', () => {
  it.each([
    [[], /^Name what to measure:\n/],
    [['clients-fixture'], /^error: there is no benchmark 'clients-fixture'\. There are:\n/],
    [['toString'], /^error: there is no benchmark 'toString'\. There are:\n/],
  ])('lists every suite with what it measures when it does not know the one asked for: %j', async (args, begin) => {
    const finished = await run('node_modules/tsx/dist/cli.mjs', ['test/bench/main.ts', ...args], { cwd: '.' })

    expect(finished).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(begin) })
    const listed = [...finished.stderr.matchAll(/^ {2}npm run bench -- (\S+) +\S.{20,}$/gm)].map(([, name]) => name)
    expect(listed).toEqual(suiteFiles())
  })
})

/** What lies in the folder, but for what others are started by or made of. */
function suiteFiles(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'main.ts' && !file.endsWith('-fixture.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted()
}
