import type { MtprotoTools } from './control-deps.ts'

/** A server that hangs, for a while or until it is told to go on. */
export class Freezer {
  readonly #mtproto: MtprotoTools
  #timer: NodeJS.Timeout | undefined
  #isFrozen = false

  constructor(mtproto: MtprotoTools) {
    this.#mtproto = mtproto
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** @param forMs of real time; without it until `thaw`. A later call decides anew. */
  freeze(forMs?: number): void {
    clearTimeout(this.#timer)
    this.#isFrozen = true
    this.#mtproto.freeze()
    if (forMs !== undefined) this.#timer = setTimeout(() => this.thaw(), forMs)
  }

  thaw(): void {
    clearTimeout(this.#timer)
    this.#isFrozen = false
    this.#mtproto.thaw()
  }
}
