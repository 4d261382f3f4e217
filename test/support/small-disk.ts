import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './world.ts'

export interface SmallDisk {
  readonly folder: string
  /** From here on nothing can be written on it. */
  makeReadOnly(): void
}

/**
 * A disk of its own in memory, for one test, taken away when it ends.
 * @returns undefined where this user may not mount one; skip with `needsMount` then
 */
export function mountSmallDisk(sizeBytes: number): SmallDisk | undefined {
  const folder = join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  const mount = (...options: readonly string[]) => spawnSync('mount', options, { stdio: 'ignore' }).status === 0
  if (process.getuid?.() !== 0 || !mount('-t', 'tmpfs', '-o', `size=${sizeBytes},mode=700`, 'karvon-test', folder)) {
    return undefined
  }
  // Lazily: what a test has left open on it must not keep the folder from being removed.
  onTestFinished(() => void spawnSync('umount', ['-l', folder], { stdio: 'ignore' }))
  return {
    folder,
    makeReadOnly() {
      if (!mount('-o', 'remount,ro', folder)) throw new Error(`${folder} cannot be mounted read-only`)
    },
  }
}

export const needsMount = 'needs root on Linux, who may mount a small disk'
