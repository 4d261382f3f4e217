import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from './base/refusal.ts'
import type { Verdict, VerifyStart } from './ops/verify-copy.ts'
import { verifyDatabase } from './store/inspect.ts'

// The entry of the thread that checks a backup, and ends.
if (parentPort === null) throw new Error('verify-thread.ts runs as a thread')
parentPort.postMessage(verdict(workerData as VerifyStart))

function verdict({ path, migrations }: VerifyStart): Verdict {
  try {
    verifyDatabase(path, migrations)
    return { problem: undefined }
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message }
    throw error
  }
}
