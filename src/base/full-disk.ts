import { Refusal, exitCodes } from './refusal.ts'

/**
 * Says of a transaction that the disk had no room for it; nothing of it was done.
 * @returns undefined for any other error
 */
export function fullDisk(path: string, error: unknown): Refusal | undefined {
  const isFull = [error, error instanceof Error ? error.cause : undefined].some(
    (one) => one instanceof Error && 'code' in one && String(one.code).startsWith('SQLITE_FULL'),
  )
  if (!isFull) return undefined
  return new Refusal(`the disk of ${path} is full: make room and try again`, exitCodes.temporary, { cause: error })
}
