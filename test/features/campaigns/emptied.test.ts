import { describe, expect, it } from 'vitest'
import { stateInWords } from '../../../src/features/campaigns/state-words.ts'
import { admin, groupAt, minuteMs, startScheduling } from '../../support/scheduling.ts'

const target = (accountId: number, index: number) => ({ accountId, peer: groupAt(index), topic: 0 })

async function setup() {
  const world = await startScheduling({ accounts: 2 })
  const { store, db, clock } = world
  const remove = async (id: number) => {
    await store.removeAccount({ id, ownerId: 1, nowMs: clock.nowMs() })
    while ((await store.sweepRemoved({ accountId: id, limit: 2, nowMs: clock.nowMs() })) > 0);
  }
  const stateOf = async ({ id }: { readonly id: number }) => {
    const campaign = await store.campaign({ id, ownerId: admin })
    return campaign && { state: campaign.state, reason: campaign.reason, nextAtMs: campaign.nextAtMs }
  }
  const told = () => db.prepare('select user_id as userId, kind, subject, detail from news_items').all()
  return { ...world, remove, stateOf, told }
}

const stopped = { state: 'stopped', reason: 'no-groups', nextAtMs: null }

describe('a campaign whose last account is deleted', () => {
  it('is stopped with its round, opens no further one, and its owner is told why', async () => {
    const { begin, grant, tickAfter, claimDue, remove, stateOf, lastRun, report, states, told, events } = await setup()
    await grant([1])
    const campaign = await begin()
    await tickAfter(0)
    const [inFlight] = await claimDue()
    expect(inFlight).toBeDefined()

    await remove(1)

    expect(await stateOf(campaign)).toEqual(stopped)
    expect(told()).toEqual([
      { userId: 1, kind: 'stopped', subject: String(campaign.id), detail: expect.stringContaining('no-groups') },
    ])
    await tickAfter(10 * minuteMs)
    await tickAfter(10 * minuteMs)
    expect((await report(campaign)).runs).toHaveLength(1)
    const run = await lastRun(campaign)
    expect(run).toMatchObject({ state: 'stopped', reason: 'no-groups', cancelled: 2 })
    expect(states(run).toSorted()).toEqual(['cancelled', 'cancelled', 'in-flight'])
    expect(events.map(({ name }) => name)).not.toContain('campaign_paused')
  })

  it('is stopped while it waits for its next round, and while it is paused', async () => {
    const { store, begin, grant, tickAfter, sendDue, remove, stateOf, clock } = await setup()
    await grant([1, 2])
    const [waiting, paused] = [await begin({ groups: 1 }), await begin({ groups: 2 })]
    await tickAfter(0)
    await store.pauseCampaign({ id: paused.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })
    await sendDue()
    await tickAfter(1_000)

    await remove(1)

    expect([await stateOf(waiting), await stateOf(paused)]).toEqual([stopped, stopped])
    expect(stateInWords({ state: 'stopped', reason: 'no-groups' })).toContain('no group is left')
  })

  it('goes on with the accounts that it has left, and leaves drafts and what is over as they are', async () => {
    const { store, create, begin, grant, tickAfter, remove, stateOf, told, clock } = await setup()
    await grant([1, 2])
    const shared = await begin({ targets: [target(1, 0), target(2, 1)] })
    const draft = await create()
    const over = await begin({ groups: 2 })
    await store.stopCampaign({ id: over.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })
    await tickAfter(0)

    await remove(1)
    expect(await stateOf(shared)).toMatchObject({ state: 'running', reason: null })
    expect(await stateOf(draft)).toMatchObject({ state: 'draft' })
    expect(await stateOf(over)).toMatchObject({ state: 'stopped', reason: 'asked' })
    expect(told()).toEqual([])

    await remove(2)
    expect(await stateOf(shared)).toEqual(stopped)
  })
})
