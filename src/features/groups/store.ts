import type { Database } from '../../base/sqlite.ts'
import type { Spine } from '../../store/store.ts'
import { openChoice } from './choice-store.ts'
import { openReads } from './read-store.ts'
import type { Group, GroupFigures, GroupVerbs } from './verbs.ts'

/** The verbs of groups on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openGroupBook(db: Database, spine: Spine): GroupVerbs {
  return { ...openList(db), ...openReads(db, spine), ...openChoice(db) }
}

type GroupRow = Omit<Group, 'mayPost' | 'isForum'> & { readonly mayPost: 0 | 1; readonly isForum: 0 | 1 }

function openList(db: Database): Pick<GroupVerbs, 'groups' | 'groupFigures'> {
  const groups = db.prepare<[number, number], GroupRow>(`
    select peer, kind, title, username, may_post as mayPost, why_not as whyNot, is_forum as isForum from peers
    where account_id = ? and kind <> 'user' order by title, peer limit ?`)
  const figures = db.prepare<[number], GroupFigures>(`
    select count(*) as count, coalesce(sum(may_post), 0) as mayPost, max(seen_at_ms) as seenAtMs from peers
    where account_id = ? and kind <> 'user'`)
  return {
    groups: ({ accountId, limit }) =>
      groups.all(accountId, limit).map(({ mayPost, isForum, ...row }) => ({
        ...row,
        mayPost: mayPost === 1,
        isForum: isForum === 1,
      })),
    groupFigures: (accountId) => figures.get(accountId) ?? { count: 0, mayPost: 0, seenAtMs: null },
  }
}
