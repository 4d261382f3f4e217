import type { Worker } from 'node:worker_threads'

/**
 * Threads that load their code while the program still prepares what they will be told: half of a start's time is spent on loading.
 * They own nothing and do nothing before that.
 */
export class SpareThreads {
  readonly #start: () => Worker
  readonly #spare = new Set<Worker>()

  constructor(count: number, start: () => Worker) {
    this.#start = start
    for (let index = 0; index < count; index++) this.#keep(start())
  }

  /** One that was kept, and once those are gone a new one. */
  take(): Worker {
    const [worker = this.#start()] = this.#spare
    this.#spare.delete(worker)
    return worker
  }

  #keep(worker: Worker): void {
    this.#spare.add(worker)
    // One that cannot load its code is no use; whoever takes another in its place hears why.
    worker.on('error', () => {})
    worker.once('exit', () => this.#spare.delete(worker))
  }
}
