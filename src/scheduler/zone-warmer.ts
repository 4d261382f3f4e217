import { isZoneWarm, loadZones, warmZone } from './zone.ts'

/** Ends with the turn of the loop. */
export type Turn = () => Promise<void>

/**
 * Gets zones ready before a batch asks for their days, because the first question about one takes a millisecond and a batch of 500
 * plans may have as many zones. Not more than one zone in a turn of the loop, whoever asks: everything else on the thread goes on.
 */
export class ZoneWarmer {
  readonly #turn: Turn
  #last: Promise<void> = Promise.resolve()

  constructor(turn: Turn = nextTurn) {
    this.#turn = turn
  }

  /** Resolves, in a turn in which no zone was loaded, when all of them are ready; at once when they are. Unknown names are passed over. */
  async warm(zones: Iterable<string | undefined>, atMs: number): Promise<void> {
    const cold = [...new Set(zones)].filter((zone) => zone !== undefined && !isZoneWarm(zone))
    if (cold.length === 0) return
    // One after another, also those that somebody else asks for meanwhile.
    for (const zone of cold) {
      this.#last = this.#last.then(() => this.#warm(zone, atMs))
      await this.#last
    }
  }

  async #warm(zone: string | undefined, atMs: number): Promise<void> {
    if (zone === undefined || isZoneWarm(zone)) return
    if (loadZones()) await this.#turn()
    warmZone(zone, atMs)
    await this.#turn()
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
