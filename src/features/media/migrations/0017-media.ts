import type { Migration } from '../../../store/migrate.ts'

/**
 * The library: what people gave the bot to send, once, with its bytes. They stand in the database, in the parts in which they are
 * uploaded, so that a backup has them, a kill leaves no half of one, and whoever sends asks the store as for everything else. And what
 * each account calls a file once it was moved there.
 */
export const media: Migration = {
  name: '0017-media',
  up: `
create table files (
  id integer primary key,
  owner_id integer not null references users (id),
  unique_id text not null,
  kind text not null check (kind in ('photo', 'video', 'document', 'audio', 'voice', 'animation')),
  bot_id integer not null,
  bot_file_id text not null,
  name text not null,
  mime text not null,
  size_bytes integer not null check (size_bytes > 0),
  width integer not null check (width >= 0),
  height integer not null check (height >= 0),
  duration_s integer not null check (duration_s >= 0),
  is_whole integer not null default 0 check (is_whole in (0, 1)),
  created_at_ms integer not null,
  unique (owner_id, unique_id, kind)) strict;

create table file_parts (
  id integer primary key,
  file_id integer not null references files (id) on delete cascade,
  part integer not null check (part >= 0),
  bytes blob not null,
  unique (file_id, part)) strict;

create table account_files (
  account_id integer not null references accounts (id) on delete cascade,
  file_id integer not null references files (id) on delete cascade,
  reference text,
  failure text,
  saved_at_ms integer not null,
  seen_peer integer,
  seen_message_id integer,
  attempt_id integer,
  primary key (account_id, file_id)) strict, without rowid;
create index account_files_by_file on account_files (file_id);
`,
  down: `
drop table account_files;
drop table file_parts;
drop table files;
`,
}
