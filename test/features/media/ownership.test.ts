import { describe, expect, it } from 'vitest'
import { openLocalTestStore } from '../../support/store.ts'
import { keepFile } from './library.ts'

describe('a file of the library', () => {
  it('is gone for the accounts of anybody else', async () => {
    const { store, db } = openLocalTestStore({ accounts: 2 })
    db.exec(`insert into users (id, name, time_zone, role, state, created_at_ms) values (2, 'Other', 'UTC', 'user', 'active', 1);
      update accounts set owner_id = 2 where id = 2`)
    const { fileId } = await keepFile(store)

    const [own, other] = await Promise.all(
      [1, 2].map((accountId) => store.filesFor({ accountId, attemptId: 1, fileIds: [fileId], nowMs: 1 })),
    )

    expect(own).not.toMatchObject({ type: 'failed' })
    expect(other).toEqual({ type: 'failed', error: 'FILE_GONE' })
  })

  it('stays as it is once it is whole', async () => {
    const { store, db } = openLocalTestStore({ accounts: 1 })
    const { fileId } = await keepFile(store)
    const bytes = () => db.prepare('select part, bytes from file_parts order by part').all()
    const before = bytes()

    await store.addFilePart({ fileId, part: 0, bytes: Buffer.from('other') })
    await store.addFilePart({ fileId, part: 1_000_000_000, bytes: Buffer.from('more') })

    expect(bytes()).toEqual(before)
  })
})
