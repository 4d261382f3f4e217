import { describe, expect, it } from 'vitest'
import type { CampaignChange } from '../../../src/features/campaigns/changes/verbs.ts'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import type { KeepLatest } from '../../../src/store/store.ts'
import type { EngineOptions } from '../../support/engine.ts'
import { startRounds } from '../../support/rounds.ts'

const roundMs = 60_000

describe('a campaign that deletes its older message', () => {
  it('has one message in each group after every round, and none of another', async () => {
    const { rounds, chats, textsIn, until, telegram, owner, ledger } = await setup({ accounts: 2, groups: 6 }, 'delete')
    for (const { peer } of chats) telegram.world.messages.send({ fromId: owner.id, to: peer, text: 'of another' })

    for (let round = 1; round <= 3; round++) {
      await rounds.next()
      await until(() => chats.every(({ peer }) => textsIn(peer).length === 2))
    }

    expect(chats.map(({ peer }) => textsIn(peer).toSorted())).toEqual(chats.map(() => ['of another', 'salom']))
    expect(ledger('channels.deleteMessages')).toHaveLength(12)
    expect(rounds.standing()).toBe(6)
  })

  it('keeps the old one where the new one does not arrive', async () => {
    const { rounds, chats, textsIn, until, add } = await setup({ groups: 2 }, 'delete')
    const [first, second] = chats
    await rounds.next()
    add({ method: 'messages.sendMessage', chat: first?.peer ?? 0, error: 'CHAT_WRITE_FORBIDDEN', code: 403 })

    await rounds.next()
    await until(() => rounds.open() === 0)

    expect([first, second].map((chat) => textsIn(chat?.peer ?? 0))).toEqual([['salom'], ['salom']])
  })

  it('asks again in the next round for one that was refused, and not for ever', async () => {
    const { rounds, chats, textsIn, until, add, ledger } = await setup({ groups: 1 }, 'delete')
    const [group] = chats
    await rounds.next()
    add({ method: 'channels.deleteMessages', times: 1, error: 'MESSAGE_DELETE_FORBIDDEN', code: 403 })

    await rounds.next()
    await until(() => rounds.open() === 0)
    expect(textsIn(group?.peer ?? 0)).toHaveLength(2)
    await rounds.next()
    await until(() => rounds.open() === 0)
    expect(textsIn(group?.peer ?? 0)).toHaveLength(1)

    add({ method: 'channels.deleteMessages', error: 'MESSAGE_DELETE_FORBIDDEN', code: 403 })
    const before = ledger('channels.deleteMessages').length
    for (let round = 0; round < 6; round++) {
      await rounds.next()
      await until(() => rounds.open() === 0)
    }
    // Each is asked for three times at most; the last two have not had all of theirs.
    expect(ledger('channels.deleteMessages').length - before).toBe(3 * 4 + 2 + 1)
  })
})

describe('a campaign that edits its message in place', () => {
  it('changes what stands, and sends nothing anew', async () => {
    const { rounds, chats, textsIn, ledger, store } = await setup({ groups: 3 }, 'edit')
    await rounds.next()
    const ids = () => rounds.messageIds()
    const first = ids()
    await rounds.say('to‘rt joy')

    await rounds.next()
    // It says so already: an edit that changes nothing is done.
    await rounds.next()

    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['to‘rt joy']))
    expect(ids()).toEqual(first)
    expect(ledger('messages.sendMessage')).toHaveLength(3)
    expect((await store.campaignReport({ id: rounds.campaign.id, ownerId: null, runs: 1 }))?.runs).toMatchObject([
      { state: 'finished', sent: 3, failed: 0 },
    ])
  })

  it('sends a new one where the old one is gone or too old, and takes the old one away', async () => {
    const { rounds, chats, textsIn, telegram, owner, until } = await setup({ groups: 2 }, 'edit')
    const [gone, old] = chats.map(({ peer }) => peer)
    await rounds.next()
    telegram.world.messages.delete(owner.id, gone ?? 0, [telegram.world.chats.get(gone ?? 0).topMessageId])
    await rounds.say('to‘rt joy')

    await rounds.next(48 * 3_600_000)
    await until(() => rounds.open() === 0)

    expect([gone, old].map((peer) => textsIn(peer ?? 0))).toEqual([['to‘rt joy'], ['to‘rt joy']])
  })

  it('tries again after an answer that was lost, and still has one message', async () => {
    const { rounds, chats, textsIn, add, ledger } = await setup({ groups: 1 }, 'edit')
    await rounds.next()
    await rounds.say('to‘rt joy')
    add({ method: 'messages.editMessage', times: 1, error: 'INTERNAL', code: 500, when: 'after' })

    await rounds.next()

    expect(textsIn(chats[0]?.peer ?? 0)).toEqual(['to‘rt joy'])
    expect(ledger('messages.editMessage')).toHaveLength(2)
    expect(ledger('messages.sendMessage')).toHaveLength(1)
  })
})

describe('a campaign that is told in the middle of a round to keep only its latest message', () => {
  it.each([
    ['delete', 9],
    ['edit', 3],
  ] as const)(
    'has one message also in the groups that this round reached afterwards: %s',
    async (keepLatest, sends) => {
      const { rounds, chats, textsIn, until, add, ledger } = await setup({ groups: 3 }, 'off')
      const late = chats[2]?.peer ?? 0
      add({ method: 'messages.sendMessage', chat: late, times: 1, delayMs: 300 })
      await rounds.start()
      await until(() => rounds.sent() === 2 && rounds.onTheWire() === 1)
      await rounds.edit({ keepLatest })
      await until(() => rounds.sent() === 3)

      await rounds.next()
      await until(() => rounds.open() === 0)
      await rounds.next()
      await until(() => rounds.open() === 0)

      expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['salom'], ['salom'], ['salom']])
      expect(ledger('messages.sendMessage').filter(({ error }) => error === null)).toHaveLength(sends)
    },
  )

  it('has one message also where this round was on the wire when the next one began', async () => {
    const { rounds, chats, textsIn, until, add } = await setup({ groups: 2 }, 'off')
    const late = chats[1]?.peer ?? 0
    add({ method: 'messages.sendMessage', chat: late, times: 1, delayMs: 400 })
    await rounds.start()
    await until(() => rounds.sent() === 1 && rounds.onTheWire() === 1)
    await rounds.edit({ keepLatest: 'delete' })

    await rounds.next()
    await until(() => rounds.open() === 0)

    expect(rounds.sent()).toBe(4)
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['salom'], ['salom']])
  })

  it('takes nothing more away once it is told to keep all again', async () => {
    const { rounds, chats, textsIn, until, add } = await setup({ groups: 2 }, 'off')
    const late = chats[1]?.peer ?? 0
    await rounds.next()
    await rounds.edit({ keepLatest: 'delete' })
    add({ method: 'messages.sendMessage', chat: late, times: 1, delayMs: 300 })
    await rounds.start()
    await until(() => rounds.sent() === 3 && rounds.onTheWire() === 1)

    await rounds.edit({ keepLatest: 'off' })
    await until(() => rounds.open() === 0)

    expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['salom'], ['salom', 'salom']])
  })
})

async function setup(options: EngineOptions, keepLatest: KeepLatest) {
  const started = await startRounds(options)
  const { begin, groups, tickAfter, report, until, telegram, db, store, clock } = started
  const campaign = await begin({ targets: groups(), everyMs: roundMs, keepLatest })
  const reader = new LedgerReader(telegram.files.db, telegram.files.commit)
  let count = 0
  const rounds = {
    campaign,
    /** Another round, to its end. */
    async next(afterMs = roundMs) {
      count += 1
      await tickAfter(count === 1 ? 0 : afterMs)
      await until(async () => {
        const { runs } = await report(campaign)
        return runs.length === count && runs[0]?.state === 'finished'
      })
    },
    async say(text: string) {
      await rounds.edit({ content: { text, entities: [] } })
    },
    /** Begins one, and does not wait for its end. */
    async start() {
      count += 1
      await tickAfter(count === 1 ? 0 : roundMs)
    },
    async edit(change: CampaignChange) {
      const changed = await store.editCampaign({
        id: campaign.id,
        ownerId: null,
        change,
        limits: { intervalMinMs: 1 },
        nowMs: clock.nowMs(),
      })
      if ('problem' in changed) throw new Error(changed.problem.type)
    },
    open: () => db.prepare(`select count(*) from attempts where state in ('pending', 'in-flight')`).pluck().get(),
    sent: () => db.prepare(`select count(*) from attempts where kind = 'send' and state = 'sent'`).pluck().get(),
    onTheWire: () => db.prepare(`select count(*) from attempts where state = 'in-flight'`).pluck().get(),
    standing: () => db.prepare('select count(distinct peer) from standing_messages').pluck().get(),
    messageIds: () => started.chats.map(({ peer }) => telegram.world.chats.get(peer).topMessageId),
  }
  return {
    ...started,
    rounds,
    ledger: (method: string) => reader.page({}).lines.filter((line) => line.method === method),
  }
}
