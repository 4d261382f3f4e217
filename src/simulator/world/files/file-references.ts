import { createHmac } from 'node:crypto'
import type { Clock } from '../../../base/clock.ts'
import { badRequest } from '../refusal.ts'
import type { WorldStore } from '../world-store.ts'

/** Telegram gives no number; what was seen is between an hour and a few days. */
const validMs = 24 * 3_600_000

const key = 'file-references-from'

/**
 * The proof that somebody has seen a file lately (https://core.telegram.org/api/file-references): it says when it was given out, and is
 * derived, so that it survives a restart without a row. Whoever sends a file by its id has to show one that is not too old.
 */
export class FileReferences {
  readonly #secret: string
  readonly #store: WorldStore
  readonly #clock: Clock

  constructor(secret: string, store: WorldStore, clock: Clock) {
    this.#secret = secret
    this.#store = store
    this.#clock = clock
  }

  issue(fileId: number): Buffer {
    const at = Buffer.alloc(6)
    at.writeUIntBE(this.#clock.nowMs(), 0, 6)
    return Buffer.concat([at, this.#proof(fileId, at)])
  }

  /** @throws Refusal FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID or FILE_REFERENCE_EXPIRED */
  check(fileId: number, reference: Buffer): void {
    if (reference.length === 0) throw badRequest('FILE_REFERENCE_EMPTY')
    const at = reference.subarray(0, 6)
    if (!reference.subarray(6).equals(this.#proof(fileId, at))) throw badRequest('FILE_REFERENCE_INVALID')
    const issuedAtMs = at.readUIntBE(0, 6)
    const isOld = issuedAtMs < this.#validFromMs || issuedAtMs + validMs <= this.#clock.nowMs()
    if (isOld) throw badRequest('FILE_REFERENCE_EXPIRED')
  }

  /** All that were given out until now are too old. */
  expire(): void {
    this.#store.saveMeta(key, String(this.#clock.nowMs() + 1))
  }

  get #validFromMs(): number {
    return Number(this.#store.meta(key) ?? 0)
  }

  #proof(fileId: number, at: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(`file|${fileId}|`).update(at).digest().subarray(0, 10)
  }
}
