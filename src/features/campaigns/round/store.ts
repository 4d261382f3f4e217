import type { AttemptState } from '../../../delivery/attempt.ts'
import { waitKeyText } from '../../../delivery/wait.ts'
import type { Database } from '../../../base/sqlite.ts'
import { chatIn } from '../../../store/standing.ts'
import type { Run, Spine } from '../../../store/store.ts'
import { holderSql, isReplacedSql, prepareLaterRounds } from '../undo/taken-over.ts'
import type { LaterRounds } from '../undo/taken-over.ts'
import type { UndoWhat } from '../undo/verbs.ts'
import type { GroupFilter, RoundGroup, RoundVerbs } from './verbs.ts'

/** The verbs of rounds on a SQLite connection. verbs.ts says what each does. */
export function openRoundBook(db: Database, { runs, contents }: Pick<Spine, 'runs' | 'contents'>): RoundVerbs {
  const ids = db.prepare<
    [{ campaignId: number; ownerId: number | null; before: number; limit: number }],
    { id: number }
  >(`
    select r.id from runs r join campaigns c on c.id = r.campaign_id
    where r.campaign_id = @campaignId and r.id < @before and (c.owner_id = @ownerId or @ownerId is null)
    order by r.id desc limit @limit`)
  const laterRounds = prepareLaterRounds(db)
  const owned = db.prepare<[{ runId: number; ownerId: number | null }], { campaignId: number }>(`
    select r.campaign_id as campaignId from runs r join campaigns c on c.id = r.campaign_id
    where r.id = @runId and r.kind = 'send' and (c.owner_id = @ownerId or @ownerId is null)`)
  const groups = (filter: GroupFilter) => db.prepare<[GroupArgs], GroupRow>(groupsSql(filter))
  const byFilter: Readonly<Record<GroupFilter, ReturnType<typeof groups>>> = {
    all: groups('all'),
    open: groups('open'),
    sent: groups('sent'),
    failed: groups('failed'),
    uncertain: groups('uncertain'),
    cancelled: groups('cancelled'),
  }

  const round = (of: { runId: number; ownerId: number | null }): Run | undefined =>
    owned.get(of) === undefined ? undefined : runs.get(of.runId)

  return {
    rounds({ before, ...page }): Run[] {
      const found = ids.all({ ...page, before: before ?? Number.MAX_SAFE_INTEGER })
      return found.flatMap(({ id }) => runs.get(id) ?? [])
    },
    round,
    roundContent(of) {
      const run = round(of)
      return run === undefined ? undefined : contents.get(run.contentId)
    },
    roundGroups({ ownerId, filter, ...page }): RoundGroup[] {
      const { runId } = page
      const run = owned.get({ runId, ownerId })
      if (run === undefined) return []
      const later = laterRounds({ campaignId: run.campaignId, runId })
      return byFilter[filter].all({ ...page, ...later }).map((row) => groupOf(row, runId))
    },
  }
}

interface GroupArgs extends LaterRounds {
  readonly runId: number
  readonly skip: number
  readonly limit: number
  readonly nowMs: number
}

interface GroupRow extends Omit<RoundGroup, 'chat' | 'change' | 'takenBy'> {
  /** The round that its message is of by now. */
  readonly holder: number
  readonly isReplaced: 0 | 1
  readonly result: string | null
  readonly what: UndoWhat | null
  readonly changeState: AttemptState | null
  readonly changeReason: string | null
  readonly changeAtMs: number | null
}

const filters: Readonly<Record<GroupFilter, string>> = {
  all: '',
  open: `and state in ('pending', 'in-flight')`,
  sent: `and state = 'sent'`,
  failed: `and state = 'failed-terminal'`,
  uncertain: `and state = 'uncertain'`,
  cancelled: `and state = 'cancelled'`,
}

/**
 * The page is found first, so that what is joined to it is looked up for its rows alone. A wait of the chat is said rather than one of
 * the account, and a slow mode that ends before a message is due is none that it waits for.
 */
function groupsSql(filter: GroupFilter): string {
  const lane = waitKeyText({ type: 'lane', lane: 'send' })
  return `
    with page as (
      select id, account_id, peer, topic, state, reason, due_at_ms, settled_at_ms, message_id, part, result
      from attempts
      where run_id = @runId and kind = 'send' ${filters[filter]} order by peer, topic, part limit @limit offset @skip)
    select a.account_id as accountId, coalesce(k.alias, k.name) as accountName, k.state as accountState, a.peer, a.topic,
      p.title, p.username, a.state, a.reason, a.due_at_ms as dueAtMs, a.settled_at_ms as settledAtMs,
      a.message_id as messageId, a.result, w.until_ms as waitsUntilMs, w.reason as waitReason,
      iif(a.state = 'sent', ${holderSql}, @runId) as holder,
      ${isReplacedSql} as isReplaced,
      d.kind as what, d.state as changeState, d.reason as changeReason, d.settled_at_ms as changeAtMs
    from page a join accounts k on k.id = a.account_id
    left join peers p on p.account_id = a.account_id and p.peer = a.peer
    left join waits w on w.account_id = a.account_id and w.key = (
      select key from waits where account_id = a.account_id
        and key in ('peer:' || a.peer, 'slow-mode:' || a.peer, '${lane}') and until_ms > @nowMs
        and (key <> 'slow-mode:' || a.peer or until_ms > a.due_at_ms)
      order by key = '${lane}', until_ms desc limit 1)
    left join attempts d on d.id = (
      select max(changed.id) from undos u join runs r on r.campaign_id = u.id
        join attempts changed on changed.run_id = r.id and changed.peer = a.peer and changed.topic = a.topic
          and changed.part = a.message_id
      where u.of_run_id = @runId)
    order by a.peer, a.topic`
}

function groupOf(
  { result, holder, isReplaced, what, changeState, changeReason, changeAtMs, ...row }: GroupRow,
  runId: number,
): RoundGroup {
  const change =
    what === null || changeState === null ? null : { what, state: changeState, reason: changeReason, atMs: changeAtMs }
  const takenBy = holder > runId ? { runId: holder, isGone: isReplaced === 1 } : null
  return { ...row, chat: chatIn(result) ?? row.peer, change, takenBy }
}
