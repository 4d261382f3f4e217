/** Requests that wait for the latency of a rule. What still waits when the server stops is as lost as the bytes of a killed process. */
export class Delays {
  readonly #timers = new Set<NodeJS.Timeout>()

  run(afterMs: number, action: () => void): void {
    if (afterMs <= 0) {
      action()
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
    }, afterMs)
    this.#timers.add(timer)
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}
