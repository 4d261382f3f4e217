import { z } from 'zod'
import type { Visit } from '../../../bot/screen.ts'
import type { BotDeps } from '../../feature.ts'
import type { AccountLookup, AccountView, GroupVerbs, OfAccount } from '../verbs.ts'

export type Deps = BotDeps<GroupVerbs & AccountLookup>

/** Where somebody is in the list of an account's groups; carried along, so that every way back leads there. */
export const listPlace = z.object({
  page: z.int().default(0),
  query: z.string().default(''),
  folder: z.int().nullable().default(null),
  isChosenOnly: z.boolean().default(false),
  /** Who sent them here, and goes on when they have chosen; null: nobody. */
  back: z.object({ screen: z.string(), draft: z.unknown() }).nullable().default(null),
})

export type ListPlace = z.output<typeof listPlace>

export const startOfList: ListPlace = { page: 0, query: '', folder: null, isChosenOnly: false, back: null }

/** Groups, topics and folders on a page. */
export const pageSize = 8

/** More accounts than this nobody chooses among in a chat. */
const accountsMax = 500

/** The person's accounts that have groups to choose: those of people. */
export async function accountsOf({ store }: Deps, { person }: Visit): Promise<AccountView[]> {
  const all = await store.accounts({ ownerId: person.id, after: 0, limit: accountsMax })
  return all.filter(({ kind }) => kind === 'user')
}

export function ofAccount(accountId: number, { person }: Visit): OfAccount {
  return { accountId, ownerId: person.id }
}
