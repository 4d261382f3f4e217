/** What every TCP connection to Telegram passes before it is made. Made by the shard, shared by all its links. */
export interface ConnectGate {
  /** Resolves when this connection may be made. @throws Error when the signal is aborted first */
  admit(signal: AbortSignal): Promise<void>
}

/**
 * At most so many connections a second, in the order in which they asked. Without it, links that were lost together return together:
 * 10,000 of them stop a thread for four seconds and are then missed by the server, which makes them return once more.
 */
export class SteadyGate implements ConnectGate {
  readonly #gapMs: number
  readonly #waiting = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined

  constructor(perSecond: number) {
    this.#gapMs = 1000 / perSecond
  }

  async admit(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#timer === undefined) {
      this.#startGap()
      return
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#waiting.delete(enter)
        reject(new Error('waiting to connect was ended'))
      }
      this.#waiting.add(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #startGap(): void {
    this.#timer = setTimeout(() => this.#endGap(), this.#gapMs)
  }

  #endGap(): void {
    this.#timer = undefined
    const [next] = this.#waiting
    if (next === undefined) return
    this.#waiting.delete(next)
    this.#startGap()
    next()
  }
}

/** For a login and other places that make one connection at a time. */
export const openGate: ConnectGate = {
  async admit(signal) {
    signal.throwIfAborted()
  },
}
