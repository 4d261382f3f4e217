import { z } from 'zod'
import type { Visit } from '../../../bot/screen.ts'
import type { BotVerbs } from '../../../bot/verbs.ts'
import type { AccountKind } from '../../../delivery/attempt.ts'
import { decodeContent } from '../../../delivery/message.ts'
import type { Content } from '../../../delivery/message.ts'
import { fullGapMs } from '../../../scheduler/due-time.ts'
import type { AccountState } from '../../../store/store.ts'
import type { BotDeps } from '../../feature.ts'
import { campaignLimits } from '../campaign.ts'
import type { CampaignLimits } from '../campaign.ts'
import { fitOf } from '../fit.ts'
import type { Fit } from '../fit.ts'
import type { CampaignVerbs, NewTarget } from '../verbs.ts'

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

export type CampaignBotDeps = BotDeps<CampaignVerbs & Lookup & BotVerbs>

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
})

export type Composed = z.output<typeof composed>

export function limitsOf({ settings }: CampaignBotDeps): CampaignLimits {
  return campaignLimits({ minutesMin: settings.intervalMinutesMin, isTest: settings.isTest })
}

export function contentOf({ body }: Composed): Content {
  return decodeContent(body)
}

/** Where it goes, as things stand now. @returns undefined for an account that is not this person's */
export async function targetsOf(
  { store }: CampaignBotDeps,
  { accountId, isAll }: Composed,
  { person }: Visit,
): Promise<{ readonly account: AccountView; readonly targets: NewTarget[] } | undefined> {
  const account = accountId === null ? undefined : await store.accountOf({ id: accountId, ownerId: person.id })
  if (account === undefined) return undefined
  const of = { accountId: account.id, ownerId: person.id }
  const found = isAll
    ? (await store.peersToPost(account.id)).map((peer) => ({ peer, topic: 0 }))
    : ((await store.chosenTargets(of)) ?? [])
  return { account, targets: found.map((target) => ({ accountId: account.id, ...target })) }
}

/** Whether the account can do it beside what it does already. */
export async function fitOfAccount(
  { store, settings }: CampaignBotDeps,
  { id, kind, capPerMinute }: AccountView,
  { targets, everyMs }: { readonly targets: number; readonly everyMs: number | null },
): Promise<Fit> {
  const spread = { gapMinMs: settings.gapMinMs, capMax: settings.capPerMinute }
  const gapMs = fullGapMs({ accountKind: kind, capPerMinute }, spread)
  return fitOf({ targets, everyMs, gapMs, others: await store.accountLoad(id) })
}
