import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ShiftableClock } from '../../src/base/clock.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { Random } from '../../src/base/random.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { GroupCommit } from '../../src/simulator/world/group-commit.ts'
import { openWorld } from '../../src/simulator/world/world.ts'
import type { World } from '../../src/simulator/world/world.ts'

export interface TestWorld {
  readonly world: World
  readonly db: Database
  readonly commit: GroupCommit
  readonly clock: ShiftableClock
  readonly random: Random
  readonly folder: string
  /** Closes the file and opens the same world again, as a restart does. */
  reopen(): TestWorld
}

/** A world in a real file of its own, removed when the test ends. */
export function openTestWorld(options: { seed?: number; folder?: string } = {}): TestWorld {
  const folder = options.folder ?? temporaryFolder()
  const db = openDatabase(join(folder, 'simulator.db'))
  const commit = new GroupCommit(db, (error) => {
    throw error
  })
  const clock = new ShiftableClock()
  const random = seededRandom(options.seed ?? 1)
  const world = openWorld({ db, commit, clock, random })
  const close = () => {
    if (!db.open) return
    commit.close()
    db.close()
  }
  onTestFinished(close)
  const reopen = () => {
    close()
    return openTestWorld({ seed: (options.seed ?? 1) + 1, folder })
  }
  return { world, db, commit, clock, random, folder, reopen }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
