import { describe, expect, it } from 'vitest'
import { startBotEngine } from '../support/bot-engine.ts'

describe('a bot that tells many people something', () => {
  it(
    'reaches 300 of them at its own pace, with answers that take as long as real ones, and is never told to slow down',
    { timeout: 120_000 },
    async () => {
      const delayMs = 100
      const { persons, rules, begin, schedule, finished, sends, events } = await startBotEngine({ people: 300 })
      rules.add({ method: 'sendMessage', delayMs })
      const runId = await schedule(persons.map(({ id }) => id))

      await begin()
      const run = await finished(runId)

      const lines = sends()
      expect(run).toMatchObject({ sent: 300, failed: 0, uncertain: 0 })
      expect(lines.filter(({ error }) => error !== null)).toEqual([])
      expect(new Set(lines.map(({ chat }) => chat)).size).toBe(300)
      expect(lines).toHaveLength(300)
      expect(events.filter(({ name }) => name === 'wait_started')).toEqual([])
      const atMs = lines.map(({ atMs }) => atMs)
      const tookMs = Math.max(...atMs) - Math.min(...atMs)
      process.stdout.write(`bot, +${delayMs} ms: ${((299 / tookMs) * 1000).toFixed(1)} messages a second of 25\n`)
    },
  )
})

describe('a bot with more to send than it holds at a time', () => {
  it('asks the store for the rest as soon as it has begun all of it', { timeout: 60_000 }, async () => {
    const { persons, begin, schedule, finished } = await startBotEngine({ people: 80, pollEveryMs: 3_600_000 })
    const runId = await schedule(persons.map(({ id }) => id))

    await begin()

    expect(await finished(runId)).toMatchObject({ sent: 80 })
  })
})

describe('a bot that Telegram tells to wait', () => {
  it('waits as long, with all that it has to send', async () => {
    const { persons, rules, begin, schedule, finished, sends, events, store, bot } = await startBotEngine({
      people: 12,
    })
    rules.add({ method: 'sendMessage', delayMs: 200 })
    rules.add({ error: 'Too Many Requests: retry after 1', code: 429, method: 'sendMessage', times: 3 })
    const runId = await schedule(persons.map(({ id }) => id))

    await begin()
    await expect.poll(() => store.tokenWait({ telegramId: bot.id, nowMs: 0 }), { timeout: 20_000 }).not.toBeNull()
    const run = await finished(runId)

    expect(run).toMatchObject({ sent: 12, failed: 0, uncertain: 0 })
    expect(sends().filter(({ applied }) => applied)).toHaveLength(12)
    expect(events.map(({ name }) => name)).toContain('pace_changed')
  })

  it('waits for what whoever else uses its token was told', async () => {
    const { persons, begin, schedule, finished, sends, store, bot, accountId } = await startBotEngine({ people: 3 })
    const untilMs = Date.now() + 1_500
    await store.noteTokenWait({ telegramId: bot.id, untilMs, reason: 'Too Many Requests: retry after 1' })
    await store.noteTokenWait({ telegramId: bot.id, untilMs: untilMs - 1_000, reason: 'shorter' })
    await store.noteTokenWait({ telegramId: 42, untilMs, reason: 'of a bot that is no account' })
    const runId = await schedule(persons.map(({ id }) => id))

    const shard = await begin()
    await shard.hint([accountId])
    await finished(runId)

    expect(Math.min(...sends().map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(untilMs)
    expect(await store.tokenWait({ telegramId: bot.id, nowMs: untilMs - 1 })).toBe(untilMs)
    expect(await store.tokenWait({ telegramId: bot.id, nowMs: untilMs })).toBeNull()
    expect(await store.tokenWait({ telegramId: 42, nowMs: 0 })).toBeNull()
  })
})

describe('a bot that writes to one chat', () => {
  it('sends one message after another, a second apart, while others do not wait for them', async () => {
    const { persons, begin, schedule, finished, sends } = await startBotEngine({ people: 6 })
    const [first] = persons
    const peers = [first?.id ?? 0, first?.id ?? 0, first?.id ?? 0, ...persons.slice(1).map(({ id }) => id)]
    const runId = await schedule(peers)

    await begin()
    expect(await finished(runId)).toMatchObject({ sent: 8 })

    const toFirst = sends().filter(({ chat }) => chat === first?.id)
    expect(toFirst).toHaveLength(3)
    expect((toFirst[1]?.atMs ?? 0) - (toFirst[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000)
    expect((toFirst[2]?.atMs ?? 0) - (toFirst[1]?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000)
    const toOthers = sends().filter(({ chat }) => chat !== first?.id)
    expect(Math.max(...toOthers.map(({ atMs }) => atMs))).toBeLessThan(toFirst[2]?.atMs ?? 0)
  })

  it('follows a basic group to the supergroup that it became, at once and the next time', async () => {
    const { world, bot, persons, begin, schedule, finished, sends, store, db, accountId } = await startBotEngine()
    const creatorId = persons[0]?.id ?? 0
    const basic = world.chats.create({ kind: 'basic', title: 'Eski', creatorId, memberIds: [bot.id] })
    const successor = world.membership.migrate(basic, creatorId)
    const shard = await begin()

    for (const plannedAtMs of [1, 2]) {
      const runId = await schedule([basic.peer], plannedAtMs)
      await shard.hint([accountId])
      expect(await finished(runId)).toMatchObject({ sent: 1 })
    }

    expect(sends().map(({ chat, applied }) => [chat, applied])).toEqual([
      [basic.peer, false],
      [successor.peer, true],
      [successor.peer, true],
    ])
    expect(await store.peersToPost(accountId)).toEqual([successor.peer])
    expect(db.prepare('select migrated_to from peers where peer = ?').pluck().get(basic.peer)).toBe(successor.peer)
  })

  it('buries what a person cannot be sent, and goes on', async () => {
    const { world, persons, bot, begin, schedule, finished } = await startBotEngine({ people: 3 })
    const stranger = world.users.create({ firstName: 'Stranger' })
    const [blocking, ...others] = persons
    if (blocking !== undefined) world.users.update(blocking, { blocked: [bot.id] })
    const runId = await schedule([blocking?.id ?? 0, stranger.id, ...others.map(({ id }) => id)])

    await begin()

    expect(await finished(runId)).toMatchObject({ sent: 2, failed: 2, uncertain: 0 })
  })
})

describe('a bot whose shard died', () => {
  it('does not repeat what was on the wire: nobody can tell, and its owner decides', async () => {
    const { persons, rules, begin, schedule, finished, sends } = await startBotEngine({ people: 4 })
    rules.add({ method: 'sendMessage', silence: true, when: 'after', times: 4 })
    const runId = await schedule(persons.map(({ id }) => id))
    const dead = await begin()
    await expect.poll(() => sends().length, { timeout: 20_000 }).toBe(4)

    await begin('crash')
    const run = await finished(runId)
    dead.abort()

    expect(run).toMatchObject({ sent: 0, uncertain: 4, failed: 0 })
    expect(sends().map(({ applied, answered }) => [applied, answered])).toEqual(persons.map(() => [true, false]))
  })
})
