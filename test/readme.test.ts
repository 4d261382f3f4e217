import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from './support/run.ts'

const repository = join(import.meta.dirname, '..')

describe('the README', () => {
  it('shows how the telegram package signs in and lists the chats, as it stands there', async () => {
    const folder = temporaryFolder()
    const ready = await startSimulator(join(folder, 'data'))
    const snippet = snippetWith(`import { TelegramClient }`)
    const pointed = snippet.replace(/^const ready = .*$/m, `const ready = ${JSON.stringify(ready)}`)
    writeFileSync(join(folder, 'snippet.ts'), `${pointed}\nprocess.exit()\n`)

    const finished = await run('node_modules/tsx/dist/cli.mjs', ['snippet.ts'], { cwd: folder })

    expect(pointed).not.toBe(snippet)
    // One key in 256 GramJS makes wrong; it says so and begins again.
    const stderr = expect.stringMatching(/^(?:$|SecurityError: Step 3 invalid new nonce hash\n)/)
    expect(finished).toMatchObject({ code: 0, stderr })
    expect(finished.stdout).toMatch(/'[^']+ \d+',/)
  })
})

describe('the command lines of the README', () => {
  it('name commands and scripts that exist', async () => {
    const { stdout: help } = await run('bin/karvon.js', ['--help'], { cwd: repository })
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: object }
    const [, engine = ''] = readme.split(/^## /m).filter((section) => /^(?:Try it|The engine by hand)/.test(section))
    const rows = [...engine.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) => cell.match(/[a-z]+/g) ?? [])
    const commands = [...readme.matchAll(/karvon\.js ([a-z]+)\b/g)].map(([, name = '']) => name)
    const named = [...readme.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name)

    expect([...commands, ...rows].filter((name) => !help.includes(`\n  ${name} `))).toEqual([])
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
    expect([commands.length, rows.length, named.length].every((count) => count > 5)).toBe(true)
  })
})

const readme = readFileSync(join(repository, 'README.md'), 'utf8')

/** The code block of the README that has this line. */
function snippetWith(line: string): string {
  const blocks = readFileSync(join(repository, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)
  const snippet = [...blocks].map((block) => block[1] ?? '').find((block) => block.includes(line))
  if (snippet === undefined) throw new Error(`the README has no code block with ${line}`)
  return snippet
}

async function startSimulator(dataDir: string): Promise<unknown> {
  const ports = ['--port', '0', '--api-port', '0', '--control-port', '0']
  const args = ['bin/karvon.js', 'simulator', ...ports, '--data', dataDir, '--log-level', 'error']
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))

  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line)
  throw new Error('the simulator ended before it was ready')
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-readme-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  return folder
}
