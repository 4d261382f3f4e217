import type { Migration } from '../../store/migrate.ts'

/**
 * Which message or press a change came from, and which one brought a person to where they are: the process may end before it is marked
 * as done, and is asked for the same one again.
 */
export const deeds: Migration = {
  name: '0014-deeds',
  up: `
alter table audit add column deed text;
create index audit_by_deed on audit (deed) where deed is not null;
alter table conversations add column deed text;
`,
  down: `
alter table conversations drop column deed;
drop index audit_by_deed;
alter table audit drop column deed;
`,
}
