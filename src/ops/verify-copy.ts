import type { Worker } from 'node:worker_threads'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Migration } from '../store/migrate.ts'

/** How the thread that checks a copy is started. */
export interface VerifyStart {
  readonly path: string
  readonly migrations: readonly Migration[]
}

/** What it finds; undefined for a sound copy. */
export type Verdict = { readonly problem: string | undefined }

/**
 * Checks a copy on a thread of its own: it takes seconds for a large one, and the main thread must see within half a second that a
 * shard stands still.
 * @param startThread `(start) => startThread('verify-thread', import.meta.url, { workerData: start })`
 * @throws Refusal
 */
export async function verifyInThread(startThread: (start: VerifyStart) => Worker, start: VerifyStart): Promise<void> {
  const worker = startThread(start)
  const { problem } = await new Promise<Verdict>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the check of ${start.path} ended with ${code}`)))
  })
  if (problem !== undefined) throw new Refusal(problem, exitCodes.config)
}
