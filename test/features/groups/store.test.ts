import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CannotOpen, openKeyring } from '../../../src/base/keyring.ts'
import { wantedLink } from '../../../src/features/groups/read.ts'
import { sealedChat } from '../../../src/features/groups/found.ts'
import { openChat, sealChat } from '../../../src/features/groups/sealed-chat.ts'
import type { KnownGroup } from '../../../src/features/groups/verbs.ts'
import type { PeerRow } from '../../../src/store/store.ts'
import { startBotHere, written } from '../../support/bot-in-process.ts'
import { openLocalTestStore } from '../../support/store.ts'

const mine = { accountId: 1, ownerId: 1 }
const strangers = { accountId: 1, ownerId: 2 }
const nowMs = 1_800_000_000_000

describe('the choice of groups', () => {
  it('takes only what the account can write to, and says what is chosen', async () => {
    const { store, known, choose } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1), peer(-2, { whyNot: 'admins-only' })], nowMs })

    const figures = await choose([-1, -2, -3, 5])

    expect(figures).toEqual({ groups: 1, topics: 0 })
    expect(await known()).toMatchObject([
      { peer: -2, mayPost: false, whyNot: 'admins-only', chosen: [] },
      { peer: -1, mayPost: true, chosen: [0] },
    ])
    expect(await store.chosenTargets(mine)).toEqual([{ peer: -1, topic: 0 }])
  })

  it('has topics of forums, each a target', async () => {
    const { store } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1, { isForum: true }), peer(-2)], nowMs })
    const add = [
      { peer: -1, topic: 0 },
      { peer: -1, topic: 7 },
      { peer: -2, topic: 7 },
    ]

    expect(await store.chooseGroups({ ...mine, add, remove: [], nowMs })).toEqual({ groups: 1, topics: 2 })
    const remove = [{ peer: -1, topic: 0 }]
    expect(await store.chooseGroups({ ...mine, add: [], remove, nowMs })).toEqual({ groups: 1, topics: 1 })
    const all = [{ peer: -1, topic: null }]
    expect(await store.chooseGroups({ ...mine, add: [], remove: all, nowMs })).toEqual({ groups: 0, topics: 0 })
  })

  it('is gone with its account, also for the owner', async () => {
    const { store, choose } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1)], nowMs })
    await choose([-1])
    await store.removeAccount({ id: 1, ownerId: 1, nowMs })

    expect([
      await store.knownGroups(mine),
      await choose([-1]),
      await store.chosenTargets(mine),
      await store.readState({ ...mine, kind: 'dialogs', subject: '' }),
      await store.askRead({ ...ask, ...mine }),
    ]).toEqual([undefined, undefined, undefined, undefined, { type: 'not-found' }])
  })

  it('does not exist for anybody but the owner', async () => {
    const { store } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1)], nowMs })
    const target = { peer: -1, topic: 0 }

    const answers = [
      await store.knownGroups(strangers),
      await store.chooseGroups({ ...strangers, add: [target], remove: [target], nowMs }),
      await store.chosenTargets(strangers),
      await store.readState({ ...strangers, kind: 'dialogs', subject: '' }),
    ]

    expect(answers).toEqual([undefined, undefined, undefined, undefined])
    expect(await store.askRead({ ...ask, ...strangers })).toEqual(
      await store.askRead({ ...ask, ...mine, accountId: 99 }),
    )
    expect(await store.chosenTargets(mine)).toEqual([])
  })

  it('follows a basic group to its supergroup, also where that was chosen already', async () => {
    const { store, known, choose } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1, { kind: 'basic' }), peer(-2, { kind: 'basic' })], nowMs })
    await choose([-1, -2])

    await store.migratePeer({ accountId: 1, from: -1, to: -1001, accessHash: null, nowMs })
    await store.savePeers({ accountId: 1, peers: [peer(-1002)], nowMs })
    await choose([-1002])
    await store.migratePeer({ accountId: 1, from: -2, to: -1002, accessHash: null, nowMs })

    expect(await known()).toMatchObject([
      { peer: -1002, chosen: [0] },
      { peer: -1001, chosen: [0] },
    ])
    expect(await store.chosenTargets(mine)).toHaveLength(2)
  })

  it('names what refused three messages since it was chosen, and what another account writes to', async () => {
    const { store, db, known, choose } = await setup()
    await store.savePeers({ accountId: 1, peers: [peer(-1), peer(-2)], nowMs })
    await store.savePeers({ accountId: 2, peers: [peer(-2)], nowMs })
    await store.chooseGroups({ ownerId: 1, accountId: 2, add: [{ peer: -2, topic: 0 }], remove: [], nowMs })
    await choose([-1, -2])
    const refuse = (id: number, group: number, atMs: number) =>
      db
        .prepare(
          `insert into attempts (id, kind, account_id, owner_id, partition, peer, content_id, idempotency_key, state, rank, due_at_ms,
             reason, settled_at_ms)
           values (?, 'send', 1, 1, 1, ?, 900001, ?, 'failed-terminal', 1, 1, ?, ?)`,
        )
        .run(id, group, String(id), id === 4 ? 'CHAT_WRITE_FORBIDDEN' : 'CHANNEL_PRIVATE', atMs)
    for (const id of [1, 2, 3]) refuse(id, -2, nowMs - 1)
    refuse(4, -1, nowMs + 2)
    for (const id of [5, 6]) refuse(id, -1, nowMs)
    refuse(7, -2, nowMs)

    expect(await known()).toMatchObject([
      { peer: -2, refusedWith: null, isElsewhere: true },
      { peer: -1, refusedWith: 'CHANNEL_PRIVATE', isElsewhere: false },
    ])
  })
})

describe('reading something of an account', () => {
  it('is one attempt for all who ask, and another one only after a while', async () => {
    const { store, db, settle } = await setup()

    const first = await store.askRead({ ...ask, ...mine })
    const second = await store.askRead({ ...ask, ...mine, nowMs: nowMs + 999_999 })
    expect(first).toMatchObject({ type: 'asked' })
    expect(second).toEqual(first)
    settle('sent', '{"groups":3}', nowMs + 1_000)
    expect(await store.askRead({ ...ask, ...mine, nowMs: nowMs + 30_999 })).toEqual({ type: 'recent' })
    expect(await state(store)).toMatchObject({ found: { atMs: nowMs + 1_000, result: '{"groups":3}' } })

    const third = await store.askRead({ ...ask, ...mine, nowMs: nowMs + 31_000 })
    expect(third).toMatchObject({ type: 'asked' })
    expect(third).not.toEqual(first)
    expect(db.prepare('select count(*) from attempts').pluck().get()).toBe(2)
  })

  it('keeps what was found before, also when the next reading fails or its row is pruned', async () => {
    const { store, db, settle } = await setup()
    await store.askRead({ ...ask, ...mine })
    settle('sent', '{"groups":3}', nowMs)
    await store.askRead({ ...ask, ...mine, nowMs: nowMs + 40_000 })
    settle('failed-terminal', null, nowMs + 41_000)

    expect(await store.askRead({ ...ask, ...mine, nowMs: nowMs + 50_000 })).toEqual({
      type: 'cooling',
      reason: 'why',
      untilMs: nowMs + 101_000,
    })
    expect(await state(store)).toMatchObject({ found: { atMs: nowMs, result: '{"groups":3}' } })
    db.exec('delete from attempts')
    expect(await state(store)).toMatchObject({ last: null, found: { atMs: nowMs } })
    expect(await store.askRead({ ...ask, ...mine, nowMs: nowMs + 50_000 })).toMatchObject({ type: 'asked' })
  })

  it('is not asked of an account that cannot, nor of a bot', async () => {
    const { store, db } = await setup()
    db.exec(`update accounts set state = 'needs-login' where id = 1; update accounts set kind = 'bot' where id = 2`)

    expect(await store.askRead({ ...ask, ...mine })).toEqual({ type: 'unusable', state: 'needs-login' })
    expect(await store.askRead({ ...ask, ...mine, accountId: 2 })).toEqual({ type: 'bot' })
  })
})

describe('the invitation of a private group', () => {
  const hash = 'canaryHASHcanary'
  const keyring = openKeyring([randomBytes(32)])
  const wantedBy = (of: string) => wantedLink(mine, sealChat(keyring, 1, { type: 'invite', hash: of }))
  const wanted = wantedBy(hash)

  it.each([
    ['it is found', { event: 'confirm', messageId: null, result: '{"type":"absent"}' }],
    ['Telegram refuses it', { event: 'bury', reason: 'INVITE_HASH_EXPIRED' }],
  ] as const)('stands sealed in its work while that waits, and nowhere once %s', async (_, outcome) => {
    const { store, db } = await setup()
    const { partition } = db.prepare('select partition from accounts where id = 1').get() as { partition: number }
    const [grant] = (await store.acquire({ partitions: [partition], owner: 'local', cause: 'boot', nowMs })).grants
    const epoch = grant?.epoch ?? 0
    const everything = () =>
      JSON.stringify(
        ['attempts', 'group_reads', 'audit', 'notices', 'settings'].map((table) =>
          db.prepare(`select * from ${table}`).all(),
        ),
      )
    const asked = await store.askRead({ ...ask, ...wanted })
    if (asked.type !== 'asked') throw new Error('it was not asked')
    expect(everything()).not.toContain(hash)
    const { payload } = db.prepare('select payload from attempts').get() as { payload: string }
    expect(openChat(keyring, 1, sealedChat.parse(JSON.parse(payload)))).toEqual({ type: 'invite', hash })
    expect(() => openChat(keyring, 2, sealedChat.parse(JSON.parse(payload)))).toThrow(CannotOpen)
    await store.claim({ claims: [{ id: asked.attemptId, accountId: 1, epoch, nextAtMs: nowMs }], nowMs })

    expect(
      await store.settle({
        settlements: [{ id: asked.attemptId, accountId: 1, runId: null, epoch, ...outcome }],
        nowMs,
      }),
    ).toEqual([])

    expect(everything()).not.toContain(sealedIn(payload))
    // The same invitation is the same reading, and another one is another.
    expect(await store.askRead({ ...ask, ...wantedBy(hash) })).toMatchObject({
      type: /confirm/.test(outcome.event) ? 'recent' : 'cooling',
    })
    const other = wantedBy(`${hash}2`)
    expect(await store.askRead({ ...ask, ...other })).toMatchObject({ type: 'asked' })
  })

  it('is taken with the account that is deleted', async () => {
    const { store, db } = await setup()
    await store.askRead({ ...ask, ...wanted })
    await store.removeAccount({ id: 1, ownerId: 1, nowMs })
    await store.sweepRemoved({ accountId: 1, limit: 10, nowMs })

    expect(db.prepare('select payload from attempts').all()).toEqual([{ payload: null }])
  })

  it('stands sealed in the draft of whoever looks at it', async () => {
    const bot = await startBotHere()
    bot.db.exec(`insert into conversations (user_id, screen, draft, version, has_keyboard, updated_at_ms)
      values (1, 'groups.link', '{"accountId":1}', 1, 0, 1)`)
    await bot.take(written({ id: 1 }, `https://t.me/+${hash}`))

    const kept = () => JSON.stringify(bot.db.prepare('select draft, payload from conversations, attempts').all())
    expect(kept()).toContain('invite')
    expect(kept()).not.toContain(hash)
    expect(JSON.stringify(bot.telegram.calls)).not.toContain(hash)
    bot.db.exec(
      `update attempts set state = 'failed-terminal', reason = 'INVITE_HASH_EXPIRED', settled_at_ms = 2, payload = null`,
    )
    await expect.poll(kept, { timeout: 10_000 }).not.toContain('invite')
  })
})

function sealedIn(payload: string): string {
  return (JSON.parse(payload) as { sealed: string }).sealed
}

const ask = {
  kind: 'dialogs',
  subject: '',
  peer: null,
  payload: '{}',
  refreshMinMs: 30_000,
  cooldownMs: 60_000,
  nowMs,
} as const

type Store = ReturnType<typeof openLocalTestStore>['store']

function state(store: Store) {
  return store.readState({ ...mine, kind: 'dialogs', subject: '' })
}

async function setup() {
  const { store, db } = openLocalTestStore({ accounts: 2 })
  const choose = (peers: readonly number[]) =>
    store.chooseGroups({ ...mine, add: peers.map((each) => ({ peer: each, topic: 0 })), remove: [], nowMs })
  const known = async (): Promise<readonly KnownGroup[]> =>
    ((await store.knownGroups(mine))?.groups ?? []).toSorted((one, other) => one.peer - other.peer)
  const settle = (to: string, result: string | null, atMs: number) =>
    db
      .prepare(
        `update attempts set state = ?, result = ?, settled_at_ms = ?, reason = 'why', epoch = 1 where state = 'pending'`,
      )
      .run(to, result, atMs)
  return { store, db, choose, known, settle }
}

function peer(id: number, given: Partial<PeerRow> = {}): PeerRow {
  return {
    peer: id,
    kind: 'supergroup',
    title: `Group ${id}`,
    username: null,
    accessHash: '1',
    whyNot: null,
    isForum: false,
    migratedTo: null,
    ...given,
  }
}
