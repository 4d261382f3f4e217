import type { AccountKind, MessageKind } from '../delivery/attempt.ts'
import type { GridPoint, Step } from './misfire.ts'
import type { Timetable } from './timetable.ts'
import type { HoursStep, WatchedRun } from './watch.ts'

/** Something of a feature whose instant has come. */
export interface DueRound extends GridPoint {
  readonly campaignId: number
}

/** What the scheduler decided about it. `fromAtMs` is the instant that was due: if that changed meanwhile, nothing happens. */
export type RoundStep = Step & { readonly campaignId: number; readonly fromAtMs: number }

/** A plan that goes no further until somebody decides: `missed`, or `access-ended` of its owner. */
export interface HaltedPlan {
  readonly campaignId: number
  readonly reason: string
}

/** A run that stands in the store and has not all of its attempts yet: just opened, or left by a crash. */
export interface PlanningRun {
  readonly runId: number
  readonly campaignId: number
  readonly campaignUuid: string
  readonly ownerId: number
  readonly contentId: number
  /** What its attempts do; `send` unless told. */
  readonly kind?: MessageKind
  readonly plannedAtMs: number
  readonly openedAtMs: number
  /** A person asked for it and waits: it begins without the campaign's jitter. */
  readonly isAskedNow?: boolean
  /** Start to start, also of a calendar: where its instants are closest. Null: once. */
  readonly everyMs: number | null
  /** Null or left out: no quiet hours. */
  readonly timetable?: Timetable | null
  /** When the grid began; rounds are counted from here. */
  readonly startedAtMs: number
}

/** One message of a round, or a change of one, before it has an instant. */
export interface Target {
  readonly accountId: number
  readonly partition: number
  /** A bot's messages need not be as far apart as a person's. */
  readonly accountKind: AccountKind
  readonly capPerMinute: number
  readonly peer: number
  /** 0 where the chat has no topics. */
  readonly topic: number
  /** Its place in the queue of its own account, from 0. */
  readonly position: number
  /** How many targets its account has in this campaign. */
  readonly positions: number
  /** What is said there instead of what the run says; absent or null: the same. */
  readonly contentId?: number | null
  /** Of the message that is taken back or edited; what its work must know beside. */
  readonly messageId?: number
  readonly payload?: string | null
}

/**
 * The socket for whatever sends on its time: a feature says what is due and to whom a round goes, the scheduler decides what becomes of
 * the instant, gives attempts their instants and keeps planning alive over a crash. Everything here stands in the database; a plan
 * holds nothing in memory.
 */
export interface Plan {
  readonly name: string
  /** Instead of SCHEDULER_JITTER_MAX_MS. */
  readonly jitterMaxMs?: number
  /** At most `limit` whose instant has come, the oldest first. By index: it is asked every second. */
  due(nowMs: number, limit: number): Promise<readonly DueRound[]>
  /**
   * Moves each on to its next instant and opens its run, in one transaction: with two, a crash between them would lose the round or
   * run it twice. Unfinished runs of the same campaign stop being claimed in it too.
   * @returns those that were paused instead
   */
  advance(steps: readonly RoundStep[], nowMs: number): Promise<readonly HaltedPlan[]>
  /**
   * Brings back what waits for an instant that its own timetable would not give it now, because a clock was ahead. All of it, in
   * transactions of a bounded size: asked at a start, and when the clock went back.
   */
  replan?(nowMs: number): Promise<void>
  /** Runs of this feature in state `planning`, the oldest first. */
  planning(limit: number): Promise<readonly PlanningRun[]>
  /** The targets behind `after`, by position and then account: the order in which they will be sent. Fewer than `limit`: the last. */
  targets(run: PlanningRun, after: Target | null, limit: number): Promise<readonly Target[]>
  /** The zones of what runs, each once. Asked once, at a start. */
  zones?(): Promise<readonly string[]>
  /** For plans with quiet hours or an end. */
  readonly hours?: {
    /** At most `limit` runs that are to be looked at, the longest due first. Nothing of them is claimed until they were. */
    due(nowMs: number, limit: number): Promise<readonly WatchedRun[]>
    /** Does it, where the run still stands as it was seen. */
    keep(steps: readonly HoursStep[], nowMs: number): Promise<void>
  }
  /** These runs have nothing open any more. May be told twice of the same one. */
  ended(runIds: readonly number[], nowMs: number): Promise<void>
}
