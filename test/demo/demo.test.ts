import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../support/run.ts'
import { temporaryFolder } from '../support/world.ts'

describe('karvon demo', () => {
  it('judges by the books of a Telegram that it starts, and can be run again', { timeout: 240_000 }, async () => {
    const cwd = temporaryFolder()

    // Repeats make second messages there, so a verdict that says nothing of them would say nothing at all.
    const forgetful = startDemo(cwd, '--forgetful', '--kills', '0', '--stay')
    const page = await forgetful.lineWith(/http:\/\/127\.0\.0\.1:\d+\//)
    await forgetful.lineWith(/Ctrl-C ends everything/)
    expect((await fetch(page)).status).toBe(200)
    expect(await forgetful.end('SIGINT')).toBe(1)
    await expect(fetch(page)).rejects.toThrow('fetch failed')

    const figures = figuresIn(forgetful.text())
    expect(figures.twice).toBeGreaterThan(0)
    expect(sumOf(figures)).toBe(figures.planned)

    const second = startDemo(cwd, '--kills', '1')
    expect(await second.ended).toBe(0)

    const honest = figuresIn(second.text())
    expect(honest).toMatchObject({ lost: 0, twice: 0 })
    expect(honest.refused).toBeGreaterThan(0)
    expect(sumOf(honest)).toBe(honest.planned)
    expect(second.text()).toContain('kill -9 of the engine, number 1')
    expect(second.text()).toContain('delete that folder to begin anew')

    const third = startDemo(cwd)
    await third.lineWith(/are up/)
    expect(await third.end('SIGTERM')).toBe(143)
    expect(third.text()).not.toContain('verdict')
    expect(readdirSync(join(cwd, 'data/demo/engine'))).not.toContain('control.sock')
    expect(readdirSync(cwd)).toEqual(['data'])
  })

  it("refuses a folder with a configuration that is somebody's own, and leaves it as it is", async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, '.env'), 'TG_API_ID=12345\n', { mode: 0o600 })

    expect(await run('bin/karvon.js', ['demo', '--data', '.'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${join(cwd, '.env')} is not the demo's: name another --data\n`,
    })
    expect(readFileSync(join(cwd, '.env'), 'utf8')).toBe('TG_API_ID=12345\n')
  })
})

/** Of a shell where somebody's real installation is configured: nothing of it may be touched. */
const shell = { TG_API_ID: 'real', TG_DC_ADDRESS: 'real:1', SHARDS: 'real', LOG_LEVEL: 'real' }

function startDemo(cwd: string, ...args: readonly string[]) {
  const size = ['--accounts', '4', '--groups', '12']
  const child = spawn(process.execPath, [program, 'demo', ...size, ...args], {
    cwd,
    env: { ...process.env, ...shell, DATA_DIR: join(cwd, 'real') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const lines: string[] = []
  const reader = createInterface(child.stdout)
  reader.on('line', (line) => lines.push(line))
  return {
    ended,
    text: () => lines.join('\n'),
    /** @returns what of the line fits */
    async lineWith(shape: RegExp): Promise<string> {
      for (;;) {
        const found = lines.flatMap((line) => shape.exec(line)?.[0] ?? [])
        if (found[0] !== undefined) return found[0]
        await Promise.race([once(reader, 'line'), ended.then(() => Promise.reject(new Error(lines.join('\n'))))])
      }
    },
    end(signal: NodeJS.Signals) {
      child.kill(signal)
      return ended
    },
  }
}

const program = join(import.meta.dirname, '../../bin/karvon.js')

function figuresIn(text: string) {
  const figure = (name: string) => Number(new RegExp(`^${name} +(\\d+)`, 'm').exec(text)?.[1])
  return {
    planned: figure('planned'),
    once: figure('delivered once'),
    refused: figure('refused'),
    banned: figure('account banned'),
    lost: figure('lost'),
    twice: figure('twice'),
  }
}

/** Of all figures that a message can be in. */
function sumOf({ once, refused, banned, lost, twice }: ReturnType<typeof figuresIn>): number {
  return once + refused + banned + lost + twice
}
