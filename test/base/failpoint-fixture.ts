import { isMainThread, workerData } from 'node:worker_threads'
import { armFailpoints, parseFailpoints } from '../../src/base/failpoint.ts'
import { systemRandom } from '../../src/base/random.ts'
import { startThread } from '../../src/base/start-thread.ts'

// Run as a program: fails by the action given, in its own loop or in a thread of it, and says `alive` if it gets beyond that.
const [action, place] = isMainThread ? process.argv.slice(2) : (workerData as readonly string[])

if (isMainThread && place === 'thread') {
  const thread = startThread('failpoint-fixture', import.meta.url, { workerData: [action, 'process'] })
  thread.on('exit', (code) => process.stdout.write(`thread ended with ${code}`))
} else {
  armFailpoints(parseFailpoints(`claim.after:${action}`), systemRandom)('claim.after')
  process.stdout.write('alive')
}
