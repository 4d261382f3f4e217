/** Fixed for the life of an installation: rows carry the partition, and grants of it move between shards. */
export const partitionCount = 1024

/**
 * The partition of an account. Never to be changed: its value stands in rows. The id's two halves go through the finaliser of
 * MurmurHash3 (A. Appleby), so that consecutive ids, which is what a counter gives, spread evenly.
 */
export function partitionOf(accountId: number): number {
  if (!Number.isSafeInteger(accountId) || accountId < 0) throw new RangeError(`${accountId} is no account's id`)
  return mix(mix(Math.floor(accountId / 2 ** 32)) ^ (accountId | 0)) % partitionCount
}

function mix(word: number): number {
  let hash = word | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
