import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { logEvents } from '../../src/ops/event-log.ts'
import { EventSink } from '../../src/shard/event-sink.ts'

const attempt = { attemptId: 1, accountId: 2, runId: 3, peer: -4 }

describe('a line of the log', () => {
  it('is named by its event, whatever the fields of it are called', () => {
    const { sink, lines } = openLog()

    sink.emit('unknown_error', { error: 'NOBODY_KNOWS_THIS_%d', code: 400 })
    sink.emit('retry_scheduled', { ...attempt, reason: 'lost', tries: 1, move: 'unknown', dueAtMs: 5 })

    expect(lines).toMatchObject([
      { level: 40, event: 'unknown_error', error: 'NOBODY_KNOWS_THIS_%d', code: 400 },
      { level: 20, event: 'retry_scheduled', move: 'unknown' },
    ])
  })
})

function openLog() {
  const lines: unknown[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const write = logEvents(log)
  return { lines, sink: new EventSink((event: EngineEvent) => write(event)) }
}
