import type { Migration } from '../migrate.ts'

/**
 * How many messages each account has sent in each quarter of an hour of the last days: a day begins at a quarter in every time zone. The
 * instant comes first, so that the rows of now share a few pages; an index of the attempts cost every settlement a page of its own.
 */
export const sentByQuarter: Migration = {
  name: '0012-sent-by-quarter',
  up: `
create table sent_by_quarter (
  quarter_at_ms integer not null,
  account_id integer not null,
  sent integer not null check (sent > 0),
  primary key (quarter_at_ms, account_id)) strict, without rowid;
`,
  down: `
drop table sent_by_quarter;
`,
}
