import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../src/base/clock.ts'
import { startEngine } from '../support/engine.ts'

const dayMs = 24 * 3_600_000

describe('a shard', () => {
  it('sends a run to every group, each once', async () => {
    const { begin, schedule, finished, chats, textsIn } = await startEngine({ groups: 5 })
    await begin()

    const run = await finished(await schedule())

    expect(run).toMatchObject({ targets: 5, sent: 5, failed: 0, uncertain: 0 })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['salom']))
  })

  it('buries what a group refuses, and goes on with the others', async () => {
    const { begin, schedule, finished, chats, telegram, textsIn } = await startEngine({ groups: 3 })
    const [closed] = chats
    if (closed !== undefined) telegram.world.chats.update(closed, { defaultBanned: ['sendMessages'] })
    await begin()

    const run = await finished(await schedule())

    expect(run).toMatchObject({ sent: 2, failed: 1 })
    expect(chats.map(({ peer }) => textsIn(peer).length)).toEqual([0, 1, 1])
  })

  it('repeats what was applied but not answered, and the group has it once', async () => {
    const { begin, schedule, finished, chats, textsIn, add } = await startEngine({ groups: 2 })
    add({ method: 'messages.sendMessage', times: 1, drop: 'reset', when: 'after' })
    await begin()

    const run = await finished(await schedule())

    expect(run).toMatchObject({ sent: 2 })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['salom'], ['salom']])
  })

  it('claims nothing more of a paused run, and goes on when it is resumed', async () => {
    const { begin, schedule, finished, store, chats, textsIn } = await startEngine({ groups: 3 })
    const runId = await schedule()
    await store.pauseRun(runId, 'asked')
    await begin()

    await store.resumeRun(runId, Date.now())

    expect(await finished(runId)).toMatchObject({ sent: 3 })
    expect(chats.flatMap(({ peer }) => textsIn(peer))).toHaveLength(3)
  })

  it('stops an account that Telegram limits, and the others go on', async () => {
    const { begin, schedule, telegram, accounts, chats, store, textsIn } = await startEngine({ accounts: 2, groups: 2 })
    const [limited] = accounts
    telegram.world.users.update(telegram.world.users.get(limited?.userId ?? 0), { status: 'limited' })
    await begin()
    await schedule()

    const state = async () => (await store.account(limited?.id ?? 0))?.state
    for (;;) {
      if ((await state()) === 'limited' && textsIn(chats[1]?.peer ?? 0).length === 1) break
      await new Promise((resolve) => setImmediate(resolve))
    }

    expect(await store.heads([limited?.id ?? 0])).toHaveLength(1)
  })
})

describe('a shard in a flood storm', () => {
  it('lets a share of the turns go at the pace of their accounts, and loses none', async () => {
    const { begin, schedule, finished, turns, events, chats, textsIn } = await startEngine({ accounts: 3, groups: 9 })
    const taken: boolean[] = []
    turns.set(1 / 4)
    const take = turns.take.bind(turns)
    turns.take = () => {
      const isTaken = take()
      taken.push(isTaken)
      return isTaken
    }
    await begin()

    const run = await finished(await schedule())

    expect(run).toMatchObject({ sent: 9, failed: 0 })
    expect(chats.map(({ peer }) => textsIn(peer).length)).toEqual(chats.map(() => 1))
    expect(taken).toEqual(Array.from({ length: 36 }, (_, index) => index % 4 === 3))
    // A turn that is skipped is no attempt of anything, and nobody is told of a wait.
    expect(events.filter(({ name }) => name === 'dequeue')).toHaveLength(9)
    expect(events.filter(({ name }) => name === 'wait_started')).toEqual([])
  })

  it('holds nothing up that a person waits for', async () => {
    const { begin, schedule, finished, turns, db } = await startEngine({ groups: 2 })
    turns.set(1 / 1_000_000)
    const runId = await schedule()
    db.exec('update attempts set rank = 0')
    await begin()

    expect(await finished(runId)).toMatchObject({ sent: 2 })
  })
})

describe('an account that Telegram limits again and again', () => {
  it('rests a day, then two, then seven, over restarts too, and after a good day one again', async () => {
    const clock = new ShiftableClock()
    const { begin, schedule, telegram, accounts, store, shard } = await startEngine({ groups: 2, clock })
    const [{ id, userId, partition } = { id: 0, userId: 0, partition: 0 }] = accounts
    telegram.world.users.update(telegram.world.users.get(userId), { status: 'limited' })
    await schedule()
    const rests: number[] = []

    for (const goodDays of [0, 0, 0, 1, 0]) {
      clock.advance(goodDays * dayMs)
      await store.wakeLimited(clock.nowMs())
      await begin()
      for (;;) {
        const account = await store.account(id)
        if (account?.state === 'limited') {
          const restMs = (account.stateUntilMs ?? 0) - clock.nowMs()
          rests.push(Math.round(restMs / dayMs))
          clock.advance(restMs + 1_000)
          break
        }
        await new Promise((resolve) => setImmediate(resolve))
      }
      // Whoever has the account next knows only what stands in its row.
      await shard.giveBack([partition])
    }

    expect(rests).toEqual([1, 2, 7, 1, 2])
  })
})

describe('an account', () => {
  it('goes on by itself when it may send again', async () => {
    const { begin, schedule, finished, db, hintAll } = await startEngine({ groups: 2 })
    db.exec(`update accounts set state = 'paused'`)
    const runId = await schedule()
    await begin()
    db.exec(`update accounts set state = 'active'`)

    await hintAll()

    expect(await finished(runId)).toMatchObject({ sent: 2 })
  })

  it('keeps its session when an unknown 401 turns out to be nothing', async () => {
    const { begin, schedule, finished, add, store, accounts } = await startEngine({ groups: 2 })
    add({ method: 'messages.sendMessage', times: 1, error: 'NEVER_HEARD_OF', code: 401 })
    await begin()

    expect(await finished(await schedule())).toMatchObject({ sent: 2 })
    expect((await store.account(accounts[0]?.id ?? 0))?.state).toBe('active')
  })
})
