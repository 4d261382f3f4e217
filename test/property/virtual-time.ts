import { onTestFinished, vi } from 'vitest'

/** Time of one process that only a test moves, timer by timer. Real again when the test ends. */
export class VirtualTime {
  constructor(startMs: number) {
    // Not setImmediate: by it a test waits until everything has come as far as it can without time.
    vi.useFakeTimers({ now: startMs, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
  }

  async pass(ms: number): Promise<void> {
    const sleep = { isOver: false }
    setTimeout(() => {
      sleep.isOver = true
    }, ms)
    await standstill()
    while (!sleep.isOver) {
      vi.advanceTimersToNextTimer()
      await standstill()
    }
  }

  /** The clock is put forward, and no timer has noticed. */
  jump(ms: number): void {
    vi.setSystemTime(Date.now() + ms)
  }

  /** What was under way is forgotten. */
  end(): void {
    vi.useRealTimers()
  }
}

function standstill(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
