import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { migrations, openAllVerbs } from '../../src/features/store.ts'
import { migrateUp } from '../../src/store/migrate.ts'

describe.each([
  ['a new database', open],
  ['one that is full and knows it', openFull],
])('what the store prepares, on %s,', (_, openIt) => {
  it('reads no table from end to end and sorts nothing, but for what stays small or is asked once a year', () => {
    const slow = plansOf(openIt()).filter(({ steps }) => steps.some(isSlow))

    const unexpected = slow.filter(({ sql }) => !seldom.some((part) => sql.includes(part)))
    expect(unexpected).toEqual([])
  })

  it('finds its rows by the index that was made for it', () => {
    const plans = plansOf(openIt())

    for (const [part, index] of indexes) {
      const found = plans.filter(({ sql }) => sql.includes(part))
      expect(found.length, part).toBeGreaterThan(0)
      for (const { steps } of found) expect(steps.join('; '), part).toContain(index)
    }
  })
})

const indexes = [
  ["from campaigns where state = 'running' and next_at_ms", 'USING INDEX campaigns_due'],
  ['from campaigns c where c.owner_id = ?', 'USING INDEX campaigns_by_owner'],
  [
    'from campaign_targets t join accounts a on a.id = t.account_id where t.campaign_id = ? and (t.position',
    'PRIMARY KEY',
  ],
  ['p.peer = t.peer where t.campaign_id = ? and (t.position, t.account_id) > (?, ?)', 'SEARCH t USING PRIMARY KEY'],
  ['p.peer = t.peer where t.campaign_id = @id and t.peer', 'INDEX campaign_targets_once'],
  ['from past_texts where campaign_id = ?', 'SEARCH past_texts USING PRIMARY KEY'],
  ['max(position) as position from campaign_targets', 'INDEX campaign_targets_by_account'],
  ["from runs r join announcements a on a.id = r.campaign_id where r.state = 'planning'", 'INDEX runs_planning'],
  [
    'from announcements a left join runs r on r.campaign_id = a.id where a.started_at_ms',
    'INDEX announcements_started',
  ],
  ['as peer from users', 'INDEX users_reachable (id>?)'],
  ["from runs r join campaigns c on c.id = r.campaign_id where r.state = 'planning'", 'INDEX runs_planning'],
  ['from runs where chore is not null', 'INDEX runs_with_chore'],
  ['from runs where look_at_ms is not null', 'INDEX runs_to_look (look_at_ms>? AND look_at_ms<?)'],
  ['from runs where campaign_id = ? and state in', 'INDEX runs_unfinished'],
  ['from runs r where r.campaign_id = ? order by r.id desc', 'INDEX runs_of_campaign'],
  ['from attempts where run_id = ? and (peer, topic, part) > (?, ?, ?)', 'INDEX attempts_one_per_target'],
  ['as dueAtMs from attempts where account_id = ? and rank = 0', 'INDEX attempts_due'],
  ["where a.kind = 'send' and a.account_id = ? and a.rank = ?", 'INDEX attempts_due'],
  ["where a.kind <> 'send' and a.kind <> 'delete' and a.kind <> 'edit' and a.account_id", 'INDEX attempts_other_due'],
  ["where a.kind in ('delete', 'edit') and a.account_id = ? and a.rank = ?", 'INDEX attempts_changes_due'],
  ['from standing_messages s left join attempts d', 'SEARCH s USING PRIMARY KEY'],
  [
    'cross join runs r on r.id = (select max(id)',
    'SEARCH a USING INDEX attempts_one_per_target (run_id=? AND peer=? AND topic=?)',
  ],
  ["from runs r join undos u on u.id = r.campaign_id where r.state = 'planning'", 'INDEX runs_planning'],
  ['from undos u left join runs r on r.campaign_id = u.id where u.of_run_id', 'INDEX undos_of_run'],
  [
    "where t.kind = 'delete' and t.run_id is null",
    'INDEX attempts_taken_away (account_id=? AND peer=? AND message_id=?',
  ],
  ['(a.peer, a.topic) > (@peer, @topic)', 'SEARCH a USING INDEX attempts_one_per_target (run_id=? AND (peer,topic)>'],
  ['delete from attempts where id in', 'INDEX attempts_finished'],
  ['from attempts where settled_at_ms > ? and account_id', 'INDEX attempts_finished'],
  ['delete from runs where id in', 'INDEX runs_finished'],
  ['from users indexed by users_by_access', 'INDEX users_by_access (access_until_ms'],
  ['from users indexed by users_ending', 'INDEX users_ending (access_until_ms<'],
  ['from user_words w cross join', 'SEARCH w USING PRIMARY KEY'],
  ["from campaigns where owner_id = ? and state in ('running', 'paused')", 'INDEX campaigns_active'],
  ['from accounts where owner_id = @ownerId', 'INDEX accounts_by_owner'],
  ["where state = 'active' and check_at_ms <= ?", 'INDEX accounts_to_check'],
  ['select sent from sent_by_quarter', 'PRIMARY KEY (quarter_at_ms=? AND account_id=?)'],
  ['delete from sent_by_quarter', 'PRIMARY KEY (quarter_at_ms<?)'],
  ['from campaign_targets where account_id = ?', 'INDEX campaign_targets_by_account'],
  ["where state = 'limited' and state_until_ms", 'INDEX accounts_limited'],
  ['from attempts a indexed by attempts_in_flight', 'INDEX attempts_in_flight'],
  ["update attempts not indexed set state = 'in-flight'", 'SEARCH attempts USING INTEGER PRIMARY KEY'],
  ["update attempts not indexed set state = 'sent'", 'SEARCH attempts USING INTEGER PRIMARY KEY'],
] as const

const seldom = [
  // For an admin who is about to tell all of them something.
  'as count from users indexed by users_reachable where is_reachable = 1 and state',
  // By a person who rotates keys, of a table with a row for each account.
  'substr(session',
  'substr(proxy',
  'substr(value',
  'substr(body',
  'substr(password',
  'substr(secrets',
  // Of work that waits, which is about one for each account.
  `'$.sealed'`,
  // What people said to the bot and is not done with, which is a handful: all of it.
  `from inbox where body <> '' order by update_id`,
  `delete from inbox where body = ''`,
  // The states of all accounts, for an admin who looks at the statistics.
  'from accounts indexed by accounts_by_kind',
  // The zones of all campaigns that run, once at a start.
  `select distinct json_extract(timetable, '$.zone') from campaigns indexed by campaigns_due`,
  // Accounts that were deleted a moment ago: nearly always none.
  'from account_removals order by account_id',
  // The groups of one account, for a person who chooses: Telegram lets an account be in some hundreds.
  'from peers where account_id = ? and may_post = 1 and kind',
  'from peers where account_id = ? and kind',
]

/** Going through a partial index in its order reads only what is wanted. */
const partial = [
  'announcements_open',
  'runs_planning',
  'runs_with_chore',
  'attempts_in_flight',
  'notices_stale',
  'users_admins',
  'users_with_chore',
  'runs_unfinished',
]

function isSlow(step: string): boolean {
  if (step.includes('TEMP B-TREE')) return true
  return (
    step.startsWith('SCAN') &&
    !step.startsWith('SCAN CONSTANT') &&
    // The batch that the verb was given.
    !/^SCAN (\d+-ROW VALUES|claims|sent)/.test(step) &&
    !step.startsWith('SCAN (subquery') &&
    // The last rounds of one campaign.
    step !== 'SCAN recent' &&
    !partial.some((index) => step.endsWith(index))
  )
}

function open(): Database {
  const db = openDatabase(':memory:')
  migrateUp(db, migrations, 1)
  return db
}

/** A month of one large owner and many small ones: nearly all is sent, some is due, little is in flight. */
function openFull(): Database {
  const db = open()
  db.exec(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 100)
    insert into users (id, name, time_zone, role, state, created_at_ms)
    select i, 'A', 'Asia/Tashkent', 'user', 'active', 1 from n;
    insert into contents (id, owner_id, body, created_at_ms)
    select a.id * 100 + b.id, a.id, '{"text":"salom"}', 1 from users a, users b where b.id <= 5;
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 500)
    insert into accounts
      (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
    select i, 1 + i % 100, 'user', i, 'A', '', '{}', i % 1024, iif(i % 50 = 0, 'limited', 'active'), 6, 1 from n;
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 300)
    insert into campaigns
      (id, uuid, owner_id, name, state, content_id, every_ms, misfire, next_at_ms, started_at_ms, created_at_ms)
    select i, i, 1 + i % 100, 'C', 'running', 101, 300000, 'skip', i, 1, 1 from n;
    insert into campaign_targets (campaign_id, position, account_id, peer)
    select c.id, a.id % 20, a.id, -a.id from campaigns c, accounts a where a.id <= 40;
    insert into runs
      (id, campaign_id, campaign_uuid, owner_id, content_id, planned_at_ms, state, created_at_ms, finished_at_ms)
    select c.id * 100 + a.id, c.id, c.uuid, c.owner_id, 101, a.id, iif(a.id = 10, 'running', 'finished'), 1, iif(a.id = 10, null, a.id)
    from campaigns c, accounts a where a.id <= 10;
    insert into attempts
      (id, kind, account_id, owner_id, partition, run_id, peer, content_id, state, rank, due_at_ms, settled_at_ms)
    select r.id * 100 + a.id, 'send', a.id, r.owner_id, a.id % 1024, r.id, -a.id, 101,
      case when r.state = 'finished' then 'sent' when a.id = 1 then 'in-flight' else 'pending' end, 1, r.id,
      iif(r.state = 'finished', r.id, null)
    from runs r, accounts a where a.id <= 20;
    analyze`)
  return db
}

/** Every statement of every verb, as it is prepared, with the way that the database goes. */
function plansOf(db: Database): { sql: string; steps: string[] }[] {
  const seen: string[] = []
  const watched = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name === 'prepare') return (sql: string) => (seen.push(sql), target.prepare(sql))
      return value.bind(target) as unknown
    },
  })
  openAllVerbs(watched)
  const statements = seen
    .map((sql) => sql.trim().replaceAll(/\s+/g, ' '))
    .filter((sql) => /^(select|update|delete|insert)/.test(sql))
  expect(statements.length).toBeGreaterThan(60)
  return statements.map((sql) => ({ sql, steps: stepsOf(db, sql) }))
}

function stepsOf(db: Database, sql: string): string[] {
  // Any value will do: what the plan depends on stands as a literal in the statement, on purpose.
  const bound = sql.replaceAll(/'[^']*'|\?|[@:][a-zA-Z]+/g, (part) => (part.startsWith("'") ? part : '1'))
  return db
    .prepare<[], { detail: string }>(`explain query plan ${bound}`)
    .all()
    .map(({ detail }) => detail)
}
