import type { Database } from '../../base/sqlite.ts'
import type { MediaKind, ShownFile } from '../../delivery/media.ts'
import type { FilesAsk, KnownFile, LibraryFile } from '../../shard/files.ts'
import type { Spine } from '../../store/store.ts'
import { uploadKind } from './kinds.ts'
import type { MediaVerbs } from './verbs.ts'

/** While a file is moved, what needs it steps aside for so long, unless it arrives before. */
const movingMs = 30_000

/** The reason of a message that waits for its files. */
const notReady = 'FILE_NOT_READY'

/** What was paused while it was tried in vain, and waits still, is given another try after so long. */
const givenUpMs = 600_000

/** The reason of a message whose file did not get to the account, however often it was tried. */
const uploadFailed = 'UPLOAD_FAILED'

interface FileRow {
  readonly fileId: number
  readonly kind: MediaKind
  readonly isWhole: 0 | 1
  readonly ownerId: number
  readonly partition: number
  readonly isBot: 0 | 1
  /** Of the bot that was given it, when this account is that bot. */
  readonly ownFileId: string | null
  readonly reference: string | null
  readonly savedAtMs: number | null
  readonly seenMessageId: number | null
  /** What Telegram has against it; empty once that was said. */
  readonly failure: string | null
  /** Of the work that moves it. */
  readonly state: string | null
  readonly settledAtMs: number | null
}

/** The library on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openMedia(db: Database, spine: Spine): MediaVerbs {
  const sql = {
    find: db.prepare<[number, string, MediaKind], { id: number; isWhole: 0 | 1 }>(
      'select id, is_whole as isWhole from files where owner_id = ? and unique_id = ? and kind = ?',
    ),
    add: db.prepare(`
      insert into files (id, owner_id, unique_id, kind, bot_id, bot_file_id, name, mime, size_bytes, width, height, duration_s,
        created_at_ms)
      values (@id, @ownerId, @uniqueId, @kind, @botId, @botFileId, @name, @mime, @sizeBytes, @width, @height, @durationS, @nowMs)`),
    addPart: db.prepare(`
      insert into file_parts (file_id, part, bytes)
      select id, @part, @bytes from files where id = @fileId and is_whole = 0
      on conflict (file_id, part) do update set bytes = excluded.bytes`),
    // Its draft, or what is made of it, stands in a moment: until then it is not to be taken for one that was left.
    give: db.prepare('update files set created_at_ms = ? where id = ?'),
    left: db.prepare<[number], { id: number; ownerId: number }>(`
      select f.id, f.owner_id as ownerId from files f
      where f.is_used = 0 and f.created_at_ms < ? and not exists (
        select 1 from conversations c where c.user_id = f.owner_id and ${names(`replace(c.draft, '\\', '')`)})
      order by f.created_at_ms limit 1`),
    inContent: db.prepare<[{ id: number; ownerId: number }], object>(`
      select 1 from contents c join files f on f.id = @id
      where c.owner_id = @ownerId and instr(c.body, '"fileId":') > 0 and ${names('c.body')} limit 1`),
    use: db.prepare('update files set is_used = 1 where id = ?'),
    // Half of a file is none: whoever gives it again gives all of it.
    halve: db.prepare('update files set is_whole = 0 where id = ?'),
    dropParts: db.prepare('delete from file_parts where id in (select id from file_parts where file_id = ? limit ?)'),
    dropFile: db.prepare('delete from files where id = ?'),
    end: db.prepare('update files set is_whole = 1 where id = ?'),
    part: db.prepare<[number, number], { bytes: Buffer }>(
      'select bytes from file_parts where file_id = ? and part = ?',
    ),
    shown: db.prepare<[{ id: number; ownerId: number | null }], ShownFile>(`
      select id, kind, bot_file_id as botFileId, name from files
      where id = @id and (owner_id = @ownerId or @ownerId is null)`),
    ofAccount: db.prepare<[{ accountId: number; fileId: number }], FileRow>(`
      select f.id as fileId, f.kind, f.is_whole as isWhole, a.owner_id as ownerId, a.partition, a.kind = 'bot' as isBot,
        case when a.kind = 'bot' and a.telegram_id = f.bot_id then f.bot_file_id end as ownFileId,
        h.reference, h.saved_at_ms as savedAtMs, h.seen_message_id as seenMessageId, h.failure, w.state, w.settled_at_ms as settledAtMs
      from files f join accounts a on a.id = @accountId
      left join account_files h on h.account_id = a.id and h.file_id = f.id
      left join attempts w on w.id = h.attempt_id
      where f.id = @fileId and f.owner_id = a.owner_id`),
    toMove: db.prepare<[{ accountId: number; fileId: number }], LibraryFile>(`
      select f.kind, f.name, f.mime, f.size_bytes as sizeBytes, f.width, f.height, f.duration_s as durationS, h.reference,
        h.seen_peer as seenPeer, h.seen_message_id as seenMessageId
      from files f left join account_files h on h.account_id = @accountId and h.file_id = f.id
      where f.id = @fileId and f.is_whole = 1`),
    moving: db.prepare(`
      insert into account_files (account_id, file_id, saved_at_ms, attempt_id) values (@accountId, @fileId, @nowMs, @attemptId)
      on conflict (account_id, file_id) do update set attempt_id = excluded.attempt_id, failure = null`),
    save: db.prepare(`
      insert into account_files (account_id, file_id, reference, saved_at_ms) values (@accountId, @fileId, @reference, @nowMs)
      on conflict (account_id, file_id) do update
      set reference = excluded.reference, saved_at_ms = excluded.saved_at_ms, failure = null`),
    fail: db.prepare('update account_files set failure = ? where account_id = ? and file_id = ?'),
    drop: db.prepare('update account_files set reference = null where account_id = ? and file_id = ?'),
    unsee: db.prepare(`
      update account_files set seen_peer = null, seen_message_id = null where account_id = ? and file_id = ?`),
    reason: db.prepare<[number], { reason: string | null }>('select reason from attempts where id = ?'),
    // Whatever waits for this file, so that nothing of it asks for another upload at once.
    giveUp: db.prepare(`
      update attempts set due_at_ms = @nowMs, reason = '${uploadFailed}'
      where account_id = @accountId and state = 'pending' and is_held = 0 and kind = 'send' and reason = '${notReady}'
        and exists (
          select 1 from contents c join files f on f.id = @fileId where c.id = attempts.content_id and ${names('c.body')})`),
    seen: db.prepare(`
      update account_files set seen_peer = ?, seen_message_id = ? where account_id = ? and file_id = ?`),
    // Of the same account and content, what is due before the file can be there.
    aside: db.prepare(`
      update attempts set due_at_ms = @untilMs, reason = '${notReady}'
      where account_id = @accountId and state = 'pending' and is_held = 0 and kind = 'send' and due_at_ms < @untilMs
        and reason is not '${uploadFailed}'
        and content_id = (select content_id from attempts where id = @attemptId)`),
    wake: db.prepare(`
      update attempts set due_at_ms = @nowMs
      where account_id = @accountId and state = 'pending' and is_held = 0 and kind = 'send' and reason = '${notReady}'`),
    // A bot needs none, so it knows every chat.
    hash: db.prepare<[{ accountId: number; peer: number }], { hash: string | null }>(`
      select p.access_hash as hash from accounts a left join peers p on p.account_id = a.id and p.peer = @peer
      where a.id = @accountId and (p.peer is not null or a.kind = 'bot')`),
  }

  const move = ({ fileId, ownerId, partition }: FileRow, { accountId, nowMs, moveAtMs }: FilesAsk): void => {
    const dueAtMs = moveAtMs ?? nowMs
    const work = { kind: uploadKind, accountId, ownerId, partition, peer: null, dueAtMs, rank: 1 } as const
    const idempotencyKey = `upload ${spine.ids.take(1)}`
    const attemptId = spine.attempts.request({ ...work, payload: JSON.stringify({ fileId }), idempotencyKey })
    sql.moving.run({ accountId, fileId, nowMs, attemptId })
  }

  return {
    addFile(file) {
      const known = sql.find.get(file.ownerId, file.uniqueId, file.kind)
      if (known !== undefined) {
        sql.give.run(file.nowMs, known.id)
        return { id: known.id, isWhole: known.isWhole === 1 }
      }
      const id = spine.ids.take(1)
      sql.add.run({ id, ...file })
      return { id, isWhole: false }
    },
    addFilePart: (given) => void sql.addPart.run(given),
    endFile: (id) => void sql.end.run(id),
    filesToShow: ({ ids, ownerId }) => ids.flatMap((id) => sql.shown.get({ id, ownerId }) ?? []),

    filesFor(ask) {
      const { accountId, fileIds, nowMs, moveAtMs = nowMs } = ask
      const said = sql.reason.get(ask.attemptId)?.reason
      if (said === uploadFailed) return { type: 'failed', error: uploadFailed, passes: true }
      const rows = fileIds.map((fileId) => sql.ofAccount.get({ accountId, fileId }))
      const files: KnownFile[] = []
      let isMoving = false
      for (const row of rows) {
        if (row === undefined || row.isWhole === 0) return { type: 'failed', error: 'FILE_GONE' }
        const reference = row.ownFileId ?? row.reference
        if (reference === null && row.isBot === 0) {
          const { state, failure } = row
          if (failure !== null && failure !== '') {
            // Said once: whoever starts again is given another try.
            sql.fail.run('', accountId, row.fileId)
            return { type: 'failed', error: failure }
          }
          if (said === notReady && isGivenUp(row, nowMs)) {
            sql.giveUp.run({ accountId, fileId: row.fileId, nowMs })
            return { type: 'failed', error: uploadFailed, passes: true }
          }
          isMoving = true
          if (state === 'pending' || state === 'in-flight') continue
          move(row, ask)
        }
        const { fileId, kind, savedAtMs } = row
        files.push({ fileId, kind, reference, savedAtMs: savedAtMs ?? 0, isSeen: row.seenMessageId !== null })
      }
      if (!isMoving) return { type: 'ready', files }
      const waitMs = moveAtMs - nowMs + movingMs
      sql.aside.run({ accountId, attemptId: ask.attemptId, untilMs: nowMs + waitMs })
      return { type: 'moving', waitMs }
    },

    pruneFiles(beforeMs, limit) {
      let left = limit
      while (left > 0) {
        const file = sql.left.get(beforeMs)
        if (file === undefined) break
        if (sql.inContent.get(file) !== undefined) {
          sql.use.run(file.id)
          left -= 1
          continue
        }
        sql.halve.run(file.id)
        left -= sql.dropParts.run(file.id, left).changes
        if (left === 0) break
        sql.dropFile.run(file.id)
        left -= 1
      }
      return limit - left
    },

    fileToMove: (of) => sql.toMove.get(of),
    filePart: ({ fileId, part }) => sql.part.get(fileId, part)?.bytes,
    saveReference(saved) {
      sql.save.run(saved)
      sql.wake.run({ accountId: saved.accountId, nowMs: saved.nowMs })
    },
    saveFailure({ accountId, fileId, error, nowMs }) {
      sql.fail.run(error, accountId, fileId)
      sql.wake.run({ accountId, nowMs })
    },
    dropReferences({ accountId, fileIds, isSeenToo }) {
      for (const fileId of fileIds) {
        sql.drop.run(accountId, fileId)
        if (isSeenToo) sql.unsee.run(accountId, fileId)
      }
    },
    noteSeen({ accountId, fileIds, peer, messageIds }) {
      for (const [index, fileId] of fileIds.entries()) {
        const messageId = messageIds[index]
        if (messageId !== undefined) sql.seen.run(peer, messageId, accountId, fileId)
      }
    },
    accessHash(of) {
      const row = sql.hash.get(of)
      return row === undefined ? undefined : row.hash
    },
  }
}

/** The work that moves it used up its tries, and Telegram has nothing against the file itself. */
function isGivenUp({ state, failure, settledAtMs }: FileRow, nowMs: number): boolean {
  const isOver = state === 'failed-terminal' || state === 'uncertain'
  return isOver && failure === null && nowMs - (settledAtMs ?? 0) < givenUpMs
}

/** Whether that JSON names the file `f`, as an item of `media` does; 12 is not in 123. */
function names(body: string): string {
  const key = `'"fileId":' || f.id`
  return `(instr(${body}, ${key} || '}') > 0 or instr(${body}, ${key} || ',') > 0)`
}
