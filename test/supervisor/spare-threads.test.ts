import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SpareThreads } from '../../src/supervisor/spare-threads.ts'

describe('spare threads', () => {
  it('are given away each once, and made anew when none is left', async () => {
    const { started, start } = threads(`require('node:worker_threads').parentPort.once('message', () => {})`)
    const spare = new SpareThreads(1, start)

    expect(started).toHaveLength(1)
    expect([spare.take(), spare.take()]).toEqual([started[0], started[1]])
  })

  it('are replaced when they ended before anybody wanted them', async () => {
    const { started, start } = threads(`throw new Error('cannot be loaded')`)
    const spare = new SpareThreads(1, start)
    const [first] = started
    await new Promise((resolve) => first?.once('exit', resolve))

    expect(spare.take()).not.toBe(first)
  })
})

function threads(code: string) {
  const started: Worker[] = []
  const start = () => {
    const worker = new Worker(code, { eval: true })
    worker.on('error', () => {})
    started.push(worker)
    return worker
  }
  onTestFinished(async () => void (await Promise.all(started.map((worker) => worker.terminate()))))
  return { started, start }
}
