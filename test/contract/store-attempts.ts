import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../src/delivery/partition.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import type { StorePort } from '../../src/store/store.ts'

/** A store with one owner, one content and one account of this kind, as every adapter must be able to open one. */
export type OpenStore = (options: { readonly kind?: 'user' | 'bot' }) => Promise<OpenedStore>

export interface OpenedStore {
  readonly store: StorePort<AllVerbs>
  /** Changes rows behind the store's back, in portable SQL. */
  exec(sql: string): void
}

/** What every store does with attempts, whatever database it stands on and whatever thread it runs in. */
export function attemptContract(open: OpenStore): void {
  describe('scheduling a run', () => {
    it('adds each target once, however often the planning is repeated', async () => {
      const { store } = await open({})
      const run = await store.openRun(aRun, now)

      const first = await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends: [send(-1), send(-2)] })
      const again = await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends: [send(-1), send(-2)] })

      expect([first, again]).toEqual([2, 0])
      expect(await store.run(run.id)).toMatchObject({ targets: 2, state: 'planning' })
    })

    it('opens the run of an instant once', async () => {
      const { store } = await open({})

      const [first, second] = await Promise.all([store.openRun(aRun, now), store.openRun(aRun, now)])

      expect(second.id).toBe(first.id)
    })
  })

  describe('claiming', () => {
    it('makes a due attempt ours, once', async () => {
      const { store, epoch, claimOf } = await scheduled([-1])
      const [attempt] = await store.window(1, 1, 32)
      const claims = [claimOf(attempt?.id ?? 0)]

      expect(await store.claim({ claims, nowMs: now })).toEqual([attempt?.id])
      expect(await store.claim({ claims, nowMs: now })).toEqual([])
      expect(epoch).toBe(1)
    })

    it('is refused to an epoch that is over, to a paused run, a paused account and before planning is done', async () => {
      const { store, exec, runId, claimOf } = await scheduled([-1], { begin: false })
      const [attempt] = await store.window(1, 1, 32)
      const claim = () => store.claim({ claims: [claimOf(attempt?.id ?? 0)], nowMs: now })

      expect(await claim()).toEqual([])
      await store.beginRun(runId, now)
      await store.pauseRun(runId, 'asked')
      expect(await claim()).toEqual([])
      await store.resumeRun(runId, now)
      exec(`update accounts set state = 'paused'`)
      expect(await claim()).toEqual([])
      exec(`update accounts set state = 'active'`)
      await store.acquire({ partitions: [home], owner: 'local', cause: 'boot', nowMs: now })
      expect(await claim()).toEqual([])
    })
  })

  describe('a claim of a run that may not send', () => {
    it.each([
      ['paused', `state = 'paused'`],
      ['stopped, as by the next round, before its rows were swept', `state = 'stopped', reason = 'superseded'`],
      ['being planned still', `state = 'planning'`],
      ['to be looked at, because its hours have come', `look_at_ms = ${now}`],
    ])('is refused: it is %s', async (_, change) => {
      const { store, exec, ids, claimAll } = await scheduled([-1, -2])
      exec(`update runs set ${change}`)

      expect(ids).toHaveLength(2)
      expect(await claimAll()).toEqual([])

      const rows = await store.window(1, 1, 32)
      expect(rows.map(({ id, tries }) => ({ id, tries }))).toEqual(ids.map((id) => ({ id, tries: 0 })))
      exec(`update runs set state = 'running', reason = null, look_at_ms = ${now + 1}`)
      expect(
        await store.claim({ claims: ids.map((id) => ({ id, accountId: 1, epoch: 1, nextAtMs: now })), nowMs: now }),
      ).toEqual(ids)
    })
  })

  describe('the next instant of an account', () => {
    it('stands with a claim, so that who takes over after a kill waits for it', async () => {
      const { store, ids, claimAll } = await scheduled([-1, -2])
      expect(await store.account(1)).toMatchObject({ nextAtMs: 0 })

      expect(await claimAll()).toEqual(ids)

      expect(await store.account(1)).toMatchObject({ nextAtMs: now + 10_000 })
    })

    it('stays as it was with a claim that is refused', async () => {
      const { store, exec, claimAll } = await scheduled([-1])
      exec(`update runs set state = 'paused'`)

      expect(await claimAll()).toEqual([])

      expect(await store.account(1)).toMatchObject({ nextAtMs: 0 })
    })
  })

  describe('settling', () => {
    it('writes what became of each attempt, counts it in its run, and finishes the run with the last', async () => {
      const { store, runId, ids, claimAll } = await scheduled([-1, -2, -3])
      await claimAll()
      const [sent = 0, failed = 0, lost = 0] = ids

      const fenced = await store.settle({
        nowMs: now,
        settlements: [
          { id: sent, accountId: 1, runId, epoch: 1, event: 'confirm', messageId: 7, result: null },
          { id: failed, accountId: 1, runId, epoch: 1, event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' },
          { id: lost, accountId: 1, runId, epoch: 1, event: 'lose', reason: 'unknown' },
        ],
      })

      expect(fenced).toEqual([])
      expect(await store.run(runId)).toMatchObject({
        state: 'finished',
        sent: 1,
        failed: 1,
        uncertain: 1,
        cancelled: 0,
      })
    })

    it('gives the try back when Telegram asks to wait, and counts it when it failed', async () => {
      const { store, ids, runId, claimAll } = await scheduled([-1, -2])
      await claimAll()
      const [waiting = 0, failing = 0] = ids

      await store.settle({
        nowMs: now,
        settlements: [
          { id: waiting, accountId: 1, runId, epoch: 1, event: 'postpone', dueAtMs: now + 5000, reason: 'FLOOD_WAIT' },
          { id: failing, accountId: 1, runId, epoch: 1, event: 'unknown', dueAtMs: now + 9000, reason: 'TimeoutError' },
        ],
      })

      expect(await store.window(1, 1, 32)).toMatchObject([
        { id: waiting, tries: 0, maybeSent: 0, dueAtMs: now + 5000 },
        { id: failing, tries: 1, maybeSent: 1, dueAtMs: now + 9000 },
      ])
    })

    it('refuses the answer of an older epoch', async () => {
      const { store, ids, runId, claimAll } = await scheduled([-1])
      await claimAll()
      await store.acquire({ partitions: [home], owner: 'local', cause: 'crash', nowMs: now })
      const [id = 0] = ids

      const fenced = await store.settle({
        nowMs: now,
        settlements: [{ id, accountId: 1, runId, epoch: 1, event: 'confirm', messageId: 7, result: null }],
      })

      expect(fenced).toEqual([id])
      expect(await store.window(1, 1, 32)).toMatchObject([{ id, maybeSent: 1, crashes: 1 }])
    })
  })

  describe('taking a partition over', () => {
    it('makes a bot’s attempt in flight uncertain, because nobody can ask the Bot API again', async () => {
      const { store, runId, claimAll } = await scheduled([-1], { kind: 'bot' })
      await claimAll()

      const recovered = await store.acquire({ partitions: [home], owner: 'local', cause: 'boot', nowMs: now })

      expect(recovered).toMatchObject({ uncertain: 1, replayed: 0, grants: [{ partition: home, epoch: 2 }] })
      expect(await store.run(runId)).toMatchObject({ state: 'finished', uncertain: 1 })
    })

    it('gives up a message that was in flight in three crashes as uncertain, and counts no boot', async () => {
      const { store, claimAll, runId } = await scheduled([-1])
      const causes = ['crash', 'boot', 'crash', 'crash'] as const
      const given: { uncertain: number; buried: number }[] = []
      for (const cause of causes) {
        await claimAll()
        const { uncertain, buried } = await store.acquire({ partitions: [home], owner: 'local', cause, nowMs: now })
        given.push({ uncertain, buried })
      }

      expect(given).toEqual([0, 0, 0, 1].map((uncertain) => ({ uncertain, buried: 0 })))
      expect(await store.run(runId)).toMatchObject({ uncertain: 1, failed: 0, state: 'finished' })
    })
  })

  describe('work that belongs to no run', () => {
    it('is one attempt for one key, and goes before bulk', async () => {
      const { store } = await scheduled([-1])
      const work = {
        kind: 'dialogs',
        accountId: 1,
        ownerId: 1,
        partition: home,
        idempotencyKey: 'dialogs|1|7',
        payload: '{}',
        peer: null,
        dueAtMs: now,
        rank: 0,
      } as const

      expect(await store.request(work)).toBe(await store.request(work))
      expect(await store.heads([1])).toEqual([
        { accountId: 1, rank: 0, dueAtMs: now },
        { accountId: 1, rank: 1, dueAtMs: now },
      ])
      expect(await store.otherWindow(1, 0, 32)).toMatchObject([{ kind: 'dialogs' }])
      expect([...(await store.otherWindow(1, 1, 32)), ...(await store.window(1, 0, 32))]).toEqual([])
      expect(await store.window(1, 1, 32)).toMatchObject([{ kind: 'send' }])
    })
  })

  async function scheduled(peers: readonly number[], options: { begin?: boolean; kind?: 'user' | 'bot' } = {}) {
    const started = await open(options)
    const { store } = started
    await store.acquire({ partitions: [home], owner: 'local', cause: 'boot', nowMs: now })
    const run = await store.openRun(aRun, now)
    await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends: peers.map(send) })
    if (options.begin !== false) await store.beginRun(run.id, now)
    const ids = (await store.window(1, 1, 32)).map(({ id }) => id)
    let epoch = 1
    const claimOf = (id: number) => ({ id, accountId: 1, epoch, nextAtMs: now + 10_000 })
    const claimAll = async () => {
      const claimed = await store.claim({ claims: ids.map(claimOf), nowMs: now })
      epoch++
      return claimed
    }
    return { ...started, runId: run.id, ids, claimOf, claimAll, epoch: 1 }
  }
}

const now = 1_000_000
const home = partitionOf(1)
const aRun = { campaignId: 5, campaignUuid: 'c-5', ownerId: 1, contentId: 900001, plannedAtMs: 500 }
const send = (peer: number) => ({ accountId: 1, partition: home, peer, topic: 0, part: 0, dueAtMs: now })
