import type { Service } from './service.ts'

/** Starts services in order, and stops them in the reverse one: each may use those that were started before it. */
export class Services {
  readonly #running: Service[] = []

  /** Serves from here on. What was started before keeps running when this one fails: the caller stops them all. */
  async start<T extends Service>(service: T): Promise<T> {
    this.#running.push(service)
    await service.start()
    return service
  }

  async stop(): Promise<void> {
    for (let service = this.#running.pop(); service !== undefined; service = this.#running.pop()) await service.stop()
  }
}
