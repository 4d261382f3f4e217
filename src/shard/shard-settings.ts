/** What a shard is told at its start; plain data, because it crosses to another thread. */
export interface ShardPolicy {
  /** BROADCAST_MAX_TRIES. */
  readonly triesMax: number
  /** TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS. */
  readonly gapMinMs: number
  /** TELEGRAM_PER_ACCOUNT_MPM: messages a minute of a person's account, whatever its own cap. Infinite where nobody set one. */
  readonly capMax: number
  /** BROADCAST_CONCURRENCY: calls in flight in this shard. */
  readonly callsMax: number
  /** BROADCAST_ATTEMPTS_PER_JOB: accounts of one owner in a row before another owner's turn. */
  readonly inARow: number
  /** How often accounts with nothing known to be due are looked up, because a hint may be lost. */
  readonly pollEveryMs: number
  /** A link without a call for so long is closed. */
  readonly idleMaxMs: number
  /** A call unanswered for so long no longer counts as in flight, so that black holes cannot stop a shard. */
  readonly countedMaxMs: number
}

export const shardPolicy: ShardPolicy = {
  triesMax: 5,
  gapMinMs: 10_000,
  capMax: Number.POSITIVE_INFINITY,
  callsMax: 256,
  inARow: 2,
  pollEveryMs: 1_000,
  idleMaxMs: 90_000,
  countedMaxMs: 2_000,
}

/** An actor holds at most this many of its attempts, whatever stands in the store: 100 000 pending cost no more memory than 40. */
export const windowSize = 32

/** What it holds of them at first: after a start all accounts look at once, and most of them wait to be connected. */
export const firstWindowSize = 4

/** So many partitions are loaded in one call. */
export const partitionsAtOnce = 64

/**
 * So many accounts of a shard look into the store at a time. It answers what is queued together in one commit, so that after a start the
 * first claim would wait until the windows of all accounts are read.
 */
export const looksMax = 8
