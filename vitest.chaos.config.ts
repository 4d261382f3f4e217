import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'
import { ClosingLine } from './test/support/closing-line.ts'

/** By how often they start an engine, and how long they wait. What begins last keeps the other cores waiting. */
const longest = ['latest', 'answer-kill', 'claim-kill', 'kill', 'end', 'wait', 'undo', 'words', 'shard'].map(
  (name) => `${name}.chaos.ts`,
)

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = longest.flatMap((name) => files.filter(({ moduleId }) => basename(moduleId) === name))
    return Promise.resolve([...new Set([...known, ...files])])
  }
}

// `npm run chaos`: processes that are killed. Apart from the tests of every change because of the time it takes; a file has its
// own simulated Telegram and folders, so that files can run side by side.
export default defineConfig({
  test: {
    include: ['test/fault/engine/*.chaos.ts'],
    globalSetup: ['test/fault/engine/build.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // Twice as many as there are cores: a start waits for the disk, and much else is waited for: rounds, flood waits, a shard that
    // stands still for ten seconds.
    maxWorkers: 2 * availableParallelism(),
    // Only for a test that hangs: each wait has an end of its own, and a machine that does much else takes ten times as long.
    testTimeout: 1_800_000,
    reporters: ['verbose', new ClosingLine()],
  },
})
