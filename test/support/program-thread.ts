import type { Worker, WorkerOptions } from 'node:worker_threads'
import { builtMain, isBuildCurrent } from '../../bin/current-build.js'
import { startThread } from '../../src/base/start-thread.ts'

/**
 * A thread of the program, by the name of its entry in `src`: like a process of it from the build where that is current, because
 * from the sources it takes five times as long to start.
 */
export function startProgramThread(name: string, options: WorkerOptions = {}): Worker {
  return startThread(name, from, options)
}

const from = isBuildCurrent() ? builtMain.href : new URL('../../src/main.ts', import.meta.url).href
