import type { Migration } from '../../store/migrate.ts'

/**
 * Where each person stands in the bot, what arrived and is not done, and what is to be told. Nothing that somebody wrote stands here
 * in clear: drafts hold choices, and what arrived is sealed.
 */
export const bot: Migration = {
  name: '0005-bot',
  up: `
create table conversations (
  user_id integer primary key references users (id) on delete cascade,
  screen text not null,
  draft text not null,
  version integer not null,
  message_id integer,
  has_keyboard integer not null default 0 check (has_keyboard in (0, 1)),
  updated_at_ms integer not null) strict;
create table inbox (
  update_id integer primary key,
  body text not null,
  tries integer not null default 0,
  received_at_ms integer not null) strict;
create table notices (
  id integer primary key,
  user_id integer not null references users (id) on delete cascade,
  kind text not null,
  key text not null,
  detail text not null,
  due_at_ms integer not null,
  tries integer not null default 0,
  sent_at_ms integer,
  message_id integer,
  unique (user_id, key)) strict;
create index notices_due on notices (due_at_ms, id) where sent_at_ms is null;
create index notices_sent on notices (sent_at_ms) where sent_at_ms is not null;
`,
  down: `
drop table notices;
drop table inbox;
drop table conversations;
`,
}
