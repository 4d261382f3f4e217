import type { TestContext } from 'vitest'
import { startSimulator } from './simulator-process.ts'
import type { SimulatorProcess, SimulatorProcessOptions } from './simulator-process.ts'

/**
 * The real `karvon simulator` on free ports, for one test: `const simulator = await startSimulatorProcess(t)`. What still runs
 * when the test ends is stopped, and its folder removed, also after a restart.
 */
export async function startSimulatorProcess(
  t: Pick<TestContext, 'onTestFinished'>,
  options: SimulatorProcessOptions = {},
): Promise<SimulatorProcess> {
  let running = await startSimulator(options)
  t.onTestFinished(async () => void (await running.stop()))
  const kept = (simulator: SimulatorProcess): SimulatorProcess => ({
    ...simulator,
    restart: async () => {
      running = await simulator.restart()
      return kept(running)
    },
  })
  return kept(running)
}
