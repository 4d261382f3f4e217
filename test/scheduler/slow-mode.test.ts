import { describe, expect, it } from 'vitest'
import { startRounds } from '../support/rounds.ts'

const refusals = (counts: readonly { readonly error?: string | null; readonly requests: number }[]) =>
  counts.flatMap(({ error, requests }) => (error?.startsWith('SLOWMODE_WAIT') === true ? [requests] : []))

describe('a group with slow mode', () => {
  it('refuses one message, tells how slow it is, and need not refuse another one in twelve rounds', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, telegram, report, db } = await startRounds({ groups: 4 })
    const [slow, ...others] = chats
    if (slow !== undefined) telegram.world.chats.update(slow, { slowModeSeconds: 60 })
    const campaign = await begin({ targets: groups(), everyMs: 20_000 })
    const round = async (number: number) => {
      await tickAfter(number === 1 ? 0 : 20_000)
      await until(() => others.every(({ peer }) => textsIn(peer).length === number))
      await until(async () => ((await report(campaign)).runs[0]?.open ?? 2) <= 1)
    }
    const learned = () =>
      db.prepare('select peer, slow_mode_seconds as seconds from peers where slow_mode_seconds > 0').all()

    await round(1)
    expect(learned()).toEqual([])
    await round(2)
    await until(() => learned().length > 0)
    expect(learned()).toEqual([{ peer: slow?.peer, seconds: 60 }])
    for (let number = 3; number <= 12; number++) await round(number)

    expect(refusals(telegram.judge.counts(['error']))).toEqual([1])
    // 220 s: the first round, and then as often as a minute and its margin allow.
    expect(textsIn(slow?.peer ?? 0).length).toBeGreaterThanOrEqual(3)
  })

  it('is kept over a restart, and keeps no older message from being taken back', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, telegram, db } = await startRounds({ groups: 1 })
    const [slow] = chats
    if (slow !== undefined) telegram.world.chats.update(slow, { slowModeSeconds: 60 })
    db.prepare('update peers set slow_mode_seconds = 60').run()
    await begin({ targets: groups(), everyMs: 62_000, keepLatest: 'delete' })
    const stand = () => textsIn(slow?.peer ?? 0).length

    await tickAfter(0)
    await until(() => stand() === 1)
    const waits = () => db.prepare('select key from waits').pluck().all()
    await until(() => waits().length > 0)
    expect(waits()).toEqual([`slow-mode:${slow?.peer}`])
    await tickAfter(62_000)
    await until(
      () => db.prepare(`select count(*) from attempts where kind = 'delete' and state = 'sent'`).pluck().get() === 1,
    )

    expect(stand()).toBe(1)
    expect(refusals(telegram.judge.counts(['error']))).toEqual([])
  })

  it('is as slow as the step above what is left, where it does not tell', async () => {
    const { begin, groups, tickAfter, chats, until, telegram, db, add } = await startRounds({ groups: 1 })
    const [slow] = chats
    if (slow !== undefined) telegram.world.chats.update(slow, { slowModeSeconds: 60 })
    add({ method: 'channels.getFullChannel', error: 'CHANNEL_PRIVATE' })
    await begin({ targets: groups(), everyMs: 25_000 })
    await tickAfter(0)
    await until(() => db.prepare(`select count(*) from attempts where state = 'sent'`).pluck().get() === 1)

    await tickAfter(25_000)
    const seconds = () => db.prepare('select slow_mode_seconds from peers').pluck().get()
    await until(() => seconds() !== 0)

    expect(seconds()).toBe(60)
  })
})
