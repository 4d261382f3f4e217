import type { Migration } from '../../../store/migrate.ts'

/**
 * What binds a campaign beside its interval, as JSON because nothing is ever looked for in it, and how many of its rounds have begun.
 *
 * A run's `look_at_ms` is when quiet hours or the plan's end come: from then on nothing of it is claimed until the scheduler has looked.
 */
export const when: Migration = {
  name: '0015-when',
  up: `
alter table campaigns add column timetable text;
alter table campaigns add column rounds_done integer not null default 0 check (rounds_done >= 0);
update campaigns set rounds_done = (
  select count(*) from runs r where r.campaign_uuid = campaigns.uuid and r.planned_at_ms >= campaigns.started_at_ms)
where started_at_ms is not null;
alter table runs add column look_at_ms integer;
create index runs_to_look on runs (look_at_ms) where look_at_ms is not null
  and (state in ('planning', 'running') or (state = 'paused' and reason = 'quiet-hours'));
`,
  down: `
drop index runs_to_look;
alter table runs drop column look_at_ms;
alter table campaigns drop column rounds_done;
alter table campaigns drop column timetable;
`,
}
