import type { Migration } from '../../../store/migrate.ts'

/**
 * Sign-ins that are going on: one of each person, and those that are over but may have left a session at Telegram. What could be used
 * by somebody else (phone, session, code, hint) is sealed; what stands in clear says only how far it is.
 */
export const logins: Migration = {
  name: '0006-logins',
  up: `
create table logins (
  id integer primary key,
  user_id integer not null references users (id) on delete cascade,
  step text not null
    check (step in ('asking', 'code', 'void', 'checking', 'password', 'proving', 'signed-in', 'ending')),
  secrets text not null,
  device text not null,
  way text,
  code_length integer,
  resend_at_ms integer not null default 0,
  tries integer not null default 0,
  expires_at_ms integer not null) strict;
create unique index logins_of_user on logins (user_id) where step <> 'ending';
create index logins_by_expiry on logins (expires_at_ms);
`,
  down: `
drop table logins;
`,
}
