import type { Migration } from '../../../store/migrate.ts'

/**
 * Finds files of drafts that nobody finished. What was looked for among contents and found there is used for good, because a content is
 * never deleted, and is not looked for again.
 */
export const unusedFiles: Migration = {
  name: '0020-unused-files',
  up: `
alter table files add column is_used integer not null default 0 check (is_used in (0, 1));
create index files_unused on files (created_at_ms) where is_used = 0;
create index contents_with_files on contents (owner_id) where instr(body, '"fileId":') > 0;
`,
  down: `
drop index contents_with_files;
drop index files_unused;
alter table files drop column is_used;
`,
}
