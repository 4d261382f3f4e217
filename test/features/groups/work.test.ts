import { describe, expect, it } from 'vitest'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import { startEngine } from '../../support/engine.ts'

describe('reading by the shard of an account', () => {
  it('keeps the whole list, and says how far it is', async () => {
    const { begin, request, settled, db, telegram, owner, accounts, events } = await setup()
    const memberIds = accounts.map(({ userId }) => userId)
    for (let index = 0; index < 250; index++) {
      telegram.world.chats.create({ kind: 'supergroup', title: `Chat ${index}`, creatorId: owner.id, memberIds })
    }
    await begin()

    const id = await request('dialogs')

    expect(await settled(id)).toMatchObject({ state: 'sent', result: '{"groups":251}' })
    expect(db.prepare(`select count(*) from peers where may_post = 1`).pluck().get()).toBe(251)
    const steps = events.flatMap((event) => (event.name === 'work_progress' ? [[event.done, event.total]] : []))
    expect(steps.slice(0, 3)).toEqual([
      [100, 251],
      [200, 251],
      [251, 251],
    ])
  })

  it('stops nothing else while Telegram has it wait, and what else is to be read steps aside', async () => {
    const { begin, request, schedule, hintAll, finished, add, db, telegram } = await setup()
    add({ method: 'messages.getDialogs', floodWait: { seconds: 600 }, times: 1 })
    await begin()
    const row = (id: number) =>
      db
        .prepare<[number], { state: string; due: number }>('select state, due_at_ms as due from attempts where id = ?')
        .get(id)
    const isAside = (id: number) => {
      const { state, due = 0 } = row(id) ?? {}
      return state === 'pending' && due > Date.now() + 300_000
    }

    const dialogs = await request('dialogs')
    await until(() => isAside(dialogs))
    const folders = await request('folders')
    await until(() => isAside(folders))
    const runId = await schedule()
    await hintAll()
    const run = await finished(runId)

    expect(run).toMatchObject({ sent: 1 })
    const { lines } = new LedgerReader(telegram.files.db, telegram.files.commit).page({})
    expect(lines.filter(({ method }) => method === 'messages.getDialogs')).toHaveLength(1)
    expect(lines.filter(({ method }) => method === 'messages.getDialogFilters')).toHaveLength(0)
  })

  it('keeps a group that a link leads to only when the account is in it', async () => {
    const { begin, request, settled, telegram, owner, chats, db } = await setup()
    const [ours] = chats
    const strange = telegram.world.chats.create({ kind: 'supergroup', title: 'Begona', creatorId: owner.id })
    if (ours !== undefined) telegram.world.chats.setUsername(ours, 'bizniki')
    telegram.world.chats.setUsername(strange, 'begona_uz')
    db.exec('delete from peers')
    await begin()
    const look = async (username: string) => {
      const { result } = await settled(await request('resolve', JSON.stringify({ type: 'name', username })))
      return JSON.parse(result ?? 'null') as unknown
    }

    expect(await look('bizniki')).toEqual({ type: 'chat', peer: ours?.peer, title: 'Group 0', whyNot: null })
    expect(await look('begona_uz')).toMatchObject({ type: 'chat', whyNot: 'not-a-member' })
    expect(await look('hech_kim')).toEqual({ type: 'absent' })
    expect(db.prepare('select peer from peers').pluck().all()).toEqual([ours?.peer])
  })
})

async function setup() {
  const engine = await startEngine({ groups: 1 })
  const { store, db, accounts, hintAll } = engine
  let requests = 0
  const request = async (kind: string, payload = '{}'): Promise<number> => {
    const [account] = accounts
    const { id: accountId = 0, partition = 0 } = account ?? {}
    const idempotencyKey = `${kind} ${(requests += 1)}`
    const due = { peer: null, dueAtMs: Date.now(), rank: 0 } as const
    const id = await store.request({ kind, accountId, ownerId: 1, partition, idempotencyKey, payload, ...due })
    await hintAll()
    return id
  }
  const settled = async (id: number) => {
    const find = () =>
      db
        .prepare<[number], { state: string; result: string | null }>('select state, result from attempts where id = ?')
        .get(id)
    await until(() => !['pending', 'in-flight'].includes(find()?.state ?? 'pending'))
    return find() ?? { state: '', result: null }
  }
  return { ...engine, request, settled }
}

/** The store tells nobody; bounded by the test's own deadline. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
