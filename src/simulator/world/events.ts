import type { WorldEvent } from './model.ts'

export type WorldListener = (event: WorldEvent) => void

/** Who delivers updates (MTProto, Bot API, the page) listens here. Listeners run in order, inside the turn's transaction. */
export class WorldEvents {
  readonly #listeners: WorldListener[] = []
  #record: WorldEvent[] | undefined

  listen(listener: WorldListener): void {
    this.#listeners.push(listener)
  }

  /** Everything that happens while `act` runs, in order: for an answer that tells its asker what became of the request. */
  during(act: () => void): readonly WorldEvent[] {
    const outer = this.#record
    const record: WorldEvent[] = []
    this.#record = record
    try {
      act()
    } finally {
      this.#record = outer
    }
    return record
  }

  emit(event: WorldEvent): void {
    this.#record?.push(event)
    for (const listener of this.#listeners) listener(event)
  }
}
