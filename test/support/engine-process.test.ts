import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startEngineProcess } from './engine-process.ts'
import { temporaryFolder } from './world.ts'

describe('a process of the engine', () => {
  it('that cannot start says why to whoever waits until it is ready', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, '.env'), 'TG_API_ID=many\n', { mode: 0o600 })

    await expect(startEngineProcess(folder).ready).rejects.toThrow(/karvon start ended \(78\): .*TG_API_ID/s)
  }, 60_000)

  it('that is killed before it is ready is no error for whoever does not', async () => {
    const engine = startEngineProcess(temporaryFolder())

    expect(await engine.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })

    await expect(engine.ready).rejects.toThrow('karvon start ended (SIGKILL)')
  }, 60_000)
})
