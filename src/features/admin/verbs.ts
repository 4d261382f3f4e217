import type { Person } from '../../access/people.ts'
import type { AuditLine } from '../../access/verbs.ts'

/** What admins and the command line read of people. Each is one transaction. */
export interface UserVerbs {
  user(id: number): User | undefined
  /** By id; `after` is the last one of the page before. */
  users(page: { readonly after: number; readonly limit: number }): User[]
  /** One page of a list with how many there are in all. `page` counts from 0. */
  peopleList(of: {
    readonly list: PeopleList
    readonly page: number
    readonly limit: number
    readonly nowMs: number
  }): {
    readonly people: Person[]
    readonly count: number
  }
  /** By id, by @name, or by how the words of their name begin. */
  findPeople(of: { readonly text: string; readonly limit: number }): Person[]
  /** The audit log, newest first; `before` is the last id of the page before. */
  auditLines(page: {
    readonly before: number | null
    readonly subject: string | null
    readonly limit: number
  }): AuditEntry[]
  /** What a person has, in figures. */
  possessions(userId: number): Possessions
}

/** `confirmed`: whose access goes on. */
export type PeopleList = 'all' | 'confirmed' | 'requested' | 'ended' | 'banned'

export interface User {
  readonly id: number
  readonly name: string
  readonly username: string | null
  readonly role: 'user' | 'admin'
  readonly state: 'pending' | 'active' | 'expired' | 'banned'
  readonly accessUntilMs: number | null
  readonly createdAtMs: number
}

export interface AuditEntry extends AuditLine {
  readonly id: number
}

export interface Possessions {
  /** By state. */
  readonly accounts: Readonly<Record<string, number>>
  /** Unfinished, the newest first; at most five. */
  readonly runs: readonly {
    readonly id: number
    readonly campaign: string
    readonly state: string
    readonly targets: number
    readonly sent: number
    readonly failed: number
  }[]
}

/** Figures of the whole installation. Each verb is one transaction. */
export interface StatisticsVerbs {
  /**
   * Adds what was settled since the last call to the figures of its hour, so that nobody has to count millions of rows.
   * @returns whether there is more to do
   */
  countFigures(nowMs: number): boolean
  /** `dayStartMs`: when today began for whoever reads it; figures are kept by the hour. */
  statistics(at: { readonly nowMs: number; readonly dayStartMs: number }): Statistics
}

export interface Statistics {
  readonly people: Readonly<Record<'admin' | 'active' | 'pending' | 'expired' | 'banned', number>>
  /** By state. */
  readonly accounts: Readonly<Record<string, number>>
  /** Unfinished ones. */
  readonly runs: { readonly running: number; readonly paused: number }
  /** Messages of unfinished runs that are neither sent nor given up. */
  readonly waiting: number
  readonly today: SentFigures
  /** Today and the six days before. */
  readonly week: SentFigures
}

export interface SentFigures {
  readonly sent: number
  /** Given up, or uncertain. */
  readonly failed: number
}
