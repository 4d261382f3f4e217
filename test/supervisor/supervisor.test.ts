import { EventEmitter, once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { heartbeatEveryMs } from '../../src/shard/protocol.ts'
import type { ShardEvent } from '../../src/shard/protocol.ts'
import { RestartIntensity } from '../../src/supervisor/restart-intensity.ts'
import { Supervisor, supervisorPolicy } from '../../src/supervisor/supervisor.ts'
import type { SupervisorPolicy } from '../../src/supervisor/supervisor.ts'
import { startTestStore } from '../support/store.ts'
import { misdeeds } from './misdeeds.ts'

describe('the supervisor', () => {
  it('grants every partition once, over all shards', async () => {
    const { supervisor, db } = await setup({ shards: 3 })

    const report = supervisor.report()

    expect(report.map(({ partitions }) => partitions)).toEqual([342, 341, 341])
    expect(db.prepare('select count(*) as count, max(epoch) as epoch from leases').get()).toEqual({
      count: 1024,
      epoch: 1,
    })
  })

  it.each([
    ['throws', misdeeds.throw],
    ['exits', misdeeds.exit],
    ['spins', misdeeds.spin],
  ])('replaces a shard that %s under a new epoch, and leaves the others alone', async (_, misdeed) => {
    // Twelve heartbeats: the other shard is to be heard in it on a busy machine too.
    const { supervisor, events, db } = await setup({ shards: 2, policy: { silentMaxMs: 3_000, checkEveryMs: 50 } })

    supervisor.hint([{ id: misdeed, partition: 0 }])
    await events.next('granted')

    expect(supervisor.report().map(({ restarts }) => restarts)).toEqual([1, 0])
    expect(db.prepare('select partition, epoch from leases where partition < 2 order by partition').all()).toEqual([
      { partition: 0, epoch: 2 },
      { partition: 1, epoch: 1 },
    ])
  })

  it('starts the first shard alone, and the others once it works', async () => {
    const { names } = await setup({ shards: 3 })

    expect(names().slice(0, 4)).toEqual(['started 0', 'shard_started', 'started 1', 'started 2'])
  })

  it('waits and alerts instead of restarting in a loop', async () => {
    const { supervisor, events, alerts } = await setup({ shards: 1, policy: { restartsMax: 1 } })
    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await events.next('granted')

    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await alerts.next('alert')

    expect(supervisor.report()).toMatchObject([{ state: 'ended', restarts: 2 }])
  })

  it('alerts once while a shard ends again and again', async () => {
    const { supervisor, events, alertCount } = await setup({ shards: 1, policy: { restartsMax: 0 } })
    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await events.next('shard_ended')
    await events.next('granted')

    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await events.next('shard_ended')

    expect([supervisor.report()[0]?.restarts, alertCount()]).toEqual([2, 1])
  })

  it('tells all shards how much may go, and one that starts later before it is granted anything', async () => {
    const { supervisor, events, names } = await setup({ shards: 2 })

    supervisor.slow(1 / 8)
    await events.next('slowed')
    await events.next('slowed')
    const before = names().length
    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await events.next('granted')

    expect(names().slice(before)).toEqual(['shard_ended', 'started 0', 'shard_started', 'slowed', 'granted'])
  })

  it('tells a shard that starts when everything may go again nothing', async () => {
    const { supervisor, events, names } = await setup({ shards: 1 })

    supervisor.slow(1 / 8)
    supervisor.slow(1)
    await events.next('slowed')
    await events.next('slowed')
    const before = names().length
    supervisor.hint([{ id: misdeeds.throw, partition: 0 }])
    await events.next('granted')

    expect(names().slice(before)).toEqual(['shard_ended', 'started 0', 'shard_started', 'granted'])
  })

  it('keeps a partition out of all hands for a moment, and then has it taken under a new epoch', async () => {
    const { supervisor, events, db } = await setup({ shards: 2 })
    const epochOf = db.prepare<[number], number>('select epoch from leases where partition = ?').pluck()

    const during = await supervisor.vacate(7, () => Promise.resolve(epochOf.get(7)))
    await events.next('granted')

    expect([during, epochOf.get(7), epochOf.get(8)]).toEqual([1, 2, 1])
  })

  it('gives a partition that is kept out to nobody, also when its shard is replaced meanwhile', async () => {
    const { supervisor, events, db } = await setup({ shards: 2 })
    const epochs = db.prepare<[], number>('select epoch from leases where partition in (6, 7, 9) order by 1').pluck()

    const during = await supervisor.vacate(7, async () => {
      supervisor.hint([{ id: misdeeds.throw, partition: 7 }])
      await events.next('granted')
      return epochs.all()
    })
    await events.next('granted')

    expect(during).toEqual([1, 1, 2])
    expect(epochs.all()).toEqual([1, 2, 2])
  })

  it('goes on when the work on a partition fails', async () => {
    const { supervisor, events } = await setup({ shards: 1 })

    await expect(supervisor.vacate(7, () => Promise.reject(new Error('made to')))).rejects.toThrow('made to')
    await events.next('granted')

    await expect(supervisor.vacate(7, () => Promise.resolve('again'))).resolves.toBe('again')
  })

  it('drains, and ends a shard that does not within its time', async () => {
    const { supervisor, events } = await setup({ shards: 2, policy: { drainMaxMs: 100 } })
    supervisor.hint([{ id: misdeeds.refuseToDrain, partition: 1 }])
    await events.next('refuses')

    await Promise.all([supervisor.stop(), supervisor.stop()])

    expect(supervisor.report().map(({ state }) => state)).toEqual(['ended', 'ended'])
  })
})

describe('the intensity of restarts', () => {
  it('lets a few pass at once, then doubles the wait up to half a minute, and forgets after its window', () => {
    const intensity = new RestartIntensity(2, 60_000)

    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((second) => intensity.note(second * 1000))

    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(intensity.note(200_000)).toBe(0)
  })

  it('is news once, however the waits thin the restarts out, and again after a calm window', () => {
    const intensity = new RestartIntensity(2, 60_000)
    const newsAt: number[] = []
    let atMs = 0
    const loop = (times: number) => {
      for (let time = 0; time < times; time++) {
        const waitMs = intensity.note(atMs)
        if (intensity.takeNews()) newsAt.push(atMs)
        atMs += waitMs + 11_000
      }
    }

    loop(100)
    atMs += 60_000
    const calmAtMs = atMs
    loop(100)

    expect(newsAt).toEqual([22_000, calmAtMs + 22_000])
  })
})

async function setup(options: { shards: number; policy?: Partial<SupervisorPolicy> }) {
  const { store, db } = await startTestStore()
  const [events, alerts] = [new Signals(), new Signals()]
  const heard: string[] = []
  let alerted = 0
  const supervisor = new Supervisor({
    shards: options.shards,
    store,
    startShard(shard, heartbeat) {
      heard.push(`started ${shard}`)
      const workerData = { heartbeat, heartbeatEveryMs, misdeeds }
      return new Worker(new URL('shard-fixture.mjs', import.meta.url), { workerData })
    },
    onEvent(event) {
      heard.push(event.name)
      events.take(event)
    },
    writeLog: () => {},
    onAlert() {
      alerted++
      alerts.take({ name: 'alert' })
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
    policy: { ...supervisorPolicy, ...options.policy },
  })
  await supervisor.start()
  onTestFinished(() => supervisor.stop())
  for (let shard = 0; shard < options.shards; shard++) await events.next('granted')
  return { supervisor, db, events, alerts, names: () => [...heard], alertCount: () => alerted }
}

/** Events in the order they came, to be awaited one by one. */
class Signals {
  readonly #emitter = new EventEmitter()
  readonly #waiting = new Map<string, number>()

  take(event: ShardEvent): void {
    this.#waiting.set(event.name, (this.#waiting.get(event.name) ?? 0) + 1)
    this.#emitter.emit(event.name)
  }

  async next(name: string): Promise<void> {
    if ((this.#waiting.get(name) ?? 0) === 0) await once(this.#emitter, name)
    this.#waiting.set(name, (this.#waiting.get(name) ?? 0) - 1)
  }
}
