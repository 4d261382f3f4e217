import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { ClosingLine } from './test/support/closing-line.ts'
import { longestFirst } from './test/support/longest-first.ts'

const all = 'test/**/*.test.ts'

/**
 * A process of their own: those that measure it, those that first say what a process trusts, and those that mostly start others,
 * which begin first because they take longest.
 */
const apart = [
  'test/cli/{bin,upkeep}.test.ts',
  'test/demo/demo.test.ts',
  'test/engine/*.test.ts',
  'test/fault/*.test.ts',
  'test/features/campaigns/fit/real.test.ts',
  'test/scheduler/kill.test.ts',
  'test/simulator/{command,start}.test.ts',
  'test/simulator/control/process.test.ts',
  'test/simulator/mtproto/wire/fuzz.test.ts',
  'test/simulator/page/browser*.test.ts',
  'test/telegram/mtproto/{client,frozen,memory,one-connection,secrets}.test.ts',
]

const longest = [
  'engine/commands.test.ts',
  'demo/demo.test.ts',
  'engine/serve.test.ts',
  'telegram/mtproto/memory.test.ts',
  'simulator/start.test.ts',
  'cli/upkeep.test.ts',
  'engine/canaries.test.ts',
  'engine/refused-starts.test.ts',
  'property/campaigns.test.ts',
  'features/accounts/commands.test.ts',
  'fit/grid.test.ts',
  'bot/isolation-access.test.ts',
  'wire/gramjs.test.ts',
  'accounts/add-bot.test.ts',
]

// The one default export: vitest reads its configuration that way.
export default defineConfig({
  test: {
    globalSetup: ['test/support/current-build.ts', 'test/support/temporary-files.ts'],
    pool: 'forks',
    // By itself the runner leaves one core to its own process, which hardly works: on two cores that is half the machine. And one
    // more than there are cores, because a quarter of what tests take is waiting for deadlines and for processes that start.
    maxWorkers: availableParallelism() + 1,
    // Nobody waits for these but a test that hangs. A machine that also does other work needs ten times the usual, and a single
    // wait of a test less than the whole test, so that it can say what did not come.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    sequence: { sequencer: longestFirst(longest) },
    reporters: ['default', new ClosingLine()],
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      // One process a core, file after file: starting one and loading GramJS takes longer than most files do. What a test opens,
      // it closes by onTestFinished, and modules keep nothing between tests.
      {
        extends: true,
        test: { name: 'together', include: [all], exclude: [...configDefaults.exclude, ...apart], isolate: false },
      },
    ],
  },
})
