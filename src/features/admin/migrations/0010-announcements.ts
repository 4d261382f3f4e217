import type { Migration } from '../../../store/migrate.ts'

/** What was told to everybody, and how it ended: runs are deleted after their time, this stays. */
export const announcements: Migration = {
  name: '0010-announcements',
  up: `
create table announcements (
  id integer primary key,
  uuid text not null unique,
  created_by integer not null references users (id),
  draft text,
  content_id integer references contents (id),
  account_id integer references accounts (id) on delete set null,
  created_at_ms integer not null,
  started_at_ms integer,
  ended_at_ms integer,
  end_state text check (end_state in ('finished', 'stopped')),
  end_reason text,
  targets integer not null default 0 check (targets >= 0),
  sent integer not null default 0 check (sent >= 0),
  failed integer not null default 0 check (failed >= 0),
  cancelled integer not null default 0 check (cancelled >= 0),
  uncertain integer not null default 0 check (uncertain >= 0),
  check ((draft is null) = (content_id is not null))) strict;
create index announcements_started on announcements (id) where started_at_ms is not null;
create index announcements_open on announcements (id) where started_at_ms is not null and ended_at_ms is null;
create index announcements_drafts on announcements (created_by) where started_at_ms is null;
create index announcements_of_account on announcements (account_id) where account_id is not null;
`,
  down: `
drop table announcements;
`,
}
