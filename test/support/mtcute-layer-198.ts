import { __tlReaderMap } from '@mtcute/core/utils.js'
import type { TlReaderMap } from '@mtcute/core/utils.js'

/** What the server speaks. A client says which layer it wants, and Telegram answers in that. */
export const layer198 = 198

const userToday = 0x31774388
const userOf198 = 0x4b46c37e

/**
 * All that a sign-in meets is the same in layer 198 and in mtcute's, but for the id of `user`. Its fields are the same too, up to
 * those that nobody here has: the newest story, and flags that came later. So mtcute reads it with its own reader of today's.
 */
export const readersOfLayer198: TlReaderMap = { [userOf198]: readerOf(userToday) }

function readerOf(id: number): TlReaderMap[number] {
  const reader = __tlReaderMap[id]
  if (reader === undefined) throw new Error(`mtcute has no constructor ${id.toString(16)}`)
  return reader
}
