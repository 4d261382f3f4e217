import type { Migration } from '../../../store/migrate.ts'

/**
 * What owners do with their accounts. A deleted one keeps its row, because what it has sent refers to it; its Telegram id is given up,
 * so that the same account may sign in again, for anybody.
 */
export const accountCare: Migration = {
  name: '0011-accounts',
  up: `
alter table accounts add column alias text;
alter table accounts add column proxy_id integer;
alter table accounts add column proxy_down_at_ms integer;
alter table accounts add column deleted_at_ms integer;
alter table accounts add column check_at_ms integer not null default 0;
alter table accounts add column check_id integer;
alter table accounts add column checked_id integer;
create index accounts_by_proxy on accounts (proxy_id) where proxy_id is not null;
create index accounts_to_check on accounts (check_at_ms, id) where state = 'active';

create table proxies (
  id integer primary key,
  owner_id integer not null references users (id),
  host text not null,
  port integer not null check (port between 1 and 65535),
  username text not null default '',
  password text,
  created_at_ms integer not null,
  checked_at_ms integer,
  check_result text) strict;
create unique index proxies_once on proxies (owner_id, host, port, username);

create table account_removals (
  account_id integer primary key references accounts (id),
  removed_at_ms integer not null) strict;
create table account_removal_runs (
  account_id integer not null references accounts (id),
  run_id integer not null,
  primary key (account_id, run_id)) strict, without rowid;
`,
  down: `
drop table account_removal_runs;
drop table account_removals;
drop table proxies;
drop index accounts_to_check;
drop index accounts_by_proxy;
alter table accounts drop column checked_id;
alter table accounts drop column check_id;
alter table accounts drop column check_at_ms;
alter table accounts drop column deleted_at_ms;
alter table accounts drop column proxy_down_at_ms;
alter table accounts drop column proxy_id;
alter table accounts drop column alias;
`,
}
