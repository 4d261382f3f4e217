import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { alertInWords } from '../../src/delivery/service-alert.ts'
import { FloodWatch } from '../../src/ops/flood-watch.ts'
import { openLocalTestStore } from '../support/store.ts'

const startMs = 1_790_000_000_000

describe('the watch for flood storms', () => {
  it('alerts once when a storm begins and once when it is over, however many accounts are told to wait', async () => {
    const { alerts, shares, floods, sends, pass } = await setup()

    sends(500)
    floods(1_000, 600)
    sends(20)
    pass(1_200)

    expect(alerts).toEqual([
      expect.stringMatching(/^Telegram slows this installation, not one account: 167 of 667 accounts .* for 600 s\./),
      expect.stringMatching(/^Telegram slows this installation no more: 1000 flood waits within 20 min/),
    ])
    expect([shares[0], shares[1], shares.at(-1)]).toEqual([1, 10 / 667, 1])
  })

  it('slows nobody for one account that is told to wait among many, or for chats and reading', async () => {
    const { alerts, shares, sends, tell, pass } = await setup()

    for (let minute = 0; minute < 20; minute++) {
      sends(30)
      tell({ accountId: 1, seconds: 30 })
      for (let accountId = 1; accountId <= 30; accountId++) {
        tell({ accountId, seconds: 30, key: 'peer:-1001' })
        tell({ accountId, seconds: 30, key: 'lane:read' })
        tell({ accountId, seconds: 30, key: 'lane:join' })
      }
      pass(60)
    }

    expect([alerts, shares]).toEqual([[], [1]])
  })

  it('counts only messages among what accounts have done', async () => {
    const { alerts, floods, watch } = await setup()
    for (let accountId = 100; accountId < 200; accountId++) watch.note(sent(accountId, null))

    floods(5, 30)

    expect(alerts).toHaveLength(1)
  })

  it('knows that whoever is refused by a group was not told to wait', async () => {
    const { alerts, floods, watch } = await setup()
    for (let accountId = 100; accountId < 200; accountId++) watch.note(refused(accountId))

    floods(5, 30)

    expect(alerts).toEqual([])
  })

  it('knows after a restart what was reached, slows the shards before they start, and does not alert again', async () => {
    const first = await setup()
    first.floods(8, 30)
    first.sends(20)
    first.pass(16)
    await first.watch.stop()

    const next = await setup(first)
    next.floods(8, 30)

    expect(first.alerts).toHaveLength(1)
    expect([next.alerts, next.shares]).toEqual([[], [1 / 4, 1 / 8]])
    expect(next.watch.storm).toMatchObject({ beganAtMs: startMs, accounts: 5, waits: 16 })
  })

  it('keeps nothing of a storm that is over', async () => {
    const first = await setup()
    first.floods(5, 30)
    first.pass(700)
    await first.watch.stop()

    const next = await setup(first)

    expect([first.alerts.length, next.shares, next.watch.storm]).toEqual([2, [1], null])
  })

  it('tells of each change by an event', async () => {
    const { events, floods, sends, pass } = await setup()
    floods(5, 30)
    sends(1)
    pass(15)

    expect(events).toEqual([
      { name: 'flood_storm', change: 'began', share: 1 / 8, waits: 5 },
      { name: 'flood_storm', change: 'rose', share: 1 / 4, waits: 5 },
    ])
  })

  it('goes on when it cannot be kept', async () => {
    const { alerts, shares, floods, watch } = await setup({
      store: { setting: () => Promise.resolve(undefined), saveSetting: () => Promise.reject(new Error('made to')) },
    })

    floods(5, 30)
    await watch.stop()

    expect([alerts.length, shares]).toEqual([1, [1, 1 / 8]])
  })
})

type Store = ConstructorParameters<typeof FloodWatch>[0]['store']

/** @param earlier with its store and clock, as after a restart */
async function setup({
  store = openStore(),
  time = { nowMs: startMs },
}: { store?: Store; time?: { nowMs: number } } = {}) {
  const alerts: string[] = []
  const shares: number[] = []
  const events: EngineEvent[] = []
  const watch = new FloodWatch({
    store,
    clock: { nowMs: () => time.nowMs },
    log: pino({ level: 'silent' }),
    slow: (share) => void shares.push(share),
    onAlert: (alert) => void alerts.push(alertInWords(alert)),
    onEvent: (event) => void events.push(event),
  })
  await watch.start()
  onTestFinished(() => watch.stop())
  const tell = ({ accountId, seconds, key = 'lane:send' }: { accountId: number; seconds: number; key?: string }) =>
    watch.note({
      name: 'wait_started',
      accountId,
      key,
      untilMs: time.nowMs + seconds * 1_000,
      reason: `FLOOD_WAIT_${seconds}`,
    })
  return {
    store,
    time,
    watch,
    alerts,
    shares,
    events,
    tell,
    floods(count: number, seconds: number) {
      for (let accountId = 1; accountId <= count; accountId++) tell({ accountId, seconds })
    },
    sends(count: number) {
      for (let accountId = 10_001; accountId <= 10_000 + count; accountId++) watch.note(sent(accountId, 1))
    },
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        time.nowMs += 1_000
        watch.tick()
      }
    },
  }
}

function openStore(): Store {
  return openLocalTestStore().store
}

function sent(accountId: number, messageId: number | null): EngineEvent {
  return { name: 'sent', attemptId: 1, accountId, runId: 1, peer: -1001, messageId, tries: 1, tookMs: 50 }
}

function refused(accountId: number): EngineEvent {
  const reason = 'CHAT_WRITE_FORBIDDEN'
  return { name: 'terminal_failure', attemptId: 1, accountId, runId: 1, peer: -1001, reason, tries: 1 }
}
