import type { Database } from '../../../base/sqlite.ts'

/** Where, among the rounds after this one, those begin that may have taken its messages over. Null: there are none. */
export interface LaterRounds {
  readonly campaignId: number
  /** That edit what stands. */
  readonly editedFrom: number | null
}

/** A round may end before it comes to a place. After so many of them it is no more the same message. */
const roundsOn = 100

/**
 * The round whose text the message of attempt `a` has, later than `@runId` where a later one has edited it in place. What stands
 * knows it at once; a campaign that keeps its older messages again has forgotten that, and its attempts are looked through.
 */
export const holderSql = `coalesce(
  (select max(s.run_id) from standing_messages s
    where s.campaign_id = @campaignId and s.peer = a.peer and s.topic = a.topic and s.account_id = a.account_id
      and s.chat = coalesce(a.result ->> 'chat', a.peer) and s.message_id = a.message_id),
  (select max(l.run_id) from (
      select id from runs where campaign_id = @campaignId and id >= @editedFrom order by id limit ${roundsOn}) recent
    cross join attempts l on l.run_id = recent.id and l.peer = a.peer and l.topic = a.topic and l.part = a.part
    where l.kind = 'send' and l.state = 'sent' and l.account_id = a.account_id and l.message_id = a.message_id),
  @runId)`

/** Looks once for what `holderSql` wants to be given. */
export function prepareLaterRounds(db: Database) {
  const edited = db.prepare<[{ campaignId: number; runId: number }], { editedFrom: number | null }>(`
    select min(id) as editedFrom from runs where campaign_id = @campaignId and id > @runId and keep_latest = 'edit'`)
  return (of: { readonly campaignId: number; readonly runId: number }): LaterRounds => ({
    campaignId: of.campaignId,
    editedFrom: edited.get(of)?.editedFrom ?? null,
  })
}
