import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

/** A file system in memory, on Linux. */
const inMemory = '/dev/shm'

/** What all tests that run side by side have at once is a tenth of it. */
const roomMinBytes = 4 * 1024 ** 3

/**
 * Before the tests: what they write goes into memory where there is room, unless TMPDIR names a place. A commit waits until the disk
 * has it, and a test has hundreds; but what a test kills are processes, and what one had written is there for the next in either
 * place. What a disk does that is full or cannot be written is tested on one of its own.
 * @returns what takes it away again
 */
export function setup(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return undefined
  const folder = mkdtempSync(join(inMemory, 'karvon-'))
  // As the usual place of temporary files: some tests give what they make in it to another user.
  chmodSync(folder, 0o1777)
  process.env['TMPDIR'] = folder
  return () => {
    delete process.env['TMPDIR']
    rmSync(folder, { recursive: true, force: true })
  }
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === inMemory)
    // Some tests run what they have written.
    const mayRun = mount !== undefined && !mount.includes('noexec')
    return mayRun && Math.min(bavail * bsize, freemem()) > roomMinBytes
  } catch {
    return false
  }
}
