import type { MessagePort } from 'node:worker_threads'
import type { LogLevel } from '../base/log.ts'
import type { Grant } from '../store/store.ts'
import type { ShardPolicy } from './shard-settings.ts'

/** What the supervisor tells a shard. Attempts never travel here: they stand in the store. */
export type ToShard =
  /** Yours from now on, under these epochs. */
  | { readonly type: 'grant'; readonly grants: readonly Grant[] }
  /** Stop claiming for these, finish what is on the wire, then say `gave-back`. */
  | { readonly type: 'give-back'; readonly partitions: readonly number[] }
  /** Something may be due for these accounts. Only saves a poll: a lost hint costs a second, never a message. */
  | { readonly type: 'hint'; readonly accountIds: readonly number[] }
  /** Of the turns to send that are due, let this share go: below 1 while Telegram slows the whole installation. */
  | { readonly type: 'slow'; readonly share: number }
  /** Stop claiming everywhere, finish what is on the wire, close the connections, then say `drained`. */
  | { readonly type: 'drain' }

/** What a shard tells the supervisor. */
export type FromShard =
  | { readonly type: 'ready' }
  | { readonly type: 'stats'; readonly stats: ShardStats }
  | { readonly type: 'events'; readonly events: readonly ShardEvent[] }
  | { readonly type: 'gave-back'; readonly partitions: readonly number[] }
  | { readonly type: 'drained' }
  /** A finished line of its log: one thread writes them all. */
  | { readonly type: 'log'; readonly line: string }

/** A named event with its fields; which names there are stands in delivery/events.ts. */
export type ShardEvent = { readonly name: string; readonly [field: string]: string | number | boolean | null }

/** For `karvon shards` and metrics; counts are since the thread started. */
export interface ShardStats {
  readonly accounts: number
  readonly connected: number
  readonly inFlight: number
  readonly due: number
  /** How late the oldest due account is. */
  readonly lagMs: number
  readonly heapBytes: number
}

/** The first message of a shard thread, and how it is started: plain data, because it crosses to another thread. */
export interface ShardStart {
  readonly shard: number
  /** Transferred. */
  readonly storePort: MessagePort
  /** One 64-bit number: the shard writes the time there four times a second. Silence means that its loop stands still. */
  readonly heartbeat: SharedArrayBuffer
  /** What is sent with the token of the control bot is counted there (`TokenCount`), by it and by its account. */
  readonly controlBot: { readonly telegramId: number | undefined; readonly sends: SharedArrayBuffer }
  readonly settings: ShardSettings
}

export interface ShardSettings {
  readonly policy: ShardPolicy
  readonly logLevel: LogLevel
  readonly apiId: number
  readonly apiHash: string
  readonly otherTelegram: OtherTelegramSettings | undefined
  /** TG_API_ROOT. */
  readonly apiRoot: string | undefined
  /** base64; the first writes. */
  readonly sessionKeys: readonly string[]
  /** hex: what random ids are derived from. */
  readonly instanceSecret: string
  /** As in KARVON_FAILPOINTS. */
  readonly failpoints: string | undefined
  readonly connectsPerSecond: number
}

export interface OtherTelegramSettings {
  readonly dcId: number
  readonly address: string
  readonly port: number
  readonly publicKeyPem: string
}

export const heartbeatEveryMs = 250

/**
 * Between two messages of a shard to the store, in milliseconds. Each of its messages is a claim and a settlement, and hundreds of accounts
 * ask for them at any instant: together they share the way there, one commit, and the way back.
 */
export const storeSpacingMs = 4
