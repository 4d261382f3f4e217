import type { Migration } from '../migrate.ts'

/** Finds of a message whether it was taken away because a later round has sent another one in its place. */
export const takenAway: Migration = {
  name: '0021-taken-away',
  up: `
create index attempts_taken_away on attempts (account_id, peer, message_id) where kind = 'delete' and run_id is null;
`,
  down: `
drop index attempts_taken_away;
`,
}
