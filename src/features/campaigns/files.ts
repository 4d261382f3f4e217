import { filePartBytes } from '../../delivery/media.ts'
import type { FileToMove, OutgoingFile, SentFiles } from '../../delivery/media.ts'
import type { Content } from '../../delivery/message.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { Peer } from '../../delivery/peer.ts'
import type { KnownFile } from '../../shard/files.ts'
import type { WorkContext } from '../../shard/work.ts'
import type { OutgoingMessage } from '../../telegram/contract.ts'

/** What a message has beside its text, ready to be sent; or what stands in the way. */
export type Cargo =
  | {
      readonly type: 'ready'
      readonly cargo: Pick<OutgoingMessage, 'files' | 'forward'>
      readonly files: readonly KnownFile[]
    }
  | { readonly type: 'not-ready'; readonly outcome: Outcome }

/**
 * A reference that is too old so soon after it was got is hardly made better by another one at once: for so long it counts as fresh.
 * Doubled with each refusal of the same message.
 */
const freshMs = 5_000
const freshMaxMs = 60_000

/** The library wakes what waits with this reason. */
const notReadyYet = 'FILE_NOT_READY'

/** The account lacks the channel of the post; the campaign's other accounts may be in it, so that its run goes on. */
const postUnseen: Outcome = { type: 'refused', error: 'FORWARD_SOURCE_UNKNOWN', what: 'content-kind' }

/** Gathers what the content names: the account's references to its files, or the way to the post that it passes on. */
export async function gatherCargo({ media = [], forward }: Content, context: WorkContext): Promise<Cargo> {
  const { attempt, store, clock, randomId } = context
  const { accountId, part } = attempt
  if (forward !== undefined) {
    const accessHash = await store.accessHash({ accountId, peer: forward.from })
    if (accessHash === undefined) return { type: 'not-ready', outcome: postUnseen }
    const to = { peer: forward.from, accessHash }
    const randomIds = forward.messageIds.map((_, index) => randomId(partOf(part, index)))
    return { type: 'ready', cargo: { forward: { from: { to, messageIds: forward.messageIds }, randomIds } }, files: [] }
  }
  if (media.length === 0) return { type: 'ready', cargo: {}, files: [] }
  const fileIds = media.map(({ fileId }) => fileId)
  const answer = await store.filesFor({ accountId, attemptId: attempt.id, fileIds, nowMs: clock.nowMs() })
  if (answer.type === 'moving') return { type: 'not-ready', outcome: notReady(answer.waitMs) }
  if (answer.type === 'failed') return answer.passes === true ? unmoved(answer.error) : stopped(answer.error)
  const outgoing = await Promise.all(answer.files.map((file, index) => outgoingFile(file, index, context)))
  return { type: 'ready', cargo: { files: outgoing }, files: answer.files }
}

/** What the library learns from a message that was sent, or that Telegram wanted fresh references for. @returns what becomes of it */
export async function learnFrom(
  outcome: Outcome,
  { files, peer }: { readonly files: readonly KnownFile[]; readonly peer: Peer },
  { attempt, store, clock, refreshes }: WorkContext,
): Promise<Outcome> {
  const { accountId } = attempt
  if (files.length === 0) return outcome
  const fileIds = files.map(({ fileId }) => fileId)
  if (outcome.type === 'sent') {
    const { messageIds, references = [] } = sentFilesIn(outcome.result)
    const isNew = files.some(({ isSeen }) => !isSeen)
    if (isNew) await store.noteSeen({ accountId, fileIds, peer, messageIds })
    for (const [index, { fileId, reference }] of files.entries()) {
      const learned = references[index]
      if (reference !== null || learned === undefined) continue
      await store.saveReference({ accountId, fileId, reference: learned, nowMs: clock.nowMs() })
    }
    return outcome
  }
  if (outcome.type !== 'stale' || outcome.what !== 'file-reference') return outcome
  const nowMs = clock.nowMs()
  await store.dropReferences({ accountId, fileIds, isSeenToo: refreshes > 0 })
  const moveAtMs = notFreshAtMs(files, refreshes, nowMs)
  const answer = await store.filesFor({ accountId, attemptId: attempt.id, fileIds, nowMs, moveAtMs })
  return answer.type === 'moving' ? { ...outcome, awaits: { reason: notReadyYet, waitMs: answer.waitMs } } : outcome
}

/** Until then the others wait too, and Telegram is not asked in vain. An instant from before a clock was set back counts as now. */
function notFreshAtMs(files: readonly KnownFile[], refreshes: number, nowMs: number): number {
  const savedAtMs = Math.min(nowMs, Math.max(...files.map((file) => file.savedAtMs)))
  return Math.max(nowMs, savedAtMs + Math.min(freshMaxMs, freshMs * 2 ** refreshes))
}

async function outgoingFile(known: KnownFile, index: number, context: WorkContext): Promise<OutgoingFile> {
  const { attempt, randomId } = context
  const { kind, reference } = known
  const file = { kind, reference, randomId: randomId(partOf(attempt.part, index)) }
  if (reference !== null) return file
  const moved = await bytesOf(known, context)
  return moved === undefined ? file : { ...file, file: moved }
}

async function bytesOf(
  { fileId }: KnownFile,
  { attempt, store, randomId }: WorkContext,
): Promise<FileToMove | undefined> {
  const found = await store.fileToMove({ accountId: attempt.accountId, fileId })
  if (found === undefined) return undefined
  const { reference: _, seenPeer: __, seenMessageId: ___, ...file } = found
  return {
    ...file,
    uploadId: randomId(0),
    async part(index) {
      const bytes = await store.filePart({ fileId, part: index })
      if (bytes === undefined) throw new Error(`file ${fileId} ends before ${index * filePartBytes} bytes`)
      return bytes
    },
  }
}

/** The first one has the number that a text has; a message has fewer than so many parts. */
function partOf(part: number, index: number): number {
  return part + index * 1000
}

function notReady(waitMs: number): Outcome {
  return { type: 'notReady', error: notReadyYet, waitMs }
}

/** Only this account's, and only now: the run goes on with others, and the next one tries again. */
function unmoved(error: string): Cargo {
  return { type: 'not-ready', outcome: { type: 'refused', error, what: 'content-kind' } }
}

function stopped(error: string): Cargo {
  return { type: 'not-ready', outcome: { type: 'contentRefused', error } }
}

function sentFilesIn(result: string | null): SentFiles {
  return result === null ? { messageIds: [] } : (JSON.parse(result) as SentFiles)
}
