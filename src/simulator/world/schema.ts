/** Tables of the world. Things that are few live in memory and are written through as JSON; messages and events live here only. */
export const worldSchema = `
create table if not exists meta (key text primary key, value text not null) strict, without rowid;
create table if not exists users (id integer primary key, body text not null) strict;
create table if not exists chats (peer integer primary key, body text not null) strict;
create table if not exists members (
  chat integer not null, user_id integer not null, body text not null, primary key (chat, user_id)) strict, without rowid;
create table if not exists topics (
  chat integer not null, id integer not null, body text not null, primary key (chat, id)) strict, without rowid;
create table if not exists dialogs (
  owner integer not null, peer integer not null, body text not null, primary key (owner, peer)) strict, without rowid;
create table if not exists messages (
  box integer not null, id integer not null, conversation text not null, from_id integer not null, at_ms integer not null,
  topic_id integer, is_deleted integer not null default 0 check (is_deleted in (0, 1)), body text not null,
  primary key (box, id)) strict, without rowid;
create index if not exists messages_by_conversation on messages (conversation, id) where is_deleted = 0;
create index if not exists messages_by_topic on messages (conversation, topic_id, id) where is_deleted = 0 and topic_id is not null;
create table if not exists sent_ids (
  account integer not null, peer integer not null, random_id text not null, box integer not null, message_id integer not null,
  primary key (account, peer, random_id)) strict, without rowid;
create index if not exists sent_ids_by_message on sent_ids (box, message_id);
create table if not exists events (
  owner integer not null, pts integer not null, kind text not null check (kind in ('message', 'edited', 'deleted')),
  box integer not null, message_id integer not null, primary key (owner, pts)) strict, without rowid;
create table if not exists files (id integer primary key, body text not null) strict;
`

/** Raised when the stored shape changes, or what its ids mean; an older data folder is then refused with a clear line instead of being misread. */
export const worldSchemaVersion = '3'
