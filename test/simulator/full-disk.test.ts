import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { CannotStart } from '../../src/simulator/cannot-start.ts'
import { SimulatorClient } from '../../src/simulator/client.ts'
import { startSimulator } from '../../src/simulator/main.ts'
import type { ReadyLine } from '../../src/simulator/main.ts'
import { rememberNew } from '../../src/simulator/new-files.ts'
import { program } from '../support/program.ts'
import { mountSmallDisk, needsMount } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/world.ts'

const kilobyte = 1024
const diskBytes = 4096 * kilobyte

describe('a simulator on a disk that is full', () => {
  it.for([
    ['empty', 0],
    ['empty', 4],
    ['empty', 8],
    ['empty', 64],
    ['empty', 128],
    ['demo', 2048],
  ] as const)(
    'does not start the %s world with %i KB, and leaves nothing that the next start trips over',
    async ([world, free], t) => {
      const disk = mountSmallDisk(diskBytes)
      if (disk === undefined) return t.skip(needsMount)
      const dataDir = join(disk.folder, 'data')
      const filler = fillUpTo(disk.folder, free * kilobyte)

      const error = await start(dataDir, world).catch((thrown: unknown) => thrown)

      expect(error).toBeInstanceOf(CannotStart)
      expect((error as Error).message).toMatch(/^[^\n]*make room[^\n]* or give another --data$/)
      expect(readdirSync(dataDir).filter((name) => !name.startsWith('lock'))).toEqual([])
      rmSync(filler)
      expect(await start(dataDir, 'empty')).toEqual([])
    },
  )

  it('ends with one line for a person while it serves, and keeps what it answered', async (t) => {
    const disk = mountSmallDisk(diskBytes)
    if (disk === undefined) return t.skip(needsMount)
    const dataDir = join(disk.folder, 'data')
    const { client, ended, errors } = await serve(dataDir)
    await client.world.makeUser({ firstName: 'Aziz' })
    const filler = fillUpTo(disk.folder, 0)

    const answered = await makeUsersUntilItEnds(client)

    expect(await ended).toBe(70)
    const lines = (await errors).trimEnd().split('\n')
    expect(lines.at(-2)).toContain('"msg":"the data folder cannot be written: stopping"')
    expect(lines.at(-1)).toBe(
      `error: ${dataDir} cannot be written any more (database or disk is full): make room if its disk is full, then start again; what was answered is kept`,
    )
    rmSync(filler)
    const again = await serve(dataDir)
    expect((await again.client.server.health()).users).toBe(1 + answered)
  })
})

describe('a start that fails', () => {
  it('takes away what was not there before, and nothing else', () => {
    const [empty, used] = [temporaryFolder(), temporaryFolder()]
    const world = ['simulator.db', 'simulator.db-wal', 'server-key.pem', 'public-key.pem']
    const make = (folder: string, names: readonly string[]) => {
      for (const name of names) writeFileSync(join(folder, name), '')
    }
    make(used, ['simulator.db', 'server-key.pem', 'notes.txt'])

    for (const folder of [empty, used]) {
      const removeNew = rememberNew(folder)
      make(folder, [...world, 'later.txt'])
      removeNew()
    }

    expect(readdirSync(empty)).toEqual(['later.txt'])
    expect(readdirSync(used).toSorted()).toEqual([...world, 'later.txt', 'notes.txt'].toSorted())
  })
})

/** Starts and stops. @returns what the log warns of */
async function start(dataDir: string, world: 'demo' | 'empty'): Promise<string[]> {
  const warnings: string[] = []
  const log = openLog('warn', { write: (line: string) => void warnings.push(line) })
  const simulator = await startSimulator({ port: 0, apiPort: 0, controlPort: 0, world, seed: 1, dataDir, log })
  await simulator.stop()
  return warnings
}

/** A file that leaves so many bytes on the disk. */
function fillUpTo(folder: string, freeBytes: number): string {
  const filler = join(folder, 'filler')
  expect(() => writeFileSync(filler, Buffer.alloc(diskBytes + kilobyte))).toThrow('ENOSPC')
  truncateSync(filler, statSync(filler).size - freeBytes)
  return filler
}

async function serve(dataDir: string) {
  const ports = ['--port', '0', '--api-port', '0', '--control-port', '0']
  const args = [program, 'simulator', ...ports, '--world', 'empty', '--data', dataDir]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const errors = text(child.stderr)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { controlPort } = JSON.parse(line) as ReadyLine
  return { client: new SimulatorClient(`http://127.0.0.1:${controlPort}`), ended, errors }
}

/** @returns how many were answered */
async function makeUsersUntilItEnds(client: SimulatorClient): Promise<number> {
  for (let made = 0; ; made++) {
    try {
      await client.world.makeUser({ firstName: 'x'.repeat(60) })
    } catch {
      return made
    }
  }
}
