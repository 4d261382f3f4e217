import { describe, expect, it } from 'vitest'
import type { Content } from '../../../../src/delivery/message.ts'
import type { EngineOptions } from '../../../support/engine.ts'
import { startEngine } from '../../../support/engine.ts'
import { keepFile } from '../../media/library.ts'

const text: Content = { text: 'Toshkent, 4 joy', entities: [{ type: 'bold', offset: 0, length: 8 }] }

/** One account with its shard at work. */
async function setup(options: EngineOptions = {}) {
  const engine = await startEngine(options)
  const { store, shard, accounts, telegram, db } = engine
  await engine.begin()
  const [account] = accounts
  if (account === undefined) throw new Error('no account')
  const ask = (uuid: string, content = text, ownerId: number | null = 1) =>
    store.askTest({ uuid, accountId: account.id, ownerId, content, nowMs: Date.now() })
  const state = (uuid: string, ownerId: number | null = 1) => store.testSend({ uuid, ownerId, nowMs: Date.now() })
  /** How it is once it is over. */
  const over = async (uuid: string) => {
    void shard.hint([account.id])
    for (;;) {
      const test = await state(uuid)
      if (test?.state !== 'pending' && test?.state !== 'in-flight') return test
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const saved = () => telegram.world.messages.history(account.userId, account.userId, { limit: 20 }).toReversed()
  return { ...engine, account, ask, state, over, saved, db }
}

describe('a test send', () => {
  it('arrives in the account’s own Saved Messages as a round would send it, and belongs to none', async () => {
    const { ask, over, saved, db } = await setup()

    expect(await ask('a')).toMatchObject({ test: { accountId: expect.any(Number) as number } })

    expect(await over('a')).toMatchObject({ state: 'sent', accountKind: 'user', waitsUntilMs: null })
    expect(saved()).toMatchObject([{ text: text.text, entities: [{ type: 'bold', offset: 0, length: 8 }] }])
    expect(db.prepare('select count(*) as runs from runs').get()).toEqual({ runs: 0 })
  })

  it('brings its files: an album is one there too', async () => {
    const { store, ask, over, saved } = await setup()
    const media = [await keepFile(store), await keepFile(store, { kind: 'video' })]

    await ask('a', { text: 'izoh', entities: [], media })

    expect(await over('a')).toMatchObject({ state: 'sent' })
    const parts = saved()
    expect(parts.map((message) => message.text)).toEqual(['izoh', ''])
    expect(new Set(parts.map(({ groupedId }) => groupedId)).size).toBe(1)
  })

  it('is one message when it is asked for twice, and when its answer was lost', async () => {
    const { ask, over, saved, add } = await setup()
    add({ method: 'messages.sendMessage', times: 1, drop: 'reset', when: 'after' })

    await ask('a')
    expect(await ask('a')).toHaveProperty('test')
    expect(await ask('b')).toEqual({ problem: { type: 'under-way' } })

    expect(await over('a')).toMatchObject({ state: 'sent' })
    await ask('a')
    expect(saved()).toHaveLength(1)
    await ask('b')
    await over('b')
    expect(saved()).toHaveLength(2)
  })

  it('is told with Telegram’s reason when it is refused', async () => {
    const { ask, over, add } = await setup()
    add({ method: 'messages.sendMessage', times: 1, error: 'MESSAGE_TOO_LONG' })

    await ask('a')

    expect(await over('a')).toMatchObject({ state: 'failed-terminal', reason: 'MESSAGE_TOO_LONG' })
  })

  it('is nobody else’s', async () => {
    const { ask, state } = await setup()

    expect(await ask('a', text, 2)).toMatchObject({ problem: { type: 'not-your-account' } })
    await ask('a')
    expect(await state('a', 2)).toBeUndefined()
  })

  it('is refused while the account cannot send, with when it can', async () => {
    const { ask, db, account, store, saved } = await setup()
    const untilMs = Date.now() + 600_000
    await store.saveAccounts({
      patches: [],
      waits: [{ accountId: account.id, key: 'lane:send', untilMs, reason: 'FLOOD_WAIT_600' }],
      nowMs: Date.now(),
    })
    expect(await ask('a')).toEqual({ problem: { type: 'waits', untilMs } })

    db.prepare(`update accounts set state = 'limited', state_until_ms = ?`).run(untilMs)
    expect(await ask('a')).toEqual({ problem: { type: 'unusable', state: 'limited', untilMs } })
    db.exec(`update accounts set state = 'paused', state_until_ms = null`)
    expect(await ask('a')).toEqual({ problem: { type: 'unusable', state: 'paused', untilMs: null } })
    expect(await ask('a', { text: ' ', entities: [] })).toEqual({
      problem: { type: 'text', problem: { type: 'empty' } },
    })
    expect(saved()).toEqual([])
  })
})
