/** What the made shard does on a hint for the account with this number. */
export const misdeeds = { throw: 1, spin: 2, exit: 3, refuseToDrain: 4 } as const

export type Misdeeds = typeof misdeeds
