import type { Migration } from '../migrate.ts'

/** How often in a row Telegram limited an account, because each time lasts longer, and when the last limit ends. */
export const limitsInRow: Migration = {
  name: '0003-limits-in-row',
  up: `
alter table account_states add column limits_in_row integer not null default 0 check (limits_in_row >= 0);
alter table account_states add column limited_until_ms integer not null default 0;
`,
  down: `
alter table account_states drop column limited_until_ms;
alter table account_states drop column limits_in_row;
`,
}
