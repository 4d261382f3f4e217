import type { Database } from '../../src/base/sqlite.ts'
import { decodeContent } from '../../src/delivery/message.ts'
import type { ScriptedTelegram } from './scripted-telegram.ts'

interface RunRow {
  readonly id: number
  readonly campaignId: number
  readonly kind: string
  readonly state: string
  readonly isPlanned: 0 | 1
  readonly chore: string | null
  readonly targets: number
  readonly sent: number
  readonly failed: number
  readonly cancelled: number
  readonly uncertain: number
  readonly finishedAtMs: number | null
  /** Of its attempts, counted. */
  readonly rows: number
  readonly rowsOpen: number
  readonly rowsSent: number
  readonly rowsFailed: number
  readonly rowsCancelled: number
  readonly rowsUncertain: number
}

interface CampaignRow {
  readonly id: number
  readonly state: string
  readonly nextAtMs: number | null
  readonly unfinished: number
  readonly going: number
  readonly owed: number
}

interface AttemptRow {
  readonly id: number
  readonly kind: string
  readonly state: string
  readonly maybeSent: 0 | 1
  readonly accountId: number
  readonly peer: number
  readonly messageId: number | null
  readonly said: string
  readonly keepLatest: string
  readonly isFenced: 0 | 1
}

const count = (states: string) => `coalesce(sum(a.state in (${states})), 0)`

/** What must hold of the rows after any commit. @returns what does not */
export function breachesIn(db: Database): string[] {
  const runs = db
    .prepare<[], RunRow>(
      `select r.id, r.campaign_id as campaignId, r.kind, r.state, r.is_planned as isPlanned, r.chore, r.targets, r.sent,
        r.failed, r.cancelled, r.uncertain, r.finished_at_ms as finishedAtMs, count(a.id) as rows,
        ${count(`'pending', 'in-flight'`)} as rowsOpen, ${count(`'sent'`)} as rowsSent,
        ${count(`'failed-terminal'`)} as rowsFailed, ${count(`'cancelled'`)} as rowsCancelled,
        ${count(`'uncertain'`)} as rowsUncertain
      from runs r left join attempts a on a.run_id = r.id group by r.id`,
    )
    .all()
  const campaigns = db
    .prepare<[], CampaignRow>(
      `select c.id, c.state, c.next_at_ms as nextAtMs, count(r.id) filter (where r.state in ('planning', 'running', 'paused')) as unfinished,
        count(r.id) filter (where r.state in ('planning', 'running')) as going, count(r.chore) as owed
      from campaigns c left join runs r on r.campaign_id = c.id group by c.id`,
    )
    .all()
  const attempts = db
    .prepare<[], { id: number }>(
      `select a.id from attempts a where a.state = 'in-flight'
        and not exists (select 1 from leases l where l.partition = a.partition and l.epoch = a.epoch)`,
    )
    .all()
  return [
    ...runs.flatMap(breachesOfRun),
    ...campaigns.flatMap(breachesOfCampaign),
    ...attempts.map(({ id }) => `attempt ${id} is in flight and nobody's`),
  ]
}

function breachesOfRun(run: RunRow): string[] {
  const { state, targets, sent, failed, cancelled, uncertain, finishedAtMs, chore, rowsOpen } = run
  const open = targets - sent - failed - cancelled - uncertain
  const isOver = state === 'finished' || (state === 'stopped' && chore !== 'cancel')
  return breaches(`run ${run.id} ${JSON.stringify(run)}`, {
    'counts targets that are not its attempts': run.rows !== targets,
    'has figures that are not those of its attempts':
      run.rowsSent !== sent ||
      run.rowsFailed !== failed ||
      run.rowsCancelled !== cancelled ||
      run.rowsUncertain !== uncertain ||
      rowsOpen !== open,
    'has ended with something open': isOver && open > 0,
    'runs with nothing open': state === 'running' && open === 0,
    'has ended and has no end': isOver && finishedAtMs === null,
    'has an end and goes on': finishedAtMs !== null && state !== 'finished' && state !== 'stopped',
    'runs and is not planned': state === 'running' && run.isPlanned === 0,
  })
}

function breachesOfCampaign(campaign: CampaignRow): string[] {
  const { state, nextAtMs, unfinished, going, owed } = campaign
  return breaches(`campaign ${campaign.id} ${JSON.stringify(campaign)}`, {
    'has two rounds at a time': unfinished > 1,
    'has ended, and its round has not':
      unfinished > 0 && (state === 'draft' || state === 'stopped' || state === 'finished'),
    'has finished and has an instant': state === 'finished' && nextAtMs !== null,
    'is paused, and its round is not': state === 'paused' && going > 0,
    'waits for nothing': state === 'running' && nextAtMs === null && unfinished === 0 && owed === 0,
  })
}

/** What must hold between the rows and what Telegram has. */
export function breachesBetween(
  db: Database,
  telegram: ScriptedTelegram,
  attemptOf: ReadonlyMap<string, number>,
): string[] {
  const rows = db
    .prepare<[], AttemptRow>(
      `select a.id, a.kind, a.state, a.maybe_sent as maybeSent, a.account_id as accountId, a.peer, a.message_id as messageId,
        c.body as said, r.keep_latest as keepLatest,
        not exists (select 1 from leases l where l.partition = a.partition and l.epoch = a.epoch) as isFenced
      from attempts a join runs r on r.id = a.run_id join contents c on c.id = a.content_id where a.kind = 'send'`,
    )
    .all()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ofSent = rows
    .filter(({ state }) => state === 'sent')
    .flatMap(({ id, accountId, peer, messageId, said, keepLatest }) => {
      const message = telegram.messages.get(messageId ?? 0)
      return breaches(`attempt ${id}`, {
        'is sent, and Telegram has no such message': message?.accountId !== accountId || message.peer !== peer,
        'has said something else': keepLatest === 'off' && message?.saidFirst !== decodeContent(said).text,
      })
    })
  const ofMessages = [...telegram.messages.values()].flatMap(({ id, randomId }) => {
    const row = byId.get(attemptOf.get(randomId) ?? 0)
    const isKnown = row?.state === 'sent' || row?.state === 'uncertain' || row?.state === 'in-flight'
    const isInDoubt = row?.state === 'pending' && row.maybeSent === 1
    return breaches(`message ${id} of attempt ${row?.id} (${row?.state})`, {
      'stands, and its row does not say so': !isKnown && !isInDoubt,
      'stands, and its row has another': row?.state === 'sent' && row.messageId !== id,
    })
  })
  return [...ofSent, ...ofMessages]
}

/** What must hold when everything has come to its end. */
export function breachesAtRest(db: Database): string[] {
  const left = (sql: string) => db.prepare<[], { id: number; state: string }>(sql).all()
  return [
    ...left(`select id, state from attempts where state in ('pending', 'in-flight')`).map(
      ({ id, state }) => `attempt ${id} is ${state} for ever`,
    ),
    ...left(`select id, state from runs where state not in ('finished', 'stopped') or chore is not null`).map(
      ({ id, state }) => `run ${id} is ${state} for ever`,
    ),
    ...left(`select id, state from campaigns where state in ('running', 'paused')`).map(
      ({ id, state }) => `campaign ${id} is ${state} for ever`,
    ),
  ]
}

function breaches(of: string, findings: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(findings).flatMap(([what, isSo]) => (isSo ? [`${of} ${what}`] : []))
}
