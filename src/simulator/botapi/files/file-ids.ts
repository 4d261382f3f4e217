import { createHmac } from 'node:crypto'
import type { StoredFile } from '../../world/model.ts'

/** A photo has two sizes; every other file only one. */
export type FileVariant = 'full' | 'small'

/**
 * What bots call files by (https://core.telegram.org/bots/api#sending-files): a file_id that only the bot it was given to can use,
 * and a file_unique_id that is the same for all and of use only for comparing. Derived, so they survive a restart without a row.
 */
export class FileIds {
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
  }

  idFor(botId: number, file: StoredFile, variant: FileVariant): string {
    const payload = Buffer.alloc(7)
    payload.writeUInt8(variant === 'small' ? 1 : 0, 0)
    payload.writeUIntBE(file.id, 1, 6)
    return Buffer.concat([this.#proof(`id|${botId}`, payload, 20), payload]).toString('base64url')
  }

  uniqueIdOf(file: StoredFile, variant: FileVariant): string {
    return this.#proof('unique', Buffer.from(`${file.id}|${variant}`), 12)
      .toString('base64url')
      .slice(0, 15)
  }

  /** The file's id in the world; undefined for another bot's file_id, and for what is none. */
  read(botId: number, fileId: string): number | undefined {
    const bytes = Buffer.from(fileId, 'base64url')
    if (bytes.length !== 27 || bytes.toString('base64url') !== fileId) return undefined
    const payload = bytes.subarray(20)
    const isOurs = this.#proof(`id|${botId}`, payload, 20).equals(bytes.subarray(0, 20))
    return isOurs ? payload.readUIntBE(1, 6) : undefined
  }

  /** Part of a file_path, so that one bot's path is of no use to another. */
  pathProof(botId: number, file: StoredFile): string {
    return this.#proof(`path|${botId}`, Buffer.from(String(file.id)), 6).toString('hex')
  }

  #proof(purpose: string, data: Buffer, length: number): Buffer {
    return createHmac('sha256', this.#secret).update(`${purpose}|`).update(data).digest().subarray(0, length)
  }
}
