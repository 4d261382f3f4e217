/**
 * Lets a share of the turns go that come, evenly: of 1/8 every eighth. Whoever is refused skips the turn and comes again with its next
 * one, so that all accounts keep their own pace, and each is slowed as much as every other.
 */
export class TurnShare {
  #share = 1
  #credit = 0

  /** @param share above 0; from 1 on everything goes. */
  set(share: number): void {
    this.#share = share
  }

  /** Whether this turn may go. */
  take(): boolean {
    if (this.#share >= 1) return true
    this.#credit += this.#share
    if (this.#credit < 1) return false
    this.#credit -= 1
    return true
  }
}
