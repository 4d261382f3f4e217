import type { Migration } from '../../store/migrate.ts'

/**
 * Who has asked to be let in and who answered; what is owed to a person's campaigns after their access has changed; the words by which
 * people are found; and the indexes and hourly figures behind what admins look at.
 */
export const access: Migration = {
  name: '0007-access',
  up: `
alter table users add column chore text check (chore in ('pause', 'stop'));
alter table users add column is_end_told integer not null default 0 check (is_end_told in (0, 1));
alter table users add column found_by text not null default '';
create index users_with_chore on users (id) where chore is not null;
create index users_ending on users (access_until_ms) where state = 'active' and role = 'user' and is_end_told = 0;
create index users_admins on users (id) where role = 'admin';
create index users_by_age on users (created_at_ms, id);
create index users_by_state on users (state, created_at_ms, id);

create table user_words (
  word text not null,
  user_id integer not null references users (id) on delete cascade,
  primary key (word, user_id)) strict, without rowid;
create index user_words_of on user_words (user_id);

create table access_requests (
  id integer primary key,
  user_id integer not null references users (id) on delete cascade,
  asked_at_ms integer not null,
  answered_at_ms integer,
  answered_by text,
  answer text,
  check ((answered_at_ms is null) = (answer is null))) strict;
create unique index access_requests_open on access_requests (user_id) where answered_at_ms is null;

alter table notices add column is_stale integer not null default 0 check (is_stale in (0, 1));
create index notices_stale on notices (id) where is_stale = 1;
create index campaigns_active on campaigns (owner_id, id) where state in ('running', 'paused');
create index accounts_by_kind on accounts (kind, state);
create table figures_by_hour (
  hour_ms integer primary key,
  sent integer not null check (sent >= 0),
  failed integer not null check (failed >= 0)) strict;
create index audit_by_subject on audit (subject, id);
`,
  down: `
drop index audit_by_subject;
drop table figures_by_hour;
drop index accounts_by_kind;
drop index campaigns_active;
drop index notices_stale;
alter table notices drop column is_stale;
drop table access_requests;
drop table user_words;
drop index users_by_state;
drop index users_by_age;
drop index users_admins;
drop index users_ending;
drop index users_with_chore;
alter table users drop column found_by;
alter table users drop column is_end_told;
alter table users drop column chore;
`,
}
