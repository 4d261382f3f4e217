import { describe, expect, it, onTestFinished } from 'vitest'
import { unbound } from '../../src/scheduler/timetable.ts'
import { ZoneWarmer } from '../../src/scheduler/zone-warmer.ts'
import { isZoneWarm, zonesLoaded } from '../../src/scheduler/zone.ts'
import { campaignOf, limits, newCampaign, openScheduler, startMs, startScheduling } from '../support/scheduling.ts'

const all = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
let taken = 0
/** Zones that nobody in this process has asked for, a test of another file included. */
function fresh(count: number): string[] {
  const zones: string[] = []
  while (zones.length < count) {
    const zone = all[taken++]
    if (zone === undefined) throw new Error('no zone is left')
    if (!isZoneWarm(zone)) zones.push(zone)
  }
  return zones
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** How many zones were loaded in the turn of the loop that loaded most. */
function countLoads() {
  let [last, most, isOver] = [zonesLoaded(), 0, false]
  const look = () => {
    const now = zonesLoaded()
    most = Math.max(most, now - last)
    last = now
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  onTestFinished(() => {
    isOver = true
  })
  return () => most
}

/** Campaigns that are due now, each in a zone of its own. */
async function withZones(zones: readonly string[]) {
  const scheduling = await startScheduling({ hasStoreThread: true })
  const { store } = scheduling
  for (const zone of zones) {
    const timetable = { ...unbound(zone), quiet: { from: 0, until: 1 } }
    // When it starts it asks for its zone, on the store's thread.
    campaignOf(await store.createCampaign(newCampaign({ groups: 1, timetable, isStarted: true, limits })))
  }
  return scheduling
}

describe('a tick over many time zones', () => {
  it('loads one in a turn of the loop, and opens all of their rounds', async () => {
    const zones = fresh(30)
    const { tickAfter, db } = await withZones(zones)
    const before = zonesLoaded()
    const most = countLoads()

    await tickAfter(0)

    expect(zonesLoaded() - before).toBe(zones.length)
    expect(most()).toBe(1)
    expect(db.prepare('select count(*) from runs where is_planned = 1').pluck().get()).toBe(zones.length)
  })

  it('finds those of what runs loaded before, from its start on', async () => {
    const zones = fresh(12)
    const { store, clock, db, scheduler: first } = await withZones(zones)
    await first.stop()
    db.exec(`update campaigns set next_at_ms = ${startMs + 3_600_000}`)
    const most = countLoads()
    const scheduler = openScheduler(store, clock)

    await scheduler.start()
    for (let turns = 0; turns < 100_000 && !zones.every(isZoneWarm); turns++) await turn()

    expect(zones.filter((zone) => !isZoneWarm(zone))).toEqual([])
    expect(most()).toBe(1)
    await scheduler.stop()
  })
})

describe('zones that are got ready', () => {
  it('take turns also when several ask, and none when they are ready', async () => {
    const [one, two] = [fresh(5), fresh(5)]
    let turns = 0
    const most = countLoads()
    const warmer = new ZoneWarmer(() => {
      turns++
      return turn()
    })

    await Promise.all([warmer.warm(one, startMs), warmer.warm(two, startMs), warmer.warm(one, startMs)])
    expect([turns >= 10, most()]).toEqual([true, 1])

    turns = 0
    await warmer.warm([...one, ...two, undefined], startMs)
    expect(turns).toBe(0)
  })

  it('leave out a name that is none', async () => {
    await new ZoneWarmer().warm(['Mars/Base'], startMs)

    expect(isZoneWarm('Mars/Base')).toBe(true)
  })
})
