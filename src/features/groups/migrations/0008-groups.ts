import type { Migration } from '../../../store/migrate.ts'

/**
 * Where an account's owner wants to write, and what was read of an account last. The attempt that read it is pruned some day, so what
 * it found is kept here as soon as another one takes its place.
 */
export const groups: Migration = {
  name: '0008-groups',
  up: `
create table chosen_groups (
  account_id integer not null references accounts (id) on delete cascade,
  peer integer not null,
  topic integer not null default 0 check (topic >= 0),
  chosen_at_ms integer not null,
  primary key (account_id, peer, topic)) strict, without rowid;

create table group_reads (
  account_id integer not null references accounts (id) on delete cascade,
  kind text not null,
  subject text not null,
  attempt_id integer not null,
  asked_at_ms integer not null,
  found text,
  found_at_ms integer,
  primary key (account_id, kind, subject)) strict, without rowid;

create index attempts_refused on attempts (account_id, peer) where state = 'failed-terminal' and kind = 'send';
`,
  down: `
drop index attempts_refused;
drop table group_reads;
drop table chosen_groups;
`,
}
