import type { Migration } from '../../../store/migrate.ts'

/**
 * What happened to somebody's accounts and campaigns and is not told yet: one row for each of them, however often it happens, and for
 * each kind when it is told next. How often they want to hear of it stands with the person.
 */
export const news: Migration = {
  name: '0009-news',
  up: `
alter table users add column news text not null default 'daily' check (news in ('now', 'daily', 'off'));
create table news_items (
  user_id integer not null references users (id) on delete cascade,
  kind text not null,
  subject text not null,
  detail text not null,
  primary key (user_id, kind, subject)) strict, without rowid;
create table news_digests (
  user_id integer not null references users (id) on delete cascade,
  kind text not null,
  due_at_ms integer,
  told_at_ms integer,
  primary key (user_id, kind)) strict, without rowid;
create index news_digests_due on news_digests (due_at_ms) where due_at_ms is not null;
`,
  down: `
drop table news_digests;
drop table news_items;
alter table users drop column news;
`,
}
