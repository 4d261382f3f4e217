import { describe, expect, it } from 'vitest'
import { filePartBytes } from '../../../src/delivery/media.ts'
import type { MediaItem } from '../../../src/delivery/media.ts'
import { encodeContent } from '../../../src/delivery/message.ts'
import { migrations } from '../../../src/features/store.ts'
import { migrateDown, migrateUp } from '../../../src/store/migrate.ts'
import { openLocalTestStore } from '../../support/store.ts'
import { keepFile } from './library.ts'

/** Files are given at 1. */
const later = 10

function setup() {
  const { store, db } = openLocalTestStore()
  const files = () => db.prepare<[], number>('select id from files order by id').pluck().all()
  const say = (media: readonly MediaItem[]) =>
    store.createCampaign({
      uuid: `c${media[0]?.fileId ?? 0}`,
      ownerId: 1,
      name: null,
      content: { text: '', entities: [], media },
      everyMs: null,
      targets: [],
      limits: { intervalMinMs: 1 },
      nowMs: 1,
    })
  const draft = (media: readonly MediaItem[]) => {
    const composed = { body: encodeContent({ text: '', entities: [], media }) }
    db.prepare(
      `insert into conversations (user_id, screen, draft, version, updated_at_ms) values (1, 'x', ?, 1, 1)
      on conflict (user_id) do update set draft = excluded.draft`,
    ).run(JSON.stringify({ way: JSON.stringify({ composed }) }))
  }
  return { store, db, files, say, draft }
}

describe('files that nobody uses', () => {
  it('are deleted after their time, but for those of a campaign or a draft', async () => {
    const { store, files, say, draft } = setup()
    const [said, drafted, left] = [await keepFile(store), await keepFile(store), await keepFile(store)]
    await say([said])
    draft([drafted])

    expect(await store.pruneFiles(1, 100)).toBe(0)
    // One in use, and the part and the row of the other.
    expect(await store.pruneFiles(later, 100)).toBe(3)
    expect(await store.pruneFiles(later, 100)).toBe(0)

    expect(files()).toEqual([said.fileId, drafted.fileId])
    expect(left.fileId).toBeGreaterThan(drafted.fileId)
    draft([])
    await store.pruneFiles(later, 100)
    expect(files()).toEqual([said.fileId])
  })

  it('go part by part, and are no file any more from the first one on', async () => {
    const { store, db, files } = setup()
    const film = await keepFile(store, { kind: 'video', data: Buffer.alloc(4 * filePartBytes + 1) })
    const parts = () => db.prepare('select count(*) from file_parts').pluck().get()

    expect(await store.pruneFiles(later, 3)).toBe(3)

    expect([parts(), files()]).toEqual([2, [film.fileId]])
    const ask = { accountId: 1, attemptId: 1, fileIds: [film.fileId], nowMs: 1 }
    expect(await store.filesFor(ask)).toEqual({ type: 'failed', error: 'FILE_GONE' })
    expect(await store.pruneFiles(later, 3)).toBe(3)
    expect([parts(), files()]).toEqual([0, []])
    expect(await store.pruneFiles(later, 3)).toBe(0)
  })

  it('are young again when somebody gives them once more', async () => {
    const { store, db, files } = setup()
    const { fileId } = await keepFile(store)
    const known = db.prepare<[], { uniqueId: string }>('select unique_id as uniqueId from files').get()
    const names = { botId: 1, botFileId: 'x', name: 'x', mime: 'x', width: 0, height: 0, durationS: 0, sizeBytes: 1 }

    const again = { ...names, ownerId: 1, kind: 'photo', uniqueId: known?.uniqueId ?? '', nowMs: later } as const
    expect(await store.addFile(again)).toEqual({ id: fileId, isWhole: true })

    expect(await store.pruneFiles(later, 100)).toBe(0)
    expect(files()).toEqual([fileId])
  })

  it('are found in a library from before', async () => {
    const { store, db, files, say } = setup()
    const [said, left] = [await keepFile(store), await keepFile(store)]
    await say([said])
    const before = migrations.findIndex(({ name }) => name.startsWith('0020-'))
    expect(migrateDown(db, migrations, migrations.length - before)).toContain(migrations[before]?.name)
    migrateUp(db, migrations, 1)

    expect(left.fileId).toBeGreaterThan(0)
    await store.pruneFiles(later, 100)
    expect(files()).toEqual([said.fileId])
  })
})
