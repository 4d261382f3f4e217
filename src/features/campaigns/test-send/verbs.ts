import type { AccountKind, AttemptState } from '../../../delivery/attempt.ts'
import type { Content, ContentProblem } from '../../../delivery/message.ts'
import type { AccountState } from '../../../store/store.ts'
import type { OwnerScope } from '../verbs.ts'

/**
 * A message of a campaign as the account itself would see it in a group: into its Saved Messages, or, of a bot, which has none, into the
 * chat of its owner with it. An attempt like any other, at the account's pace and in front of what waits; of no run, so that no figures
 * count it.
 */
export interface TestSendVerbs {
  /** Writes it down, or says why it could not go now. A repeat with the same uuid is the same message. */
  askTest(ask: TestAsk): TestAnswer
  /** @returns undefined when there is none, or it is another owner's */
  testSend(of: { readonly uuid: string; readonly ownerId: OwnerScope; readonly nowMs: number }): TestSend | undefined
}

export interface TestAsk {
  readonly uuid: string
  readonly accountId: number
  readonly ownerId: OwnerScope
  readonly content: Content
  readonly nowMs: number
}

export type TestAnswer =
  { readonly test: { readonly accountId: number; readonly partition: number } } | { readonly problem: TestProblem }

/** Why no test is sent. A value: the bot and the command line say it in their words. */
export type TestProblem =
  /** There is no such account, or it is another owner's. */
  | { readonly type: 'not-your-account'; readonly accountId: number }
  | { readonly type: 'unusable'; readonly state: AccountState; readonly untilMs: number | null }
  /** Telegram asked the account to wait before it sends anything. */
  | { readonly type: 'waits'; readonly untilMs: number }
  /** The test before is not over. */
  | { readonly type: 'under-way' }
  | { readonly type: 'text'; readonly problem: ContentProblem }

export interface TestSend {
  readonly accountId: number
  readonly accountName: string
  readonly accountKind: AccountKind
  readonly username: string | null
  readonly state: AttemptState
  readonly reason: string | null
  /** Before that it is not tried; null once it is over. */
  readonly waitsUntilMs: number | null
}
