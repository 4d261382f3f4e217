import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../../src/delivery/partition.ts'
import { dayStartMs } from '../../../src/features/accounts/bot/list/today.ts'
import type { Settlement } from '../../../src/store/store.ts'
import { startStoreHere } from '../../support/store.ts'

describe('what an account has sent today', () => {
  it.each([
    ['Asia/Tashkent', Date.UTC(2027, 0, 15, 19, 0)],
    ['Asia/Kathmandu', Date.UTC(2027, 0, 15, 18, 15)],
  ])('begins anew at midnight in %s', async (timeZone, midnightMs) => {
    const { send, sentToday } = await setup(timeZone)

    await send(3, { nowMs: midnightMs - 20 * hourMs })
    await send(4, { nowMs: midnightMs - 1 })
    expect(await sentToday(midnightMs - 1)).toBe(7)
    expect(await sentToday(midnightMs)).toBe(0)

    await send(2, { nowMs: midnightMs })
    await send(20, { nowMs: midnightMs + 14 * 60_000 })
    expect(await sentToday(midnightMs + 24 * hourMs - 1)).toBe(22)
    expect(await sentToday(midnightMs + 24 * hourMs)).toBe(0)
  })

  it('is of this account', async () => {
    const { send, sentToday } = await setup('Asia/Tashkent')

    await send(1, { nowMs: noonMs })
    await send(5, { nowMs: noonMs, accountId: 2 })

    expect(await sentToday(noonMs)).toBe(1)
  })

  it('is neither what failed nor what it did but write', async () => {
    const { store, claimed, sentToday } = await setup('Asia/Tashkent')
    const idempotencyKey = 'groups:1'
    const work = { kind: 'groups.list', accountId: 1, ownerId: 1, partition: partitionOf(1), peer: null, payload: '{}' }
    const id = await store.request({ ...work, idempotencyKey, dueAtMs: noonMs, rank: 1 })
    await store.claim({ claims: [{ id, accountId: 1, epoch: 1, nextAtMs: noonMs }], nowMs: noonMs })
    const read = { id, accountId: 1, runId: null, epoch: 1, event: 'confirm', messageId: null, result: '{}' } as const
    const failed = await claimed(1, { nowMs: noonMs })

    await store.settle({
      nowMs: noonMs,
      settlements: [
        read,
        ...failed.map((each) => ({ ...each, event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' }) as const),
      ],
    })

    expect(await sentToday(noonMs)).toBe(0)
  })

  it('does not count an answer that came too late', async () => {
    const { store, claimed, sentToday } = await setup('Asia/Tashkent')
    const settlements = (await claimed(1, { nowMs: noonMs })).map(confirmed)

    expect(await store.settle({ settlements, nowMs: noonMs })).toEqual([])
    expect(await store.settle({ settlements, nowMs: noonMs })).toHaveLength(1)

    expect(await sentToday(noonMs)).toBe(1)
  })

  it('is forgotten from the oldest on', async () => {
    const { store, send, sentToday } = await setup('Asia/Tashkent')
    await send(1, { nowMs: noonMs })
    await send(1, { nowMs: noonMs, accountId: 2 })
    await send(1, { nowMs: noonMs + hourMs })

    expect(await store.pruneSentCounts(noonMs + hourMs, 10)).toBe(2)

    expect(await sentToday(noonMs + hourMs)).toBe(1)
    expect(await store.pruneSentCounts(noonMs + 2 * hourMs, 10)).toBe(1)
  })
})

const hourMs = 3_600_000
const noonMs = Date.UTC(2027, 0, 15, 7, 0)

interface Claimed {
  readonly id: number
  readonly accountId: number
  readonly runId: number
  readonly epoch: number
}

const confirmed = (each: Claimed): Settlement => ({ ...each, event: 'confirm', messageId: each.id, result: null })

interface Sending {
  readonly nowMs: number
  readonly accountId?: number
}

async function setup(timeZone: string) {
  const { store } = startStoreHere({ accounts: 2 })
  await store.acquire({ partitions: [1, 2].map(partitionOf), owner: 'local', cause: 'boot', nowMs: 1 })

  /** Messages of a new run, each to a group of its own. */
  const claimed = async (messages: number, { nowMs, accountId = 1 }: Sending): Promise<Claimed[]> => {
    const plan = { campaignId: 5, campaignUuid: `of ${accountId}`, ownerId: 1, contentId: 900_001, plannedAtMs: nowMs }
    const { id: runId } = await store.openRun(plan, nowMs)
    const target = { accountId, partition: partitionOf(accountId), topic: 0, part: 0, dueAtMs: nowMs }
    const sends = Array.from({ length: messages }, (_, index) => ({ ...target, peer: -1 - index }))
    await store.schedule({ runId, ownerId: 1, contentId: 900_001, sends })
    await store.beginRun(runId, nowMs)
    const due = (await store.window(accountId, 1, 1_000)).filter((attempt) => attempt.runId === runId)
    await store.claim({ claims: due.map(({ id }) => ({ id, accountId, epoch: 1, nextAtMs: nowMs })), nowMs })
    return due.map(({ id }) => ({ id, accountId, runId, epoch: 1 }))
  }
  const send = async (messages: number, sending: Sending) => {
    const settlements = (await claimed(messages, sending)).map(confirmed)
    expect(await store.settle({ settlements, nowMs: sending.nowMs })).toEqual([])
  }
  const sentToday = async (nowMs: number) => {
    const card = await store.accountCard({ id: 1, ownerId: 1, nowMs, sinceMs: dayStartMs(nowMs, timeZone) })
    return card?.sent
  }
  return { store, claimed, send, sentToday }
}
