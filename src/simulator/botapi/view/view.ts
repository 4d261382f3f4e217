import type { World } from '../../world/world.ts'
import type { FileIds } from '../files/file-ids.ts'

/** Everything is shown to one bot: its file_ids are its own, and "private chat" is named by the other one of the two. */
export interface View {
  readonly world: World
  readonly fileIds: FileIds
  readonly botId: number
}

/** An object as the Bot API writes it. Fields without a value are left out, never null. */
export type Json = Readonly<Record<string, unknown>>

/** Telegram's time: whole seconds. */
export function unixTime(atMs: number): number {
  return Math.floor(atMs / 1000)
}

/** `{ name: value }`, or nothing for what is empty. */
export function optional(name: string, value: unknown): Json {
  return value === undefined || value === null || value === '' || value === false ? {} : { [name]: value }
}
