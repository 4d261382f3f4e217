import type { Person } from './people.ts'

/** The verbs of people in the store. Each is one transaction. */
export interface PeopleVerbs {
  /**
   * Somebody wrote to the bot: kept as they are called today, new ones as pending. An invitation that waits for their name is bound to
   * their id. Of any number of first messages at once, exactly one is answered with `isNew`.
   */
  meet(who: Newcomer): { readonly person: Person; readonly isNew: boolean }
  person(id: number): Person | undefined
  saveLanguage(id: number, language: 'uz' | 'ru' | 'en'): void
  saveTimeZone(id: number, timeZone: string): void
  /** Whether messages reach them: false once they have blocked the bot, true again when they write. */
  saveReach(id: number, isReachable: boolean): void
  admins(): Person[]
  /** Adds a line to the audit log. It is only ever added to, until a line is a year old. */
  audit(line: AuditLine): void
  /** Lines from before that instant. @returns how many were removed */
  pruneAudit(beforeMs: number, limit: number): number
}

export interface Newcomer {
  readonly id: number
  readonly name: string
  readonly username: string | null
  /** As their app says it, where we speak it; what they choose later stays. */
  readonly language: 'uz' | 'ru' | 'en' | null
  /** Named in SUPER_ADMIN_IDS. */
  readonly isSuperAdmin: boolean
  readonly nowMs: number
}

export interface AuditLine {
  readonly atMs: number
  /** `user 1001`, `cli`. */
  readonly actor: string
  /** `users.grant`. */
  readonly action: string
  /** `user 1002`. */
  readonly subject: string
  /** What a reader needs besides; never a secret, never what somebody wrote. */
  readonly detail: string
  /** The message or press it comes from, where what is done again must be known. */
  readonly deed?: string | null
}

/**
 * Who may use this installation, and until when. What a person or the command line changes is written to the audit log in the same
 * transaction; `actor` is `user 1001` or `cli`.
 */
export interface AccessVerbs {
  /**
   * Somebody without access wants it: every admin is told, once for each request, however often and from where it is asked.
   * @returns false when they may come in already, may never, or wait for an answer
   */
  requestAccess(of: { readonly id: number; readonly nowMs: number }): boolean
  accessRequest(id: number): AccessRequest | undefined
  /** The first answer counts. `days` 0 bans. */
  answerRequest(args: Acting & { readonly requestId: number; readonly days: number }): AccessAnswer<'answered'>

  /** Gives so many days, from the end of what is left or from now; also to somebody who has not written yet. */
  grantAccess(args: Acting & OfDays & { readonly name: string | null }): AccessAnswer
  /** Takes so many days away, down to now at most. */
  takeAccess(args: Acting & OfDays): AccessAnswer
  /** Their campaigns are stopped by the sweep, and nothing of theirs is answered from now on. */
  banPerson(args: Acting & { readonly id: number; readonly mayBanAdmins: boolean }): AccessAnswer
  unbanPerson(args: Acting & { readonly id: number }): AccessAnswer
  /** An admin's access has no end; who is one no more has none, until somebody grants it. */
  setRole(args: Acting & { readonly id: number; readonly role: 'user' | 'admin' }): AccessAnswer
  /** For a name whose id nobody knows: whoever has it when they next write gets the days, under their id. The last invitation counts. */
  invitePerson(args: Acting & { readonly username: string; readonly days: number }): void

  /** Those whose last day is over: told, and owed a pause of all they run. @returns at most `limit` */
  endAccess(args: { readonly nowMs: number; readonly limit: number }): Person[]
  /** Those whose access ends within three days and who were not told so. @returns at most `limit` */
  warnOfEnd(args: { readonly nowMs: number; readonly limit: number }): Person[]
  /** Whose campaigns are to be paused or stopped: stands in the person until it is done, so that a crash leaves it to be done. */
  accessChores(limit: number): AccessChore[]
  endAccessChore(chore: AccessChore): void
}

export interface AccessRequest {
  readonly id: number
  readonly userId: number
  readonly askedAtMs: number
  /** Null while nobody has: `user 1001`, `cli`. */
  readonly answeredBy: string | null
  /** Null while it is open: `grant 30`, `ban`, `admin`. */
  readonly answer: string | null
}

/** By what somebody has access, as they are told: for the first time, before it had ended, after it had, or by the end of a ban. */
export type AccessGiven = 'new' | 'longer' | 'again' | 'unbanned'

export interface AccessChore {
  readonly userId: number
  readonly chore: 'pause' | 'stop'
}

export type AccessChange = { readonly person: Person; readonly isNew: boolean }

/** Why somebody's access is not changed. */
export type AccessProblem = 'not-found' | 'banned' | 'not-banned' | 'admin' | 'no-access' | 'same-role'

export type AccessAnswer<More = never> = AccessChange | { readonly problem: AccessProblem | More }

export interface Acting {
  readonly actor: string
  readonly nowMs: number
  /** The message or press it comes from. What adds up is done once for each, and answered again. */
  readonly deed?: string | undefined
}

interface OfDays {
  /** At Telegram. */
  readonly id: number
  readonly days: number
}
