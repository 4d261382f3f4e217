import { createRequire } from 'node:module'
import type * as Grammy from 'grammy'

const requireHere = createRequire(import.meta.url)

/** grammY, loaded by whoever first has a bot: in a shard without one it would be a tenth of what the thread loads before it can send. */
export function grammy(): typeof Grammy {
  return requireHere('grammy') as typeof Grammy
}
