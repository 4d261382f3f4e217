import type { Database } from '../../../base/sqlite.ts'
import { captionMax, problemOf } from '../../../delivery/message.ts'
import type { Target } from '../../../scheduler/plan.ts'
import { changePayload, chatIn, messageIdsIn } from '../../../store/standing.ts'
import type { Spine } from '../../../store/store.ts'
import { changeableMs, prepareUndos } from './rows.ts'
import type { Changeable } from './rows.ts'
import { prepareLaterRounds } from './taken-over.ts'
import { countOf } from './verbs.ts'
import type { NewUndo, OfRound, Replaced, UndoAnswer, UndoOutlook, UndoProblem, UndoVerbs, UndoWhat } from './verbs.ts'

/** The verbs of undos on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openUndos(db: Database, { ids, runs, contents }: Pick<Spine, 'ids' | 'runs' | 'contents'>): UndoVerbs {
  const sql = prepareUndos(db)
  const laterRounds = prepareLaterRounds(db)

  const outlook = (of: OfRound, what: UndoWhat, nowMs: number): UndoOutlook | undefined => {
    const run = sql.campaignOf.get(of) === undefined ? undefined : runs.get(of.runId)
    if (run === undefined) return undefined
    const later = laterRounds({ campaignId: run.campaignId, runId: run.id })
    const asked = { runId: run.id, what, oldestMs: nowMs - changeableMs, ...later }
    // A round of the last two days has nothing that is too old: it need not be looked through.
    const tooOld = run.createdAtMs > asked.oldestMs ? 0 : (sql.tooOld.get(asked)?.count ?? 0)
    const hasUndos = sql.ofRound.all(of).some((undo) => undo.what === 'delete' && undo.done > 0)
    const gone = hasUndos ? (sql.gone.get(asked)?.count ?? 0) : 0
    const replaced = later.keptFrom === null ? [] : byRound(sql.replaced.all(asked))
    const left = run.sent - tooOld - gone - countOf(replaced)
    const figures = { run, tooOld, gone, replaced, count: Math.max(0, left) }
    return { ...figures, problem: problemIn(figures, of, what) ?? null }
  }

  const problemIn = (figures: Omit<UndoOutlook, 'problem'>, of: OfRound, what: UndoWhat): UndoProblem | undefined => {
    const { run, count, tooOld, replaced } = figures
    if (run.state === 'planning' || run.state === 'running') return { type: 'is-running', campaignId: run.campaignId }
    const open = sql.ofRound.all(of).find(({ state }) => state === 'planning' || state === 'running')
    if (open !== undefined) return { type: 'under-way', undoId: open.id }
    if (what === 'edit' && contents.get(run.contentId)?.forward !== undefined) return { type: 'forwarded' }
    if (count > 0) return undefined
    if (tooOld > 0) return { type: 'too-old', count: tooOld }
    return replaced.length > 0 ? { type: 'replaced', replaced } : { type: 'nothing-sent' }
  }

  const begin = (args: NewUndo, found: UndoOutlook, ownerId: number): UndoAnswer => {
    const { uuid, runId, what, content, nowMs } = args
    const { campaignId, contentId } = found.run
    const id = ids.take(1, 'campaigns')
    sql.add.run(id, uuid, runId, campaignId, ownerId, what, nowMs)
    const said = content === null ? contentId : contents.add(ownerId, content, nowMs)
    runs.open({ campaignId: id, campaignUuid: uuid, ownerId, contentId: said, plannedAtMs: nowMs, kind: what }, nowMs)
    return answer(id)
  }
  const answer = (id: number): UndoAnswer => {
    const undo = sql.one.get({ id, ownerId: null })
    return undo === undefined ? { problem: { type: 'not-found' } } : { undo }
  }

  return {
    undoOutlook: ({ what, nowMs, ...of }) => outlook(of, what, nowMs),

    undoRound(args) {
      const { runId, ownerId, uuid, what, content, nowMs } = args
      const of = { runId, ownerId }
      const campaign = sql.campaignOf.get(of)
      const found = outlook(of, what, nowMs)
      if (campaign === undefined || found === undefined) return { problem: { type: 'not-found' } }
      const existing = sql.byUuid.get(uuid)
      if (existing?.ownerId === campaign.ownerId) return answer(existing.id)
      if (what === 'edit' && content === null) return { problem: { type: 'no-text' } }
      // Below files it is their caption, which is shorter: as short as an account may have it that is not Premium.
      const { media } = contents.get(found.run.contentId) ?? {}
      const inText =
        content === null ? undefined : problemOf(media === undefined ? content : { ...content, media }, captionMax)
      if (inText !== undefined) return { problem: { type: 'text', problem: inText } }
      const { problem } = found
      return problem === null ? begin(args, found, campaign.ownerId) : { problem }
    },

    stopUndo(of) {
      const undo = sql.one.get(of)
      if (undo === undefined) return false
      return runs.unfinished(undo.id).some((run) => runs.stop(run.id, 'asked'))
    },

    undo: (of) => sql.one.get(of),
    undosOf: (of) => sql.ofRound.all(of),

    planningUndos: (limit) => sql.planning.all(limit),

    undoTargets({ id, after, limit }): Target[] {
      const undo = sql.plannedFrom.get(id)
      if (undo === undefined) return []
      const { runId, campaignId, what, createdAtMs } = undo
      const { peer, topic, index: lastIndex } = after ?? { peer: Number.MIN_SAFE_INTEGER, topic: 0, index: -1 }
      const later = laterRounds({ campaignId, runId })
      const asked = { runId, what, oldestMs: createdAtMs - changeableMs, peer, topic, limit, ...later }
      const senders = Math.max(1, sql.senders.get(campaignId)?.count ?? 1)
      return sql.changeable.all(asked).map((row, place) => targetOf(row, what, lastIndex + 1 + place, senders))
    },
  }
}

/** @returns the oldest round first */
function byRound(messages: readonly { readonly runId: number; readonly isGone: 0 | 1 }[]): Replaced[] {
  const found = new Map<string, Replaced>()
  for (const { runId, isGone } of messages) {
    const key = `${runId} ${isGone}`
    found.set(key, { runId, isGone: isGone === 1, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return [...found.values()].toSorted((a, b) => a.runId - b.runId)
}

/**
 * An album is one message: it goes as a whole, and its text is the caption of its first part. Its turn is reckoned as if all accounts
 * had sent as much; the pace of each holds in any case.
 */
function targetOf(message: Changeable, what: UndoWhat, index: number, senders: number): Target {
  const { messageId, result, ...row } = message
  const chat = chatIn(result) ?? row.peer
  const parts = what === 'delete' ? messageIdsIn(message).filter((id) => id !== messageId) : []
  return {
    ...row,
    messageId,
    payload: changePayload({ chat, peer: row.peer, parts }),
    position: Math.floor(index / senders),
    positions: index + 1,
  }
}
