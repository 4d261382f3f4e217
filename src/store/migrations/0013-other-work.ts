import type { Migration } from '../migrate.ts'

/** An account's due work that sends nothing, apart from its messages: there may be a hundred thousand of those in front of it. */
export const otherWork: Migration = {
  name: '0013-other-work',
  up: `
create index attempts_other_due on attempts (account_id, rank, due_at_ms, id)
  where kind <> 'send' and state = 'pending' and is_held = 0;
`,
  down: `
drop index attempts_other_due;
`,
}
