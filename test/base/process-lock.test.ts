import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LockHeld, acquireProcessLock } from '../../src/base/process-lock.ts'

describe('the process lock', () => {
  it('refuses a second holder and is free again after release', () => {
    const path = lockPath()
    const lock = acquireProcessLock(path)

    expect(() => acquireProcessLock(path)).toThrow(LockHeld)
    lock.release()

    acquireProcessLock(path).release()
  })

  it('may be released twice', () => {
    const lock = acquireProcessLock(lockPath())

    lock.release()

    expect(() => lock.release()).not.toThrow()
  })

  it('is held against another process, and free at once when that process is killed', async () => {
    const path = lockPath()
    const script = `
      import { acquireProcessLock } from ${JSON.stringify(new URL('../../src/base/process-lock.ts', import.meta.url).href)}
      acquireProcessLock(${JSON.stringify(path)})
      console.log('held')
      setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
    onTestFinished(() => void holder.kill('SIGKILL'))
    await once(holder.stdout, 'data')

    expect(() => acquireProcessLock(path)).toThrow(/held by another process/)
    holder.kill('SIGKILL')
    await once(holder, 'exit')

    acquireProcessLock(path).release()
  })
})

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'lock')
}
