import type { Content, ContentProblem } from '../../../delivery/message.ts'
import type { PlanningRun, Target } from '../../../scheduler/plan.ts'
import type { Run } from '../../../store/store.ts'
import type { OwnerScope } from '../verbs.ts'

/** What is done with the messages of a round: they go, or get another text. */
export type UndoWhat = 'delete' | 'edit'

/** The verbs of undoing a round. Each is one transaction. Bad input is a value, never thrown. */
export interface UndoVerbs {
  /** What an undo would meet now. @returns undefined for a round that is not this owner's */
  undoOutlook(of: OfRound & { readonly what: UndoWhat; readonly nowMs: number }): UndoOutlook | undefined
  /**
   * Opens the run that takes back, or edits, all that the round has sent. The scheduler gives it its attempts; a crash anywhere loses
   * none of them. A repeat with the same uuid answers with the undo that stands.
   */
  undoRound(args: NewUndo): UndoAnswer
  /** From this commit on nothing more of it is claimed. @returns false when it had ended, or is not this owner's */
  stopUndo(of: OfUndo): boolean
  undo(of: OfUndo): Undo | undefined
  /** Of a round, the newest first. */
  undosOf(of: OfRound): Undo[]

  /** For the scheduler: src/scheduler/plan.ts says what each must do. */
  planningUndos(limit: number): PlanningRun[]
  undoTargets(page: UndoPage): Target[]
}

export interface OfRound {
  readonly runId: number
  readonly ownerId: OwnerScope
}

export interface OfUndo {
  readonly id: number
  readonly ownerId: OwnerScope
}

export interface NewUndo extends OfRound {
  readonly uuid: string
  readonly what: UndoWhat
  /** For an edit. */
  readonly content: Content | null
  readonly nowMs: number
}

export interface UndoPage {
  readonly id: number
  readonly after: { readonly peer: number; readonly topic: number; readonly index: number } | null
  readonly limit: number
}

export interface UndoOutlook {
  readonly run: Run
  /** Messages that it would change. */
  readonly count: number
  /** Of all that the round has sent: Telegram allows it no more, because of their age. */
  readonly tooOld: number
  /** Taken back by an earlier undo. */
  readonly gone: number
  /** Edited or replaced by later rounds: what stands there is theirs, and is left alone. The oldest round first. */
  readonly replaced: readonly Replaced[]
  /** Why it could not begin now; null: it could. */
  readonly problem: UndoProblem | null
}

export interface Replaced {
  /** The later round. */
  readonly runId: number
  readonly count: number
  /** It has sent another one in their place and taken them away; otherwise it has edited them, and they stand. */
  readonly isGone: boolean
}

/** How many messages of a round are those of later ones by now. */
export function countOf(replaced: readonly Replaced[]): number {
  return replaced.reduce((sum, { count }) => sum + count, 0)
}

export type UndoAnswer = { readonly undo: Undo } | { readonly problem: UndoProblem }

/** Why a round is not undone. A value: the bot and the command line say it in their words. */
export type UndoProblem =
  /** There is none with this number, or it is another owner's. */
  | { readonly type: 'not-found' }
  /** It is sending still: what it sends next would stay. */
  | { readonly type: 'is-running'; readonly campaignId: number }
  /** Another undo of it is under way. */
  | { readonly type: 'under-way'; readonly undoId: number }
  /** It has sent nothing that could be taken back. */
  | { readonly type: 'nothing-sent' }
  /** Telegram allows none of it any more. */
  | { readonly type: 'too-old'; readonly count: number }
  /** Later rounds have taken over all that it has sent. */
  | { readonly type: 'replaced'; readonly replaced: readonly Replaced[] }
  /** It has passed a post on: what is forwarded cannot be edited. */
  | { readonly type: 'forwarded' }
  | { readonly type: 'no-text' }
  | { readonly type: 'text'; readonly problem: ContentProblem }

export interface Undo {
  readonly id: number
  /** The round. */
  readonly ofRunId: number
  readonly campaignId: number
  readonly what: UndoWhat
  readonly state: Run['state']
  /** Why it was stopped: `asked`, or what Telegram said about the text. */
  readonly reason: string | null
  readonly targets: number
  /** Gone, or saying the new text. */
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  readonly open: number
  readonly createdAtMs: number
  readonly finishedAtMs: number | null
}
