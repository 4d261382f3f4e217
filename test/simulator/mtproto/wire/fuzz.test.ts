import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/base/random.ts'
import { connectGramjs } from '../../../support/gramjs-client.ts'
import { Attacks } from './attacks.ts'
import type { Attack } from './attacks.ts'
import { RawClient } from './raw-client.ts'
import { plantKey } from './raw-session.ts'
import { startWire } from './wire-setup.ts'
import type { Wire } from './wire-setup.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const cases = 10_000
const atOnce = 100

describe(`ten thousand bad clients (seed ${seed})`, () => {
  it('lose their connections, with a line in the log, and disturb nobody', async () => {
    const wire = await startWire()
    const good = await RawClient.ready(wire)
    const random = seededRandom(seed)
    const keys = Array.from({ length: 8 }, () => plantKey(wire, 2, random))
    const attacks = new Attacks(random, keys, () => wire.clock.nowMs())
    attacks.salt = good.salt
    const crowd = new Crowd(wire)
    let warmBytes = 0

    for (let round = 1; round <= cases / atOnce; round++) {
      await crowd.attack(Array.from({ length: atOnce }, () => attacks.next()))
      await good.next('pong', good.call({ _: 'ping', pingId: BigInt(round) }))
      wire.requests.length = 0 // The test would be the one that leaks.
      if (round % 25 === 0) await crowd.wearOut()
      if (round === 25) warmBytes = await heldBytes(wire)
    }

    wire.clock.advance(2_000)
    await expect.poll(() => linesOf(wire)).toBeGreaterThanOrEqual(crowd.closed)
    expect(wire.log.filter(({ level }) => level >= 50)).toEqual([])
    const grown = (await heldBytes(wire)) - warmBytes
    expect(grown).toBeLessThan(5 * 1024 * 1024)

    const client = await connectGramjs(wire)
    expect((await client.invoke(new Api.help.GetNearestDc())).country).toBe('UZ')
  }, 240_000)
})

/** The bad clients. Each leaves when the server closes it; those whose bytes may have been harmless leave by themselves. */
class Crowd {
  /** How many the server had to close. */
  closed = 0
  readonly #wire: Wire
  /** Those that the server has not yet lost its patience with. On a busy machine a minute may pass by itself. */
  readonly #waiting = new Set<Promise<void>>()

  constructor(wire: Wire) {
    this.#wire = wire
  }

  async attack(attacks: readonly Attack[]): Promise<void> {
    this.closed += attacks.filter(({ ending }) => ending !== 'any').length
    const gone = attacks.map((attack) => ({ attack, promise: this.#run(attack) }))
    for (const { attack, promise } of gone) {
      if (attack.ending === 'patience') this.#keep(promise)
      else await orNamed(promise, attack.name)
    }
  }

  /** A minute passes, which is more than the server waits. */
  async wearOut(): Promise<void> {
    await expect.poll(() => this.#wire.server.counts().connections - this.#waiting.size).toBe(1)
    this.#wire.clock.advance(61_000)
    await Promise.all(this.#waiting)
  }

  #keep(waiting: Promise<void>): void {
    this.#waiting.add(waiting)
    void waiting.then(() => this.#waiting.delete(waiting))
  }

  #run(attack: Attack): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(this.#wire.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.once('close', () => resolve())
      socket.resume()
      for (const bytes of attack.bytes) socket.write(bytes)
      if (attack.ending === 'any') socket.end()
    })
  }
}

/** Says which attack it was that the server did not close. */
async function orNamed(closed: Promise<void>, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the server keeps a connection with ${name}`)), 30_000)
  })
  await Promise.race([closed, late])
  clearTimeout(timer)
}

function linesOf(wire: Wire): number {
  return wire.log.reduce((sum, { reason, closed }) => sum + (closed ?? (reason === undefined ? 0 : 1)), 0)
}

/** What is still held once all bad connections and their sessions are gone. */
async function heldBytes(wire: Wire): Promise<number> {
  wire.clock.advance(61_000)
  await expect.poll(() => wire.server.counts()).toEqual({ connections: 1, sessions: 1 })
  setFlagsFromString('--expose_gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  await setImmediate() // Memory outside of the heap is given back by finalizers, which run later.
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
