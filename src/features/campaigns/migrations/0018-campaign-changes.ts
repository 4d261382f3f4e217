import type { Migration } from '../../../store/migrate.ts'

/**
 * What is changed of campaigns that stand. One that is archived is out of the lists and never runs; a group may have a text of its own;
 * texts that were replaced stay, because rounds have sent them.
 */
export const campaignChanges: Migration = {
  name: '0018-campaign-changes',
  up: `
alter table campaigns add column archived_at_ms integer
  check (archived_at_ms is null or state not in ('running', 'paused'));
alter table campaign_targets add column content_id integer;
create table past_texts (
  campaign_id integer not null references campaigns (id) on delete cascade,
  content_id integer not null references contents (id),
  until_ms integer not null,
  primary key (campaign_id, content_id)) strict, without rowid;
`,
  down: `
drop table past_texts;
alter table campaign_targets drop column content_id;
alter table campaigns drop column archived_at_ms;
`,
}
