import type { FileToMove } from '../../delivery/media.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { LibraryFile } from '../../shard/files.ts'
import type { Work, WorkContext } from '../../shard/work.ts'
import { uploadKind } from './kinds.ts'

interface FileToGive {
  readonly fileId: number
}

/**
 * Gives an account the reference by which it sends a file: from a message in which it has sent it before, or by uploading it. In the lane
 * of what moves files, beside the account's messages, so that none of them waits for it. A kill leaves a row that does it again.
 */
export const uploadWork: Work<FileToGive> = {
  kind: uploadKind,
  lane: 'transfer',
  parse({ payload }) {
    const { fileId } = JSON.parse(payload ?? '') as Partial<FileToGive>
    if (fileId === undefined) throw new Error('an upload without a file')
    return { fileId }
  },
  async execute({ fileId }, context) {
    const { attempt, store, link, signal, clock } = context
    const { accountId } = attempt
    const file = await store.fileToMove({ accountId, fileId })
    if (file === undefined) return { type: 'refused', error: 'FILE_GONE', what: 'request' }
    const found = file.reference ?? (await findAgain(file, context))
    if (found !== undefined && typeof found !== 'string') return found
    const uploaded = found ?? (await link.upload(movable(fileId, file, context), signal))
    if (typeof uploaded !== 'string' && uploaded.type !== 'answer') {
      const isFinal = uploaded.type === 'refused' || uploaded.type === 'contentRefused'
      const { error } = uploaded
      if (isFinal) await store.saveFailure({ accountId, fileId, error, nowMs: clock.nowMs() })
      return uploaded
    }
    const reference = typeof uploaded === 'string' ? uploaded : uploaded.value
    await store.saveReference({ accountId, fileId, reference, nowMs: clock.nowMs() })
    return { type: 'sent', messageId: null, result: null }
  },
}

/** @returns undefined when it has to be uploaded; an outcome when Telegram asks to wait, or was not reached */
async function findAgain(file: LibraryFile, context: WorkContext): Promise<string | Outcome | undefined> {
  const { attempt, store, link, signal } = context
  const { seenPeer: peer, seenMessageId: messageId } = file
  if (peer === null || messageId === null) return undefined
  const accessHash = await store.accessHash({ accountId: attempt.accountId, peer })
  const to = { peer, accessHash: accessHash ?? null }
  const answer = await link.findFiles({ to, messageIds: [messageId] }, signal)
  if (answer.type === 'answer') return answer.value.get(messageId)
  // The account may have left that chat: then there are still the bytes.
  return answer.type === 'refused' || answer.type === 'stale' ? undefined : answer
}

function movable(fileId: number, file: LibraryFile, { store, randomId }: WorkContext): FileToMove {
  const { kind, name, mime, sizeBytes, width, height, durationS } = file
  return {
    uploadId: randomId(0),
    kind,
    name,
    mime,
    sizeBytes,
    width,
    height,
    durationS,
    async part(index) {
      const bytes = await store.filePart({ fileId, part: index })
      if (bytes === undefined) throw new Error(`file ${fileId} has no part ${index}`)
      return bytes
    },
  }
}
