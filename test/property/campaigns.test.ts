import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { partitionOf } from '../../src/delivery/partition.ts'
import { migrations } from '../../src/features/store.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { groupAt, minuteMs, startMs } from '../support/scheduling.ts'
import { temporaryFolder } from '../support/world.ts'
import { VirtualEngine, gapMs } from './engine.ts'
import { breachesAtRest, breachesBetween, breachesIn } from './invariants.ts'
import { People } from './people.ts'
import { ScriptedTelegram } from './scripted-telegram.ts'
import { VirtualTime } from './virtual-time.ts'

const size = { accounts: 3, groups: 6 }
const usual = '1-300'
/** One alone: `PROPERTY_SEED=<the number that was printed>`. Others: `PROPERTY_SEED=301-900`. */
const [first = 1, last = first] = (process.env['PROPERTY_SEED'] ?? usual).split('-').map(Number)
const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index)

describe('campaigns under random words, kills, waits and floods', () => {
  it('come to their end with every target accounted for, and say nothing twice', async () => {
    const folder = temporaryFolder()
    const made = makeInstallation(join(folder, 'made.db'))
    const total = { sent: 0, repeats: 0, kills: 0 }
    for (const seed of seeds) {
      const path = join(folder, `${seed}.db`)
      copyFileSync(made, path)
      const figures = await live(seed, path)
      total.sent += figures.sent
      total.repeats += figures.repeats
      total.kills += figures.kills
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    }
    process.stdout.write(`property: seeds ${first} to ${last}, ${JSON.stringify(total)}\n`)
    // Otherwise nothing was tried.
    if (seeds.length > 100) expect(Math.min(total.sent / 5, total.repeats, total.kills)).toBeGreaterThan(seeds.length)
  }, 600_000)
})

async function live(seed: number, path: string) {
  const random = seededRandom(seed)
  const time = new VirtualTime(startMs)
  const telegram = new ScriptedTelegram(random, gapMs)
  const attemptOf = new Map<string, number>()
  const people = new People(random, telegram, size)
  const deps = { path, accounts: size.accounts, telegram, random, attemptOf, complaints: telegram.complaints }
  let engine = new VirtualEngine(deps)
  let kills = 0
  const reopen = async () => {
    people.log.push(`${new Date().toISOString()} the engine is dead`)
    kills++
    await time.pass(random.pick([100, 5_000, 30_000, 20 * minuteMs]))
    engine.close()
    engine = new VirtualEngine(deps)
  }
  const judge = () => {
    const found = [...breachesIn(engine.db), ...breachesBetween(engine.db, telegram, attemptOf), ...telegram.complaints]
    if (found.length > 0) fail(seed, people, found)
  }
  try {
    for (let step = 0; step < 30; step++) {
      if (engine.life.isOver) await reopen()
      misfortune(engine, time, people)
      if (!engine.life.isOver) people.act(engine)
      await time.pass(random.pick([0, 50, 200, 2_000, 10_000, 30_000, 90_000]))
      engine.rest()
      judge()
    }
    if (engine.life.isOver) await reopen()
    for (let waited = 0; waited < 6 * 60; waited++) {
      if (engine.life.isOver) await reopen()
      people.rest(engine)
      if (breachesAtRest(engine.db).length === 0) break
      // Some wait for a day until Telegram's limit of their account is over.
      const aheadMs = nextAtMs(engine.db) - Date.now()
      if (aheadMs > 10 * minuteMs) time.jump(aheadMs)
      await time.pass(minuteMs / 2)
    }
    judge()
    const found = [...breachesAtRest(engine.db), ...saidTwice(telegram, people)]
    if (found.length > 0) fail(seed, people, found)
    return { sent: telegram.messages.size, repeats: telegram.requests.length - telegram.messages.size, kills }
  } finally {
    engine.die()
    time.end()
    engine.close()
  }

  function misfortune(engine: VirtualEngine, time: VirtualTime, { log }: People): void {
    const chance = random.next()
    const note = (what: string) => log.push(`${new Date().toISOString()} ${what}`)
    if (chance < 0.04) engine.die()
    else if (chance < 0.09) {
      engine.dieAt({ atCommit: random.int(1, 40), when: random.pick(['before', 'after']) })
      note('the engine will die at a commit')
    } else if (chance < 0.12) {
      engine.crashShard()
      note('the shard crashes')
    } else if (chance < 0.14) {
      engine.move()
      note('the accounts are given back')
    } else if (chance < 0.17) {
      time.jump(random.pick([minuteMs, 15 * minuteMs, 24 * 60 * minuteMs]))
      note('the clock jumps')
    }
  }
}

/** When the first of what is left may go. */
function nextAtMs(db: Database): number {
  const sql = `
    select min(max(t.due_at_ms, coalesce(a.state_until_ms, 0))) from attempts t join accounts a on a.id = t.account_id
    where t.state = 'pending'`
  return Number(db.prepare(sql).pluck().get() ?? 0)
}

function saidTwice(telegram: ScriptedTelegram, { saidOnce }: People): string[] {
  const said = new Map<string, number>()
  for (const { peer, saidFirst } of telegram.messages.values()) {
    const key = `${saidFirst} in ${peer}`
    if (saidOnce.has(saidFirst)) said.set(key, (said.get(key) ?? 0) + 1)
  }
  return [...said].flatMap(([key, times]) => (times > 1 ? [`${key}: ${times} times`] : []))
}

function fail(seed: number, { log }: People, found: readonly string[]): never {
  throw new Error(`PROPERTY_SEED=${seed}\n${log.join('\n')}\n\n${found.slice(0, 10).join('\n')}`)
}

/** As a person has it who signed in three accounts and looked at their groups. */
function makeInstallation(path: string): string {
  const db = openDatabase(path)
  migrateUp(db, migrations, 1)
  db.exec(`
    insert into users (id, name, time_zone, role, state, created_at_ms) values (1, 'Owner', 'Asia/Tashkent', 'user', 'active', 1)`)
  const addAccount = db.prepare(`
    insert into accounts (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
    values (?, 1, 'user', ?, 'Account', 'sealed', '{}', ?, 'active', 6, 1)`)
  const addPeer = db.prepare(`
    insert into peers (account_id, peer, kind, title, may_post, is_forum, seen_at_ms)
    values (?, ?, 'supergroup', 'Group', 1, 0, 1)`)
  for (let id = 1; id <= size.accounts; id++) {
    addAccount.run(id, id, partitionOf(id))
    for (let group = 0; group < size.groups; group++) addPeer.run(id, groupAt(group))
  }
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return path
}
