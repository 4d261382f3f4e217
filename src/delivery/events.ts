/**
 * Everything the engine does that somebody outside may want to know: logs, metrics, alerts and `events.jsonl` subscribe to this list
 * and nothing else. Flat fields of plain values, because an event travels between threads and becomes a line of JSON.
 *
 * No texts, names, phones or sessions: an event says which rows to look at. No field is called as what every line of the log has:
 * level, time, event, msg, err, pid, hostname, name.
 */
export interface EventFields {
  /** Attempts of a run, or one piece of work, stand in the store. */
  readonly enqueue: { readonly ownerId: number; readonly runId: number | null; readonly count: number }
  /** Claimed, and about to be put on the wire. `lateMs` after it was due. */
  readonly dequeue: AttemptFields & { readonly lateMs: number }
  readonly sent: AttemptFields & { readonly messageId: number | null; readonly tries: number; readonly tookMs: number }
  /** The next try has an instant. `move` is the transition: postpone, release, retry or unknown. */
  readonly retry_scheduled: AttemptFields & EndFields & { readonly move: string; readonly dueAtMs: number }
  /** Tries used up: dead letter, or uncertain if it may have arrived. */
  readonly retry_exhausted: AttemptFields & EndFields
  readonly terminal_failure: AttemptFields & EndFields
  /** May have arrived, and is not asked for again by itself. */
  readonly uncertain: AttemptFields & EndFields
  /** How far a long piece of work is; from its beginning again with the next try. */
  readonly work_progress: AttemptFields & { readonly done: number; readonly total: number }
  readonly cancelled: { readonly runId: number; readonly count: number; readonly reason: string }

  /** What a shard settled since the last one, within `tookMs`; at most one a second. */
  readonly batch_processed: { readonly shard: number; readonly count: number; readonly tookMs: number }
  /** The counters of a shard, once a minute and at its end; sent, failed, waits and the longest delay of its loop since the last one. */
  readonly metrics_snapshot: {
    readonly shard: number
    readonly accounts: number
    readonly connected: number
    readonly inFlight: number
    readonly due: number
    readonly lagMs: number
    readonly sent: number
    readonly failed: number
    readonly waits: number
    readonly loopDelayMs: number
    readonly heapBytes: number
  }
  /** What an older epoch left in flight was settled when its partitions changed hands. */
  readonly recovered_stuck_in_flight: {
    readonly shard: number
    readonly replayed: number
    readonly uncertain: number
    readonly buried: number
  }

  /** Telegram asked for a wait. `key` as in the row of the wait. */
  readonly wait_started: {
    readonly accountId: number
    readonly key: string
    readonly untilMs: number
    readonly reason: string
  }
  /** It fell after a flood wait; it climbs again with time, which is no event. */
  readonly pace_changed: { readonly accountId: number; readonly perMinute: number }
  /** Telegram slows the whole installation, or does so no more: of the turns to send so many go. Flood waits since it began. */
  readonly flood_storm: { readonly change: string; readonly share: number; readonly waits: number }
  /** A name that the table of errors does not have; its numbers are `%d`. */
  readonly unknown_error: { readonly error: string; readonly code: number | null }
  /** A row of the table that asks for somebody's attention; `audience` says whose. */
  readonly error_alert: {
    readonly audience: 'owner' | 'ticket' | 'page'
    readonly row: string
    readonly accountId: number | null
    readonly action: string
  }
  readonly account_changed: {
    readonly accountId: number
    readonly state: string
    readonly reason: string
    readonly untilMs: number | null
  }
  readonly connected: { readonly accountId: number; readonly tookMs: number }
  /** `reason`: closed by us, lost by itself, or failed with a call. */
  readonly disconnected: { readonly accountId: number; readonly reason: string }

  readonly run_started: RunFields & { readonly targets: number }
  readonly run_finished: RunFields & {
    readonly sent: number
    readonly failed: number
    readonly cancelled: number
    readonly uncertain: number
  }
  readonly run_paused: RunFields & { readonly reason: string }
  readonly run_stopped: RunFields & { readonly reason: string }

  /** By a person: `word` is start, pause, resume or stop. What becomes of its run follows as an event of the run. */
  readonly campaign_told: {
    readonly campaignId: number
    readonly ownerId: number
    readonly word: string
    readonly state: string
  }
  /** By a person: `change` is renamed, archived, unarchived, cloned, or edited: its text, groups or times. */
  readonly campaign_changed: { readonly campaignId: number; readonly ownerId: number; readonly change: string }
  /** Not by its owner: an instant was missed and they want to be asked, or their access has ended. `reason` says which. */
  readonly campaign_paused: { readonly campaignId: number; readonly reason: string }
  /** `change`: granted, shortened, banned, unbanned, promoted, dismissed, or ended by itself. `untilMs` null: none, or without end. */
  readonly access_changed: { readonly userId: number; readonly change: string; readonly untilMs: number | null }

  readonly shard_started: { readonly shard: number; readonly partitions: number }
  readonly shard_ended: { readonly shard: number; readonly reason: string; readonly restarts: number }
  readonly pruned: { readonly table: string; readonly rows: number }
}

// Type aliases, because an interface does not fit a record of plain values, which is what travels.
type AttemptFields = {
  readonly attemptId: number
  readonly accountId: number
  readonly runId: number | null
  readonly peer: number | null
}

type EndFields = {
  readonly reason: string
  readonly tries: number
}

type RunFields = {
  readonly runId: number
  readonly campaignId: number
}

export type EventName = keyof EventFields

/** One event: its name beside its fields. */
export type EngineEvent = { readonly [Name in EventName]: { readonly name: Name } & EventFields[Name] }[EventName]

/** How loud each event is in the log. The keys are the list itself, for whoever needs it at run time. */
export const eventLevels: Readonly<Record<EventName, 'debug' | 'info' | 'warn' | 'error'>> = {
  enqueue: 'debug',
  dequeue: 'debug',
  sent: 'debug',
  retry_scheduled: 'debug',
  retry_exhausted: 'warn',
  terminal_failure: 'warn',
  uncertain: 'warn',
  work_progress: 'debug',
  cancelled: 'info',
  batch_processed: 'debug',
  metrics_snapshot: 'debug',
  recovered_stuck_in_flight: 'warn',
  wait_started: 'info',
  pace_changed: 'info',
  flood_storm: 'info',
  unknown_error: 'warn',
  error_alert: 'warn',
  account_changed: 'warn',
  connected: 'debug',
  disconnected: 'debug',
  run_started: 'info',
  run_finished: 'info',
  run_paused: 'info',
  run_stopped: 'info',
  campaign_told: 'info',
  campaign_changed: 'info',
  campaign_paused: 'warn',
  access_changed: 'info',
  shard_started: 'info',
  shard_ended: 'error',
  pruned: 'info',
}
