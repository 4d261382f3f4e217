import { z } from 'zod'
import type { Visit } from '../../../bot/screen.ts'
import type { BotVerbs } from '../../../bot/verbs.ts'
import type { AccountKind } from '../../../delivery/attempt.ts'
import { decodeContent } from '../../../delivery/message.ts'
import type { Content } from '../../../delivery/message.ts'
import { withoutCalendar } from '../../../scheduler/timetable.ts'
import type { AccountState } from '../../../store/store.ts'
import type { BotDeps } from '../../feature.ts'
import { campaignLimits } from '../campaign.ts'
import type { CampaignLimits } from '../campaign.ts'
import type { ChangeVerbs } from '../changes/verbs.ts'
import type { DryRunVerbs } from '../dry-run/verbs.ts'
import type { FailingVerbs } from '../failing/verbs.ts'
import type { FitVerbs } from '../fit/verbs.ts'
import type { LongCaption } from '../rights/captions.ts'
import type { RefusingGroup, RightsVerbs } from '../rights/verbs.ts'
import type { RoundVerbs } from '../round/verbs.ts'
import type { TestSendVerbs } from '../test-send/verbs.ts'
import type { UndoVerbs } from '../undo/verbs.ts'
import { keepLatestShape } from '../latest-shape.ts'
import type { LibraryVerbs } from './files/keep.ts'
import type { CampaignVerbs, NewTarget } from '../verbs.ts'
import { timetableShape } from '../when/shape.ts'
import type { WhenVerbs } from '../when/verbs.ts'

/** What campaigns must know of accounts and of what was chosen of their groups. */
export interface Lookup {
  accountOf(of: { readonly id: number; readonly ownerId: number | null }): AccountView | undefined
  accounts(page: { readonly ownerId: number | null; readonly after: number; readonly limit: number }): AccountView[]
  chosenTargets(of: {
    readonly accountId: number
    readonly ownerId: number | null
  }): { readonly peer: number; readonly topic: number }[] | undefined
}

export interface AccountView {
  readonly id: number
  readonly kind: AccountKind
  readonly name: string
  readonly alias: string | null
  readonly state: AccountState
  readonly capPerMinute: number
}

export type CampaignBotDeps = BotDeps<
  CampaignVerbs &
    ChangeVerbs &
    RoundVerbs &
    UndoVerbs &
    WhenVerbs &
    DryRunVerbs &
    FitVerbs &
    FailingVerbs &
    Lookup &
    LibraryVerbs &
    RightsVerbs &
    TestSendVerbs &
    BotVerbs
>

/** A campaign that is being made: it stands here until it is started, so that leaving it leaves nothing behind. */
export const composed = z.object({
  /** Drawn with the text, so that starting it twice makes one campaign. */
  uuid: z.string(),
  /** The content, as it stands in the store. */
  body: z.string(),
  accountId: z.int().nullable().default(null),
  /** The groups that were chosen for the account, or every one where it may write. */
  isAll: z.boolean().default(false),
  /** Null: once. Left out: not said yet. */
  everyMs: z.int().nullable().optional(),
  /** Set times, quiet hours and the like. */
  timetable: timetableShape.nullable().default(null),
  /** What becomes of its older message in a group. */
  keepLatest: keepLatestShape.default('off'),
})

export type Composed = z.output<typeof composed>

export function limitsOf({ settings }: CampaignBotDeps): CampaignLimits {
  return campaignLimits({ minutesMin: settings.intervalMinutesMin, isTest: settings.isTest })
}

/** An interval takes the place of set times; what binds it beside them stays. */
export function byInterval(composing: Composed, everyMs: number | null): Composed {
  return { ...composing, everyMs, timetable: withoutCalendar(composing.timetable) }
}

export function contentOf({ body }: Composed): Content {
  return decodeContent(body)
}

/** Where it goes, as things stand now. @returns undefined for an account that is not this person's */
export async function targetsOf(
  { store, clock }: CampaignBotDeps,
  { accountId, isAll, body }: Pick<Composed, 'accountId' | 'isAll' | 'body'>,
  { person }: Visit,
): Promise<Aim | undefined> {
  const account = accountId === null ? undefined : await store.accountOf({ id: accountId, ownerId: person.id })
  if (account === undefined) return undefined
  const of = { accountId: account.id, ownerId: person.id }
  const found = isAll
    ? (await store.peersToPost(account.id)).map((peer) => ({ peer, topic: 0 }))
    : ((await store.chosenTargets(of)) ?? [])
  const known = found.map((target) => ({ accountId: account.id, ...target }))
  const content = decodeContent(body)
  const refusing = await store.refusingGroups({ targets: known, content, nowMs: clock.nowMs() })
  const closed = new Set(refusing.map(({ peer }) => peer))
  const long = await store.longCaption({ accountIds: [account.id], content })
  return { account, targets: known.filter(({ peer }) => !closed.has(peer)), refusing, long }
}

export interface Aim {
  readonly account: AccountView
  readonly targets: NewTarget[]
  /** Left out, because they do not take what it says, as far as is known. */
  readonly refusing: readonly RefusingGroup[]
  /** What it says below files is too long for the account. */
  readonly long: LongCaption | undefined
}
