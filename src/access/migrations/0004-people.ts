import type { Migration } from '../../store/migrate.ts'

/** What the bot knows of people, and invitations by name until whoever has it writes for the first time. */
export const people: Migration = {
  name: '0004-people',
  up: `
alter table users add column is_time_zone_chosen integer not null default 0 check (is_time_zone_chosen in (0, 1));
alter table users add column is_reachable integer not null default 0 check (is_reachable in (0, 1));
create index users_by_access on users (access_until_ms) where state = 'active' and role = 'user';
create index users_reachable on users (id) where is_reachable = 1;
create table invitations (
  username text primary key collate nocase,
  days integer not null check (days > 0),
  invited_by text not null,
  created_at_ms integer not null) strict, without rowid;
`,
  down: `
drop table invitations;
drop index users_reachable;
drop index users_by_access;
alter table users drop column is_reachable;
alter table users drop column is_time_zone_chosen;
`,
}
