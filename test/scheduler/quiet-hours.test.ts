import { describe, expect, it } from 'vitest'
import type { Timetable } from '../../src/scheduler/timetable.ts'
import { admin, limits, minuteMs, openScheduler, startMs, startScheduling } from '../support/scheduling.ts'

// startMs is 2027-01-15 08:00 UTC, 13:00 in Tashkent.
const hourMs = 60 * minuteMs
const plain: Timetable = {
  zone: 'Asia/Tashkent',
  calendar: null,
  quiet: null,
  beginsAtMs: null,
  endsAtMs: null,
  rounds: null,
}
const quietFrom13: Timetable = { ...plain, quiet: { from: 13 * 60 + 1, until: 14 * 60 } }
const [quietAtMs, quietOverMs] = [startMs + minuteMs, startMs + hourMs]

/** A round of so many groups, with so many minutes from one to the next, that runs into quiet hours a minute after its beginning. */
async function intoQuiet(groups = 3, given: { everyMs?: number | null; timetable?: Timetable } = {}) {
  const the = await startScheduling({ groups })
  await the.grant()
  const campaign = await the.begin({ groups, everyMs: null, timetable: quietFrom13, ...given })
  await the.tickAfter(0)
  const told = { id: campaign.id, ownerId: admin }
  return { ...the, campaign, told }
}

describe('a round that runs into quiet hours', () => {
  it('goes on after them, by itself', async () => {
    const { sendDue, tickAfter, lastRun, campaign, clock, report, hinted } = await intoQuiet()
    expect(await sendDue()).toHaveLength(1)

    await tickAfter(minuteMs)
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'quiet-hours', sent: 1, open: 2 })
    expect((await report(campaign)).campaign.state).toBe('running')
    clock.advance(30 * minuteMs)
    expect(await sendDue()).toEqual([])

    hinted.length = 0
    await tickAfter(quietOverMs - clock.nowMs())
    expect(await lastRun(campaign)).toMatchObject({ state: 'running', reason: null })
    expect(hinted).toEqual([1])
    expect(await sendDue()).toHaveLength(2)
    await tickAfter(0)
    expect((await report(campaign)).campaign.state).toBe('finished')
  })

  it('sends nothing in them before the scheduler has said a word: it may stand still, or be away', async () => {
    const { sendDue, clock } = await intoQuiet()

    clock.advance(minuteMs - 1)
    expect(await sendDue()).toHaveLength(3)

    const other = await intoQuiet()
    other.clock.advance(minuteMs)
    expect(await other.sendDue()).toEqual([])
    other.clock.advance(2 * hourMs)
    expect(await other.sendDue()).toEqual([])
    await openScheduler(other.store, other.clock).tick()
    await other.tickAfter(0)
    expect(await other.sendDue()).toHaveLength(3)
  })

  it('holds back what Telegram or a retry gives back in them', async () => {
    const { claimDue, settle, tickAfter, lastRun, campaign, clock, store, told } = await intoQuiet(1)
    const [message] = await claimDue()
    await tickAfter(minuteMs)

    const settlement = { id: message?.id ?? 0, accountId: 1, runId: message?.runId ?? 0, epoch: 1 }
    await settle([{ ...settlement, event: 'retry', dueAtMs: clock.nowMs() + 1_000, reason: 'flood' }])
    await tickAfter(5_000)
    expect(await claimDue()).toEqual([])

    await tickAfter(quietOverMs - clock.nowMs())
    const [again] = await claimDue()
    expect(again?.id).toBe(message?.id)
    await settle([{ ...settlement, event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' }])
    expect(await lastRun(campaign)).toMatchObject({ state: 'finished', failed: 1 })

    // A day later, in the quiet hours, somebody retries what failed.
    await tickAfter(24 * hourMs - clock.nowMs() + quietAtMs)
    const answer = await store.retryFailed({ ...told, after: null, limit: 10, nowMs: clock.nowMs() })
    expect(answer).toMatchObject({ revived: 1 })
    expect(await claimDue()).toEqual([])
    await tickAfter(0)
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'quiet-hours' })
    await tickAfter(hourMs)
    expect(await claimDue()).toHaveLength(1)
  })

  it('is planned after them when it begins in them', async () => {
    const the = await startScheduling()
    await the.grant()
    const campaign = await the.create({
      everyMs: null,
      timetable: { ...plain, quiet: { from: 13 * 60, until: 14 * 60 } },
    })
    expect((await the.start(campaign)).nextAtMs).toBe(quietOverMs)
    await the.tickAfter(0)
    expect((await the.report(campaign)).runs).toEqual([])

    await the.tickAfter(hourMs)
    expect(await the.lastRun(campaign)).toMatchObject({ state: 'running', plannedAtMs: quietOverMs, targets: 3 })
  })

  it('stays where a person has put it: paused in them, it does not go on by itself', async () => {
    const { tickAfter, lastRun, campaign, clock, store, told, claimDue } = await intoQuiet()
    await tickAfter(minuteMs)
    await store.pauseCampaign({ ...told, reason: 'asked', nowMs: clock.nowMs() })

    await tickAfter(hourMs)
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'asked' })
    expect(await claimDue()).toEqual([])

    await store.resumeCampaign({ ...told, nowMs: clock.nowMs() })
    await tickAfter(0)
    expect(await claimDue()).toHaveLength(3)
  })

  it('does not go on in them because it is resumed', async () => {
    const { tickAfter, lastRun, campaign, clock, store, told, claimDue } = await intoQuiet()
    await store.pauseCampaign({ ...told, reason: 'asked', nowMs: clock.nowMs() })
    await tickAfter(10 * minuteMs)
    await store.resumeCampaign({ ...told, nowMs: clock.nowMs() })

    expect(await claimDue()).toEqual([])
    await tickAfter(0)
    expect(await claimDue()).toEqual([])
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'quiet-hours' })
  })

  it('is finished by the end of them, if what was on the wire was the last of it', async () => {
    const { claimDue, settle, tickAfter, report, campaign, clock } = await intoQuiet(1)
    const [message] = await claimDue()
    await tickAfter(minuteMs)
    const { id = 0, runId = 0 } = message ?? {}
    await settle([{ id, accountId: 1, runId: runId ?? 0, epoch: 1, event: 'confirm', messageId: 7, result: null }])

    await tickAfter(quietOverMs - clock.nowMs())
    await tickAfter(0)

    expect((await report(campaign)).campaign.state).toBe('finished')
  })

  it('is superseded by the round that begins when they are over', async () => {
    const { tickAfter, report, campaign } = await intoQuiet(3, { everyMs: 10 * minuteMs })
    await tickAfter(minuteMs)
    await tickAfter(hourMs)
    await tickAfter(0)

    expect((await report(campaign)).runs).toMatchObject([
      { state: 'running', plannedAtMs: quietOverMs, open: 3 },
      { state: 'stopped', reason: 'superseded', cancelled: 3 },
    ])
  })

  it('obeys hours that are given, changed or taken away while it runs', async () => {
    const { tickAfter, claimDue, clock, store, told, lastRun, campaign } = await intoQuiet(3, { timetable: plain })
    const setQuiet = (quiet: Timetable['quiet']) =>
      store.setWhen({ ...told, everyMs: null, timetable: { ...plain, quiet }, limits, nowMs: clock.nowMs() })

    await setQuiet({ from: 13 * 60, until: 14 * 60 })
    expect(await claimDue()).toEqual([])
    await tickAfter(1_000)
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'quiet-hours' })

    await setQuiet(null)
    await tickAfter(20_000)
    expect(await claimDue()).toHaveLength(3)
  })
})

describe('the end of a plan', () => {
  it('cancels what is left of its round, and the campaign has finished', async () => {
    const endsAtMs = startMs + 15_000
    const { tickAfter, sendDue, report, campaign, events } = await intoQuiet(3, { timetable: { ...plain, endsAtMs } })
    await tickAfter(10_000)
    expect(await sendDue()).toHaveLength(2)

    await tickAfter(5_000)
    expect(await sendDue()).toEqual([])
    await tickAfter(0)
    await tickAfter(0)

    const { campaign: now, runs } = await report(campaign)
    expect(now).toMatchObject({ state: 'finished', nextAtMs: null })
    expect(runs).toMatchObject([{ state: 'stopped', reason: 'plan-ended', sent: 2, cancelled: 1, open: 0 }])
    expect(events.at(-1)).toMatchObject({ name: 'run_stopped', reason: 'plan-ended' })
  })

  it('comes after so many rounds', async () => {
    const { tickAfter, sendDue, report, campaign, store, told, clock } = await intoQuiet(1, {
      everyMs: 5 * minuteMs,
      timetable: { ...plain, rounds: 2 },
    })
    await sendDue()
    await store.sendNow({ ...told, nowMs: clock.nowMs() + 1 })
    await tickAfter(1_000)
    await sendDue()
    await tickAfter(5 * minuteMs)
    await sendDue()
    await tickAfter(5 * minuteMs)
    await tickAfter(0)

    const { campaign: now, runs } = await report(campaign)
    expect(runs.map(({ plannedAtMs }) => plannedAtMs - startMs)).toEqual([5 * minuteMs, 2, 0])
    expect(now).toMatchObject({ state: 'finished', roundsDone: 2 })
  })
})
