import type { Migration } from '../../../store/migrate.ts'

/**
 * What a campaign leaves standing of its older messages, and the undos of its rounds. An undo has its number from the counter of
 * campaigns, because its own run names its plan by it.
 */
export const undos: Migration = {
  name: '0016-undos',
  up: `
alter table campaigns add column keep_latest text not null default 'off' check (keep_latest in ('off', 'delete', 'edit'));

create table undos (
  id integer primary key,
  uuid text not null unique,
  of_run_id integer not null,
  campaign_id integer not null references campaigns (id) on delete cascade,
  owner_id integer not null references users (id),
  what text not null check (what in ('delete', 'edit')),
  created_at_ms integer not null) strict;
create index undos_of_run on undos (of_run_id, id);
create index undos_of_campaign on undos (campaign_id);
`,
  down: `
drop table undos;
alter table campaigns drop column keep_latest;
`,
}
