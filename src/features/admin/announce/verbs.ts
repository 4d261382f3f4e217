import type { Content, ContentProblem } from '../../../delivery/message.ts'
import type { PlanningRun, Target } from '../../../scheduler/plan.ts'
import type { AccountState } from '../../../store/store.ts'

/** The verbs of announcements: one text of the control bot to everybody whom it reaches. Each is one transaction. */
export interface AnnouncementVerbs {
  /** Keeps a text until it is sent. An earlier one of the same person that was not sent is forgotten. */
  draftAnnouncement(draft: {
    readonly uuid: string
    readonly createdBy: number
    readonly content: Content
    readonly nowMs: number
  }): { readonly id: number } | { readonly problem: ContentProblem }
  /** Of a person, unless it was sent. */
  dropDraft(of: { readonly id: number; readonly createdBy: number }): void
  /** How many people the bot reaches who are not banned. */
  recipients(): number
  /** Opens its run. The scheduler then looks up who gets it; whoever joins later does not. Only who wrote it may. */
  startAnnouncement(of: { readonly id: number } & Acted): StartAnswer
  /** From this commit on nobody gets it any more, but for those to whom it is on its way. @returns false when it had ended */
  stopAnnouncement(of: { readonly id: number } & Acted): boolean
  /** What is not sent yet is there for nobody but who wrote it. */
  announcement(of: {
    readonly id: number
    readonly reader: number
    readonly nowMs: number
  }): AnnouncementReport | undefined
  /** Those that were sent, the newest first; `before` is the last id of the page before. */
  announcements(page: { readonly before: number | null; readonly limit: number }): Announcement[]
  /** The one that is being sent. */
  openAnnouncement(): number | undefined

  /** For the scheduler: src/scheduler/plan.ts says what each must do. */
  planningAnnouncements(limit: number): PlanningRun[]
  announcementTargets(page: {
    readonly id: number
    readonly after: { readonly peer: number; readonly position: number } | null
    readonly limit: number
  }): Target[]
  endAnnouncements(args: { readonly runIds: readonly number[]; readonly nowMs: number }): void
}

/** By whom, for the audit log. */
export interface Acted {
  readonly by: number
  readonly nowMs: number
}

export type AnnouncementState = 'draft' | 'planning' | 'running' | 'paused' | 'finished' | 'stopped'

export interface Announcement {
  readonly id: number
  readonly createdBy: number
  readonly state: AnnouncementState
  /** Why it was stopped: `asked`, or what Telegram said about the text. */
  readonly reason: string | null
  /** Null for a draft. */
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly targets: number
  readonly sent: number
  /** Blocked the bot or are gone, above all. */
  readonly failed: number
  readonly cancelled: number
  /** It was on its way when the answer or the process was lost; they are not written to again. */
  readonly uncertain: number
}

export interface AnnouncementReport {
  readonly announcement: Announcement
  readonly content: Content
  /** Messages a second of late; 0 while nothing goes. */
  readonly perSecond: number
  /** Until when Telegram asks this token to wait; null when it does not. */
  readonly waitsUntilMs: number | null
  /** Of the account that sends; null for a draft. */
  readonly accountId: number | null
  readonly accountState: AccountState | null
}

export type StartAnswer =
  | { readonly recipients: number }
  /** `busy`: another one is being sent. `no-bot`, `bot-rests`: the control bot's account is not there, or may not send. */
  | { readonly problem: 'not-found' | 'started' | 'busy' | 'nobody' | 'no-bot' | 'bot-rests' }
