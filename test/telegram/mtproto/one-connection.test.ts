import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { openLink } from './link-setup.ts'

const method = 'messages.sendMessage'

/** Every way in which a client is replaced, some of them while GramJS is about to reconnect by itself. */
const breaks: readonly Rule[] = [
  { silence: true },
  { silence: true, when: 'after' },
  { halfOpen: true },
  { halfOpen: true, when: 'after' },
  { drop: 'close' },
  { drop: 'reset', when: 'after' },
  { garbageBytes: 300 },
  { transportError: -429 },
  { badMessage: 34 },
]

describe('an auth key', () => {
  it('is never used by two connections, however often and rudely its client is replaced', async () => {
    const seed = Date.now() % 1_000_000
    const random = seededRandom(seed)
    // Shorter than the second after which GramJS reconnects: the client is then ended in the middle of it.
    const { telegram, send, texts, adapter, sends, ...rest } = await openLink({
      deps: { deadlineMs: 120, retryDelayMs: 1000 },
    })

    for (let cycle = 1; adapter.counters.clients <= 50; cycle++) {
      rest.break({ method, times: 1, ...random.pick(breaks) })
      await send({ randomId: `${cycle}`, text: `message ${cycle}` })
      // The same again until it is known: what the engine does with an unknown outcome.
      for (let repeat = 0; repeat < 5; repeat++) {
        const outcome = await send({ randomId: `${cycle}`, text: `message ${cycle}` })
        if (outcome.type === 'sent') break
      }
    }
    // Longer than GramJS waits before it reconnects: what was not really gone would now come back.
    await sleep(1500)

    const refused = sends().filter(({ error }) => error === 'AUTH_KEY_DUPLICATED')
    expect(refused, `seed ${seed}`).toEqual([])
    expect(texts().length, `seed ${seed}`).toBe(new Set(texts()).size)
    await expect.poll(() => telegram.server.counts().connections, { message: `seed ${seed}` }).toBeLessThanOrEqual(1)
  }, 240_000)
})
