/** Bytes that the bodies of all requests to a server may take together while they come in: one alone has its own bound. */
export class BodyBudget {
  readonly bytesMax: number
  #taken = 0

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  /** The share of one request, to be given back whatever becomes of it. */
  open(): BodyShare {
    let own = 0
    return {
      take: (bytes) => {
        if (this.#taken + bytes > this.bytesMax) return false
        this.#taken += bytes
        own += bytes
        return true
      },
      giveBack: () => {
        this.#taken -= own
        own = 0
      },
    }
  }
}

export interface BodyShare {
  /** @returns false, having taken nothing, when the others leave too little. */
  take(bytes: number): boolean
  giveBack(): void
}
