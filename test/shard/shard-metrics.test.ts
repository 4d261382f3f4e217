import { expect, it } from 'vitest'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { ShardMetrics } from '../../src/shard/shard-metrics.ts'

it('tells a batch a second while something is settled, and its counters a minute and at the end', () => {
  const { metrics, events, passSecond, settle } = setup()

  settle('sent')
  settle('terminal_failure')
  passSecond(1_250)
  for (let second = 2; second <= 60; second++) passSecond(1_000)
  settle('retry_scheduled')
  metrics.end(stats)

  expect(events).toEqual([
    { name: 'batch_processed', shard: 3, count: 2, tookMs: 1_250 },
    { name: 'metrics_snapshot', shard: 3, ...stats, sent: 1, failed: 1, waits: 0, loopDelayMs: 250 },
    { name: 'batch_processed', shard: 3, count: 1, tookMs: 0 },
    { name: 'metrics_snapshot', shard: 3, ...stats, sent: 0, failed: 0, waits: 0, loopDelayMs: 0 },
  ])
})

const stats = { accounts: 2, connected: 1, inFlight: 1, due: 0, lagMs: 0, heapBytes: 1 }
const attempt = { attemptId: 1, accountId: 1, runId: 1, peer: -1, reason: 'why', tries: 1 }

function setup() {
  const events: EngineEvent[] = []
  let nowMs = 1_000
  const metrics = new ShardMetrics({
    shard: 3,
    clock: { nowMs: () => nowMs },
    emit: (event) => void events.push(event),
  })
  return {
    metrics,
    events,
    passSecond(ms: number) {
      nowMs += ms
      metrics.tick(stats)
    },
    settle(name: 'sent' | 'terminal_failure' | 'retry_scheduled') {
      if (name === 'sent') metrics.note({ name, ...attempt, messageId: 7, tookMs: 5 })
      else if (name === 'terminal_failure') metrics.note({ name, ...attempt })
      else metrics.note({ name, ...attempt, move: 'postpone', dueAtMs: 9 })
    },
  }
}
