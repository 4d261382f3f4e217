import type { Migration } from '../../../store/migrate.ts'

/**
 * What is sent, to whom and how often. A target's position is its place in the queue of its account: read by position and then
 * account, targets come in the order in which they will be sent, so attempts get their ids in that order.
 */
export const campaigns: Migration = {
  name: '0002-campaigns',
  up: `
create table campaigns (
  id integer primary key,
  uuid text not null unique,
  owner_id integer not null references users (id),
  name text not null,
  state text not null check (state in ('draft', 'running', 'paused', 'stopped', 'finished')),
  reason text,
  content_id integer references contents (id),
  every_ms integer check (every_ms > 0),
  misfire text not null check (misfire in ('skip', 'run-once', 'ask')),
  next_at_ms integer,
  started_at_ms integer,
  created_at_ms integer not null,
  check (next_at_ms is null or state in ('running', 'paused')),
  check (state <> 'running' or (content_id is not null and started_at_ms is not null))) strict;
create index campaigns_by_owner on campaigns (owner_id, id);
create index campaigns_due on campaigns (next_at_ms, id) where state = 'running' and next_at_ms is not null;

create table campaign_targets (
  campaign_id integer not null references campaigns (id) on delete cascade,
  position integer not null check (position >= 0),
  account_id integer not null references accounts (id) on delete cascade,
  peer integer not null,
  topic integer not null default 0 check (topic >= 0),
  primary key (campaign_id, position, account_id)) strict, without rowid;
create unique index campaign_targets_once on campaign_targets (campaign_id, peer, topic);
create index campaign_targets_by_account on campaign_targets (account_id, campaign_id);
`,
  down: `
drop table campaign_targets;
drop table campaigns;
`,
}
