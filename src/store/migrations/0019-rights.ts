import type { Migration } from '../migrate.ts'

/**
 * What decides before the first message whether it will be taken. `forbidden`: the kinds that an account may not send in a group which it
 * may write in otherwise, as JSON (src/delivery/forbidden.ts); null: none, or not read yet. `is_premium`: captions may be longer; null: not
 * known yet.
 */
export const rights: Migration = {
  name: '0019-rights',
  up: `
alter table peers add column forbidden text;
alter table accounts add column is_premium integer check (is_premium in (0, 1));
`,
  down: `
alter table accounts drop column is_premium;
alter table peers drop column forbidden;
`,
}
