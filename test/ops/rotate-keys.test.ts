import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { keyIdOf, openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { openChat, sealChat } from '../../src/features/groups/sealed-chat.ts'
import type { SealedChat } from '../../src/features/groups/sealed-chat.ts'
import { rotateKeys } from '../../src/ops/rotate-keys.ts'
import { startTestStore } from '../support/store.ts'

describe('rotating keys', () => {
  it('seals every session, proxy and secret setting with the new key, and tells that the old one holds nothing', async () => {
    const { store, db, oldKey, newKey } = await setup(450)
    const progress: number[] = []

    const rotated = await rotateKeys({
      store,
      keyring: openKeyring([newKey, oldKey]),
      onProgress: ({ done, total }) => progress.push(done / total),
    })

    expect(rotated).toEqual({
      writingKeyId: keyIdOf(newKey),
      resealed: 450 + 450 + 2,
      uses: [{ keyId: keyIdOf(newKey), values: 902 }],
    })
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
    expectReadable(db, [newKey], 450)
  })

  it('seals invitations anew that wait for somebody to look behind them', async () => {
    const { store, db, oldKey, newKey } = await setup(1)
    const chat = sealChat(openKeyring([oldKey]), 1, { type: 'invite', hash: 'AAcanaryHash' })
    const attempt = {
      kind: 'resolve',
      accountId: 1,
      ownerId: 1,
      partition: 1,
      peer: null,
      dueAtMs: 1,
      rank: 0,
    } as const
    for (const key of ['one', 'two'])
      await store.request({ ...attempt, payload: JSON.stringify(chat), idempotencyKey: key })
    await store.request({ ...attempt, payload: '{"type":"name","username":"x"}', idempotencyKey: 'named' })

    const { uses } = await rotateKeys({ store, keyring: openKeyring([newKey, oldKey]) })

    expect(uses).toEqual([{ keyId: keyIdOf(newKey), values: 2 + 2 + 2 }])
    const payloads = db.prepare<[], string>(`select payload from attempts where kind = 'resolve' order by id`).pluck()
    const [one, two, named] = payloads.all().map((text) => JSON.parse(text) as SealedChat)
    for (const each of [one, two]) {
      expect(each && openChat(openKeyring([newKey]), 1, each)).toEqual({ type: 'invite', hash: 'AAcanaryHash' })
    }
    expect(named).toEqual({ type: 'name', username: 'x' })
  })

  it('goes on where it was killed', async () => {
    const { store, db, path, oldKey, newKey } = await setup(450)
    const fixture = fileURLToPath(new URL('rotate-fixture.ts', import.meta.url))
    const keys = [newKey, oldKey].map((key) => key.toString('base64')).join(',')

    const killed = spawnSync(process.execPath, ['--import', 'tsx', fixture, path, keys, '400'], { timeout: 60_000 })

    expect(killed.signal).toBe('SIGKILL')
    const uses = Object.fromEntries((await store.keyUses()).map(({ keyId, values }) => [keyId, values]))
    expect(uses).toEqual({ [keyIdOf(newKey)]: 400, [keyIdOf(oldKey)]: 502 })
    expectReadable(db, [newKey, oldKey], 450)
    expect(await rotateKeys({ store, keyring: openKeyring([newKey, oldKey]) })).toMatchObject({ resealed: 502 })
    expectReadable(db, [newKey], 450)
  })

  it('leaves alone what changed while it was at it', async () => {
    const { store, db, oldKey, newKey } = await setup(1)
    const keyring = openKeyring([newKey, oldKey])
    const [value] = await store.sealedByOthers(keyring.writingKeyId, 1)
    const login = keyring.seal(new Secret('a new login'), { table: 'accounts', row: 1, column: 'session' })
    await store.sealSession(1, login)

    expect(value && (await store.reseal([{ ...value, anew: 'late' }]))).toBe(0)

    expect(db.prepare('select session from accounts').pluck().get()).toBe(login)
  })

  it('stops at a value that opens with none of the keys, and names it', async () => {
    const { store, oldKey, newKey } = await setup(3)

    const rotation = rotateKeys({ store, keyring: openKeyring([newKey]) })

    await expect(rotation).rejects.toMatchObject({
      exitCode: 78,
      message: `accounts.session of row 1 is sealed with key ${keyIdOf(oldKey)}, which is not configured: add it to SESSION_SECRET_KEY`,
    })
  })
})

async function setup(accounts: number) {
  const started = await startTestStore({ accounts })
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
  const keyring = openKeyring([oldKey])
  const seal = (text: string, table: string, row: number | string, column: string) =>
    keyring.seal(new Secret(text), { table, row, column })
  const update = started.db.prepare('update accounts set session = ?, proxy = ? where id = ?')
  started.db.transaction(() => {
    for (let id = 1; id <= accounts; id++) {
      update.run(seal(`session ${id}`, 'accounts', id, 'session'), seal(`proxy ${id}`, 'accounts', id, 'proxy'), id)
    }
  })()
  for (const name of ['key-canary', 'instance-secret']) {
    await started.store.saveSetting(name, seal(name, 'settings', name, 'value'), 1)
  }
  await started.store.saveSetting('language', 'uz', 1)
  return { ...started, oldKey, newKey }
}

function expectReadable(db: Database, keys: readonly Buffer[], accounts: number): void {
  const keyring = openKeyring(keys)
  const rows = db.prepare<[], { id: number; session: string; proxy: string }>('select id, session, proxy from accounts')
  const opened = rows
    .all()
    .map(({ id, session, proxy }) => [
      keyring.open(session, { table: 'accounts', row: id, column: 'session' }).reveal(),
      keyring.open(proxy, { table: 'accounts', row: id, column: 'proxy' }).reveal(),
    ])
  expect(opened).toEqual(Array.from({ length: accounts }, (_, index) => [`session ${index + 1}`, `proxy ${index + 1}`]))
}
