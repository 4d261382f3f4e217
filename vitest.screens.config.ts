import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { ClosingLine } from './test/support/closing-line.ts'

// `npm run screens`: simulated people press buttons of the whole product, on a simulated Telegram. Apart from the tests of every
// change because of the time it takes; a file has its own processes and folders, so that files can run side by side.
export default defineConfig({
  test: {
    include: ['test/**/*.screens.ts'],
    globalSetup: ['test/fault/engine/build.ts', 'test/support/temporary-files.ts'],
    pool: 'forks',
    // Twice as many as there are cores: most of it is waiting for Telegram, for a notice, for a second to pass.
    maxWorkers: 2 * availableParallelism(),
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', new ClosingLine()],
  },
})
