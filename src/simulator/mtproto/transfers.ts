import type { World } from '../world/world.ts'

/** Between auth.exportAuthorization in one DC and auth.importAuthorization in another: Telegram's documentation says "short-lived". */
const validMs = 60_000

interface Transfer {
  readonly userId: number
  readonly dcId: number
  readonly untilMs: number
}

/** Sign-ins on their way to another DC of the same account. Lost at a restart: clients then export again. */
export class Transfers {
  readonly #world: World
  readonly #open = new Map<string, Transfer>()

  constructor(world: World) {
    this.#world = world
  }

  export(userId: number, dcId: number): Buffer {
    const nowMs = this.#world.clock.nowMs()
    for (const [key, transfer] of this.#open) if (transfer.untilMs < nowMs) this.#open.delete(key)
    const bytes = this.#world.random.bytes(64)
    this.#open.set(bytes.toString('hex'), { userId, dcId, untilMs: nowMs + validMs })
    return bytes
  }

  /** @returns false when these bytes were never exported for this user and DC, or used already. */
  import(userId: number, dcId: number, bytes: Buffer): boolean {
    const key = bytes.toString('hex')
    const transfer = this.#open.get(key)
    if (transfer?.userId !== userId || transfer.dcId !== dcId) return false
    this.#open.delete(key)
    return transfer.untilMs >= this.#world.clock.nowMs()
  }
}
