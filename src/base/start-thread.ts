import { Worker } from 'node:worker_threads'
import type { WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread whose entry stands beside the caller: `startThread('store-thread', import.meta.url)`. From a build that is
 * `store-thread.js`; from the sources `store-thread.ts`, through a bootstrap, because Node 20 does not start one by itself.
 */
export function startThread(name: string, from: string, options: WorkerOptions = {}): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`${name}.js`, from), options)
  const entry = new URL(`${name}.ts`, from).href
  return new Worker(new URL('./ts-boot.mjs', import.meta.url), { ...options, argv: [entry] })
}
