import { createHash } from 'node:crypto'

/** First 32 hex digits of SHA-256. The same for every surface, so that "the same text" means the same everywhere. */
export function hashOf(text: unknown): string | null {
  if (typeof text !== 'string' || text === '') return null
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
