import { describe, expect, it } from 'vitest'
import { gatherEvents } from '../../src/shard/event-sink.ts'

describe('events of one moment', () => {
  it('travel together, in their order', async () => {
    const told: (readonly string[])[] = []
    const { add } = gatherEvents<string>((events) => told.push(events), setImmediate)

    add('dequeue')
    await Promise.resolve()
    add('sent')
    await turn()
    add('dequeue')
    await turn()

    expect(told).toEqual([['dequeue', 'sent'], ['dequeue']])
  })

  it('are passed on once when the thread ends first', async () => {
    const told: (readonly string[])[] = []
    const { add, flush } = gatherEvents<string>((events) => told.push(events), setImmediate)

    add('sent')
    flush()
    await turn()

    expect(told).toEqual([['sent']])
  })
})

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
