import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { armFailpoints, parseFailpoints } from '../../src/base/failpoint.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { connectStore } from '../../src/store/store-client.ts'
import { startProgramThread } from '../support/program-thread.ts'
import { openScheduler } from '../support/scheduling.ts'

// Run as a program: one tick of the scheduler over a database, with the store on its thread, to be killed by a failpoint.
const [path = '', nowMs = '0', rules = ''] = process.argv.slice(2)

const thread = startProgramThread('store-thread')
thread.postMessage({ path })
await once(thread, 'message')
const { port1, port2 } = new MessageChannel()
thread.postMessage({ type: 'connect', port: port2 }, [port2])
const store = connectStore<AllVerbs>(port1)

const failpoint = armFailpoints(rules === '' ? [] : parseFailpoints(rules), seededRandom(1))
await openScheduler(store, { nowMs: () => Number(nowMs) }, { failpoint }).tick()
process.stdout.write('planned')
thread.postMessage({ type: 'stop' })
await once(thread, 'exit')
process.exit(0)
