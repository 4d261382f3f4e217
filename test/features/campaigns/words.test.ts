import { describe, expect, it } from 'vitest'
import { minuteMs, startMs, startScheduling } from '../../support/scheduling.ts'

describe('pausing', () => {
  it('refuses claims from its commit on, and takes the attempts out of what is due with the next tick', async () => {
    const { store, claimDue, tickAfter, lastRun, events, told, campaign } = await running({ groups: 5 })

    await store.pauseCampaign(told)

    expect(await claimDue()).toEqual([])
    expect(await store.heads([1])).toHaveLength(1)
    await tickAfter(1_000)
    expect(await store.heads([1])).toEqual([])
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', chore: null, open: 5 })
    expect(events.at(-1)).toMatchObject({ name: 'run_paused', reason: 'asked' })
  })

  it('holds also what was on the wire and comes back, otherwise the account would stand still in front of it', async () => {
    const { store, claimDue, settle, tickAfter, clock, told, resume } = await running({ groups: 1 })
    const [claimed] = await claimDue()
    await store.pauseCampaign(told)
    await tickAfter(1_000)

    await settle([
      {
        id: claimed?.id ?? 0,
        accountId: 1,
        runId: claimed?.runId ?? 0,
        epoch: 1,
        event: 'release',
        dueAtMs: startMs,
        reason: 'net',
      },
    ])

    expect(await store.heads([1])).toEqual([])
    await resume(clock.nowMs())
    await tickAfter(1_000)
    expect(await store.heads([1])).toHaveLength(1)
  })

  it('holds what a crash puts back', async () => {
    const { store, claimDue, grant, told } = await running({ groups: 1 })
    await claimDue()
    await store.pauseCampaign(told)

    await grant()

    expect(await store.heads([1])).toEqual([])
  })

  it('opens no round, and the groups of a paused one stay its own', async () => {
    const { store, tickAfter, report, told, campaign } = await running({ groups: 3 })
    await store.pauseCampaign(told)

    await tickAfter(20 * minuteMs)

    expect(await report(campaign)).toMatchObject({ campaign: { state: 'paused' }, runs: [{ open: 3 }] })
  })
})

describe('resuming', () => {
  it('lets the attempts go again, and hints at their accounts', async () => {
    const { store, tickAfter, hinted, clock, lastRun, sendDue, told, campaign, resume } = await running({ groups: 3 })
    await store.pauseCampaign(told)
    await tickAfter(1_000)
    hinted.length = 0

    await resume(clock.nowMs())
    await tickAfter(1_000)

    expect(hinted).toEqual([1])
    clock.advance(minuteMs)
    await sendDue()
    expect(await lastRun(campaign)).toMatchObject({ state: 'finished', sent: 3 })
  })

  it('begins the round that was missed in between, in place of the rest of the old one', async () => {
    const { store, tickAfter, clock, report, told, campaign, resume } = await running({ groups: 3 })
    await store.pauseCampaign(told)
    await tickAfter(12 * minuteMs)

    await resume(clock.nowMs())
    await tickAfter(1_000)

    const { runs } = await report(campaign)
    expect(runs.map(({ plannedAtMs }) => plannedAtMs - startMs)).toEqual([10 * minuteMs, 0])
    expect(runs[1]).toMatchObject({ state: 'stopped', reason: 'superseded', cancelled: 3 })
  })

  it('goes on with the old round until the next instant, if that is wanted', async () => {
    const { store, tickAfter, clock, report, told, campaign } = await running({ groups: 3 })
    await store.pauseCampaign(told)
    await tickAfter(12 * minuteMs)

    await store.resumeCampaign({ ...told, missed: 'skip', nowMs: clock.nowMs() })
    await tickAfter(1_000)

    const { runs, campaign: now } = await report(campaign)
    expect(runs).toMatchObject([{ state: 'running', open: 3 }])
    expect(now.nextAtMs).toBe(startMs + 15 * minuteMs)
  })

  it('finishes a campaign of which nothing is left to do', async () => {
    const { store, tickAfter, claimDue, settle, lastRun, clock, campaign, told, resume } = await running({
      groups: 1,
      everyMs: null,
    })
    const [claimed] = await claimDue()
    await store.pauseCampaign(told)
    await settle([
      {
        id: claimed?.id ?? 0,
        accountId: 1,
        runId: claimed?.runId ?? 0,
        epoch: 1,
        event: 'confirm',
        messageId: 7,
        result: null,
      },
    ])

    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', sent: 1 })
    expect(await resume(clock.nowMs())).toMatchObject({ campaign: { state: 'finished' } })
    await tickAfter(1_000)
    expect(await lastRun(campaign)).toMatchObject({ state: 'finished', chore: null })
  })
})

describe('stopping', () => {
  it('cancels what is open, and what is on the wire ends as it ends', async () => {
    const { store, tickAfter, claimDue, settle, lastRun, told, campaign } = await running({ groups: 4 })
    const [onTheWire] = await claimDue()

    await store.stopCampaign(told)
    await tickAfter(1_000)

    expect(await claimDue()).toEqual([])
    expect(await lastRun(campaign)).toMatchObject({ state: 'stopped', cancelled: 3, open: 1, finishedAtMs: null })
    const { id = 0, runId = 0 } = onTheWire ?? {}
    await settle([{ id, accountId: 1, runId, epoch: 1, event: 'confirm', messageId: 7, result: null }])
    expect(await lastRun(campaign)).toMatchObject({ state: 'stopped', sent: 1, cancelled: 3, open: 0 })
  })

  it('of a paused campaign cancels its attempts too, and a new start is a new grid', async () => {
    const { store, tickAfter, report, told, campaign, start, clock } = await running({ groups: 2 })
    await store.pauseCampaign(told)
    await store.stopCampaign(told)
    await tickAfter(3 * minuteMs)

    await start(campaign)
    await tickAfter(0)

    const { runs, campaign: now } = await report(campaign)
    expect(runs).toMatchObject([
      { state: 'running', plannedAtMs: startMs + 3 * minuteMs },
      { state: 'stopped', reason: 'asked', cancelled: 2 },
    ])
    expect(now).toMatchObject({ state: 'running', nextAtMs: clock.nowMs() + 5 * minuteMs })
  })

  it('is what happens when Telegram refuses the text itself, and a start tries anew', async () => {
    const { store, tickAfter, report, lastRun, campaign, start } = await running({ groups: 3 })
    await store.stopRun((await lastRun(campaign)).id, 'MESSAGE_TOO_LONG')

    await tickAfter(1_000)
    await tickAfter(1_000)

    expect(await report(campaign)).toMatchObject({
      campaign: { state: 'stopped', reason: 'MESSAGE_TOO_LONG' },
      runs: [{ state: 'stopped', cancelled: 3 }],
    })
    await start(campaign)
    await tickAfter(1_000)
    expect(await lastRun(campaign)).toMatchObject({ state: 'running', open: 3 })
  })

  it('by such a refusal also counts when the next instant comes first', async () => {
    const { store, tickAfter, report, lastRun, campaign } = await running({ groups: 3 })
    await store.stopRun((await lastRun(campaign)).id, 'MESSAGE_TOO_LONG')

    await tickAfter(5 * minuteMs)

    expect(await report(campaign)).toMatchObject({ campaign: { state: 'stopped' }, runs: [{ cancelled: 3 }] })
  })
})

describe('a campaign that runs once', () => {
  it('is finished when nothing of it is open', async () => {
    const { store, tickAfter, sendDue, report, campaign } = await running({ groups: 2, everyMs: null })
    await sendDue()
    await tickAfter(10_000)
    await sendDue()
    expect(await store.campaign({ id: campaign.id, ownerId: 1 })).toMatchObject({ state: 'running' })

    await tickAfter(1_000)

    expect(await report(campaign)).toMatchObject({
      campaign: { state: 'finished' },
      runs: [{ state: 'finished', sent: 2 }],
    })
  })
})

describe('retrying what failed', () => {
  it('sends only those again, and the campaign finishes anew', async () => {
    const { store, tickAfter, claimDue, settle, report, campaign, clock, sendDue, db } = await running({
      groups: 3,
      everyMs: null,
    })
    clock.advance(minuteMs)
    const [sent, ...failed] = await claimDue()
    const runId = sent?.runId ?? 0
    await settle([
      { id: sent?.id ?? 0, accountId: 1, runId, epoch: 1, event: 'confirm', messageId: 7, result: null },
      ...failed.map(
        ({ id }) => ({ id, accountId: 1, runId, epoch: 1, event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' }) as const,
      ),
    ])
    await tickAfter(1_000)
    const retry = { id: campaign.id, ownerId: 1, limit: 2, nowMs: clock.nowMs() }

    const first = await store.retryFailed({ ...retry, after: null })
    const second = await store.retryFailed({ ...retry, after: 'after' in first ? first.after : null })

    expect(await store.campaign({ id: campaign.id, ownerId: 1 })).toMatchObject({ state: 'running' })
    expect([first, second].map((answer) => ('revived' in answer ? answer.revived : 0))).toEqual([2, 0])
    expect(first).toMatchObject({ accounts: [{ id: 1 }] })
    expect(second).toMatchObject({ after: null })
    expect(await sendDue()).toHaveLength(2)
    await tickAfter(1_000)
    expect(await report(campaign)).toMatchObject({ campaign: { state: 'finished' }, runs: [{ sent: 3, failed: 0 }] })
    expect(db.prepare('select count(*) from attempts').pluck().get()).toBe(3)
  })

  it('is refused where nothing failed, and while the campaign is paused or stopped', async () => {
    const { store, told, campaign } = await running({ groups: 3 })
    const retry = () => store.retryFailed({ id: campaign.id, ownerId: 1, after: null, limit: 10, nowMs: startMs })

    expect(await retry()).toEqual({ problem: { type: 'nothing-failed' } })
    await store.pauseCampaign(told)
    expect(await retry()).toEqual({ problem: { type: 'wrong-state', state: 'paused', word: 'retry' } })
  })
})

/** A campaign whose first round is planned, with the account's partition granted under epoch 1. */
async function running(given: { groups: number; everyMs?: number | null }) {
  const started = await startScheduling({ groups: given.groups })
  const campaign = await started.begin(given)
  await started.grant()
  await started.tickAfter(0)
  const told = { id: campaign.id, ownerId: 1, reason: 'asked', nowMs: startMs }
  const resume = (nowMs: number) => started.store.resumeCampaign({ id: campaign.id, ownerId: 1, nowMs })
  return { ...started, campaign, told, resume }
}
