import type { Migration } from '../migrate.ts'

/**
 * Runs that change what stands instead of sending: taking back (`delete`) and giving another text (`edit`). Their attempts have an index
 * of their own, so that neither messages nor what a person asks to be read is found behind them.
 *
 * `standing_messages` is what a campaign that keeps only its latest message has in each of its places, in `chat` where that differs from
 * the place because the group was upgraded. `delete_id`: the attempt that takes an older one away.
 */
export const changes: Migration = {
  name: '0016-changes',
  up: `
alter table runs add column kind text not null default 'send' check (kind in ('send', 'delete', 'edit'));
alter table runs add column keep_latest text not null default 'off' check (keep_latest in ('off', 'delete', 'edit'));

drop index attempts_other_due;
create index attempts_other_due on attempts (account_id, rank, due_at_ms, id)
  where kind <> 'send' and kind <> 'delete' and kind <> 'edit' and state = 'pending' and is_held = 0;
create index attempts_changes_due on attempts (account_id, rank, due_at_ms, id)
  where kind in ('delete', 'edit') and state = 'pending' and is_held = 0;

create table standing_messages (
  campaign_id integer not null,
  peer integer not null,
  topic integer not null check (topic >= 0),
  account_id integer not null references accounts (id),
  chat integer not null,
  message_id integer not null check (message_id > 0),
  run_id integer not null,
  sent_at_ms integer not null,
  delete_id integer,
  asks integer not null default 0 check (asks >= 0),
  primary key (campaign_id, peer, topic, account_id, chat, message_id)) strict, without rowid;
`,
  down: `
drop table standing_messages;
drop index attempts_changes_due;
drop index attempts_other_due;
delete from attempts where kind in ('delete', 'edit');
delete from runs where kind in ('delete', 'edit');
create index attempts_other_due on attempts (account_id, rank, due_at_ms, id)
  where kind <> 'send' and state = 'pending' and is_held = 0;
alter table runs drop column keep_latest;
alter table runs drop column kind;
`,
}
