import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { openGate, SteadyGate } from '../../src/telegram/connect-gate.ts'

const noAbort = new AbortController().signal

describe('a gate for connections', () => {
  it('lets the first one through at once and the others one by one, in their order', async () => {
    const gate = new SteadyGate(50)
    const startedAt = performance.now()
    const order: number[] = []

    await Promise.all([1, 2, 3, 4, 5, 6].map((number) => gate.admit(noAbort).then(() => order.push(number))))

    expect(order).toEqual([1, 2, 3, 4, 5, 6])
    // Timers may fire a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThan(95)
  })

  it('keeps no place for who left', async () => {
    const gate = new SteadyGate(20)
    await gate.admit(noAbort)
    const leaving = new AbortController()
    const left = gate.admit(leaving.signal)
    const stayed = gate.admit(noAbort)

    leaving.abort()

    await expect(left).rejects.toThrow('waiting to connect was ended')
    await stayed
    await expect(gate.admit(leaving.signal)).rejects.toThrow()
  })

  it('may stand open', async () => {
    await openGate.admit(noAbort)
    await expect(openGate.admit(AbortSignal.abort())).rejects.toThrow()
  })
})
