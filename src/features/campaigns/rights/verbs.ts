import type { MessageKind } from '../../../delivery/forbidden.ts'
import type { Content } from '../../../delivery/message.ts'
import type { Addressed, NewTarget } from '../verbs.ts'
import type { LongCaption } from './captions.ts'

/** What is known before a campaign starts of groups that will not take what it says. All of it only reads. */
export interface RightsVerbs {
  /** Of places that it is to go to, in their order. Nothing of groups that the account does not know. */
  refusingGroups(of: {
    readonly targets: readonly NewTarget[]
    readonly content: Content | null
    readonly nowMs: number
  }): RefusingGroup[]
  /** The first of these accounts for which a text below files is too long. */
  longCaption(of: { readonly accountIds: readonly number[]; readonly content: Content }): LongCaption | undefined
  /** Of a campaign that stands, in the order in which a round sends. @returns at most `limit` of them */
  campaignRefusals(of: Addressed & { readonly limit: number; readonly nowMs: number }): RefusingGroup[]
}

/** A group that takes messages of the account, and not of these kinds, as it said when the list was read. */
export interface RefusingGroup {
  readonly accountId: number
  readonly peer: number
  readonly topic: number
  readonly title: string
  readonly kinds: readonly MessageKind[]
  /** Null: until somebody allows it again. */
  readonly untilMs: number | null
}
