import type { Database } from '../../base/sqlite.ts'
import { gather } from './gather.ts'
import { dialogsKind } from './kinds.ts'
import type { ChoiceFigures, GroupVerbs, KnownGroup, OfAccount, Target } from './verbs.ts'

/** So many refusals in a row say that the group will not take the next message either. */
const refusalsMin = 3

interface PeerRow {
  readonly peer: number
  readonly kind: 'basic' | 'supergroup' | 'channel'
  readonly title: string
  readonly username: string | null
  readonly mayPost: 0 | 1
  readonly whyNot: string | null
  readonly isForum: 0 | 1
  readonly migratedTo: number | null
  readonly seenAtMs: number
}

interface ChosenRow extends Target {
  readonly chosenAtMs: number
}

/** What owners have chosen of the groups of their accounts. */
export function openChoice(db: Database): Pick<GroupVerbs, 'knownGroups' | 'chooseGroups' | 'chosenTargets'> {
  const sql = prepareChoice(db)

  /** A basic group that is a supergroup by now was chosen as that. Only where the account knows the supergroup: until then nothing is sent. */
  const chosenOf = (accountId: number): ChosenRow[] => {
    for (let moved = sql.migrated.all(accountId); moved.length > 0; moved = sql.migrated.all(accountId)) {
      for (const { peer, to, chosenAtMs } of moved) {
        sql.move.run({ accountId, to, chosenAtMs })
        sql.removeAll.run(accountId, peer)
      }
    }
    return sql.chosen.all(accountId)
  }
  const figuresOf = (accountId: number, chosen: readonly Target[]): ChoiceFigures => {
    const forums = new Set(sql.forums.all(accountId).map(({ peer }) => peer))
    return {
      groups: new Set(chosen.map(({ peer }) => peer)).size,
      topics: chosen.filter(({ peer }) => forums.has(peer)).length,
    }
  }
  const isOwned = ({ accountId, ownerId }: OfAccount) => sql.account.get({ accountId, ownerId }) !== undefined

  /** The reason of the last message, where that and those before it were refused. */
  const refusedWith = (accountId: number, { peer, chosenAtMs }: ChosenRow): string | null => {
    const refusals = sql.refusals.all(accountId, peer, chosenAtMs, refusalsMin)
    return refusals.length < refusalsMin ? null : (refusals[0]?.reason ?? null)
  }

  return {
    knownGroups(of) {
      const owner = sql.account.get(of)
      if (owner === undefined) return undefined
      const { accountId } = of
      const chosen = chosenOf(accountId)
      const byPeer = gather(chosen, ({ peer }) => peer)
      const elsewhere = new Set(sql.elsewhere.all(owner.ownerId, accountId).map(({ peer }) => peer))
      const peers = sql.peers.all(accountId)
      const known = new Set(peers.map(({ peer }) => peer))
      const groups = peers
        .filter(({ migratedTo }) => migratedTo === null || !known.has(migratedTo))
        .map((row): KnownGroup => {
          const { peer, kind, title, username, whyNot } = row
          const rows = byPeer.get(peer) ?? []
          return {
            peer,
            kind,
            title,
            username,
            whyNot,
            mayPost: row.mayPost === 1,
            isForum: row.isForum === 1,
            chosen: rows.map(({ topic }) => topic),
            isElsewhere: elsewhere.has(peer),
            refusedWith: rows[0] === undefined ? null : refusedWith(accountId, rows[0]),
          }
        })
      const read = sql.listRead.get(accountId)
      // Lists from before there were rows of readings.
      const readAtMs = read === undefined ? newest(peers) : (read.sentAtMs ?? read.foundAtMs)
      return { readAtMs, groups, figures: figuresOf(accountId, chosen) }
    },

    chooseGroups({ add, remove, nowMs, ...of }) {
      if (!isOwned(of)) return undefined
      const { accountId } = of
      for (const { peer, topic } of remove) {
        if (topic === null) sql.removeAll.run(accountId, peer)
        else sql.remove.run(accountId, peer, topic)
      }
      for (const { peer, topic } of add) sql.add.run({ accountId, peer, topic, nowMs })
      return figuresOf(accountId, chosenOf(accountId))
    },

    chosenTargets(of) {
      if (!isOwned(of)) return undefined
      const mayPost = new Set(sql.peers.all(of.accountId).flatMap((row) => (row.mayPost === 1 ? [row.peer] : [])))
      return chosenOf(of.accountId)
        .filter(({ peer }) => mayPost.has(peer))
        .map(({ peer, topic }) => ({ peer, topic }))
    },
  }
}

function newest(peers: readonly PeerRow[]): number | null {
  return peers.reduce<number | null>((latest, { seenAtMs }) => Math.max(latest ?? 0, seenAtMs), null)
}

function prepareChoice(db: Database) {
  return {
    account: db.prepare<[OfAccount], { ownerId: number }>(`
      select owner_id as ownerId from accounts
      where id = @accountId and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null`),
    peers: db.prepare<[number], PeerRow>(`
      select peer, kind, title, username, may_post as mayPost, why_not as whyNot, is_forum as isForum,
        migrated_to as migratedTo, seen_at_ms as seenAtMs
      from peers where account_id = ? and kind <> 'user'`),
    forums: db.prepare<[number], { peer: number }>('select peer from peers where account_id = ? and is_forum = 1'),
    listRead: db.prepare<[number], { foundAtMs: number | null; sentAtMs: number | null }>(`
      select r.found_at_ms as foundAtMs, a.settled_at_ms as sentAtMs
      from group_reads r left join attempts a on a.id = r.attempt_id and a.state = 'sent'
      where r.account_id = ? and r.kind = '${dialogsKind}' and r.subject = ''`),
    chosen: db.prepare<[number], ChosenRow>(
      'select peer, topic, chosen_at_ms as chosenAtMs from chosen_groups where account_id = ?',
    ),
    elsewhere: db.prepare<[number, number], { peer: number }>(`
      select c.peer from accounts a join chosen_groups c on c.account_id = a.id where a.owner_id = ? and a.id <> ?`),
    migrated: db.prepare<[number], { peer: number; to: number; chosenAtMs: number }>(`
      select c.peer, p.migrated_to as "to", c.chosen_at_ms as chosenAtMs
      from chosen_groups c
      join peers p on p.account_id = c.account_id and p.peer = c.peer
      join peers s on s.account_id = c.account_id and s.peer = p.migrated_to
      where c.account_id = ?`),
    move: db.prepare(`
      insert into chosen_groups (account_id, peer, topic, chosen_at_ms) values (@accountId, @to, 0, @chosenAtMs)
      on conflict (account_id, peer, topic) do nothing`),
    add: db.prepare(`
      insert into chosen_groups (account_id, peer, topic, chosen_at_ms)
      select account_id, peer, @topic, @nowMs from peers
      where account_id = @accountId and peer = @peer and kind <> 'user' and may_post = 1 and (@topic = 0 or is_forum = 1)
      on conflict (account_id, peer, topic) do nothing`),
    remove: db.prepare('delete from chosen_groups where account_id = ? and peer = ? and topic = ?'),
    removeAll: db.prepare('delete from chosen_groups where account_id = ? and peer = ?'),
    refusals: db.prepare<[number, number, number, number], { reason: string | null }>(`
      select reason from attempts indexed by attempts_refused
      where account_id = ? and peer = ? and state = 'failed-terminal' and kind = 'send' and settled_at_ms >= ?
        and reason <> 'retry-exhausted'
      order by id desc limit ?`),
  }
}
