import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LinkEnds } from '../../src/telegram/link-ends.ts'

describe('what ends the calls of a link', () => {
  it('is the signal that a call was given', () => {
    const [ends, shard, person] = [new LinkEnds(), new AbortController(), new AbortController()]
    const calls = [ends.of(shard.signal), ends.of(shard.signal), ends.of(person.signal)]

    person.abort()
    const afterPerson = calls.map(({ signal }) => signal.aborted)
    shard.abort()

    expect(afterPerson).toEqual([false, false, true])
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, true, true])
    expect(ends.of(shard.signal).signal.aborted).toBe(true)
  })

  it('is the closing of the link, for what was asked for before it', () => {
    const [ends, shard, person] = [new LinkEnds(), new AbortController(), new AbortController()]
    const before = [ends.of(shard.signal), ends.of(person.signal)]

    ends.abortAll()
    const after = [ends.of(shard.signal), ends.of(person.signal)]

    expect(before.map(({ signal }) => signal.aborted)).toEqual([true, true])
    expect(after.map(({ signal }) => signal.aborted)).toEqual([false, false])
  })

  it('leaves nothing on a signal: one listener for a thousand calls of a shard, and none when the link is closed', () => {
    const [ends, shard, person] = [new LinkEnds(), new AbortController(), new AbortController()]
    const listeners = () => [shard, person].map(({ signal }) => getEventListeners(signal, 'abort').length)

    for (let call = 0; call < 1_000; call++) {
      for (const { signal } of [shard, person]) ends.of(signal).release()
    }
    const open = listeners()
    ends.abortAll()

    expect(open).toEqual([1, 0])
    expect(listeners()).toEqual([0, 0])
  })
})
