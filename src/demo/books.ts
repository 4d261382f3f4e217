import { openAccountBook } from '../features/accounts/store.ts'
import type { Account } from '../features/accounts/verbs.ts'
import { openCampaigns } from '../features/campaigns/store.ts'
import type { Campaign } from '../features/campaigns/verbs.ts'
import { openGroupBook } from '../features/groups/store.ts'
import { readDatabase } from '../store/inspect.ts'
import { openSpine } from '../store/store.ts'

const pageSize = 1_000
const groupsMax = 1_000

/** Every account, also while no engine runs. */
export function readAccounts(database: string): Account[] {
  return readDatabase(database, (db) =>
    openAccountBook(db, openSpine(db)).accounts({ ownerId: null, after: 0, limit: pageSize }),
  )
}

/** Where these accounts may write; undefined for one whose list was never read. */
export function readGroups(database: string, accountIds: readonly number[]): (number[] | undefined)[] {
  return readDatabase(database, (db) => {
    const book = openGroupBook(db, openSpine(db))
    return accountIds.map((accountId) => {
      if (book.groupFigures(accountId).seenAtMs === null) return undefined
      const groups = book.groups({ accountId, limit: groupsMax })
      return groups.filter(({ mayPost }) => mayPost).map(({ peer }) => peer)
    })
  })
}

/** The newest campaigns of an owner. */
export function readCampaigns(database: string, ownerId: number): Campaign[] {
  return readDatabase(database, (db) =>
    openCampaigns(db, openSpine(db)).campaigns({ ownerId, before: null, limit: pageSize }),
  )
}
