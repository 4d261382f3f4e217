import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Random } from '../../../src/base/random.ts'
import { ControlFailure, askSupervisor } from '../../../src/cli/control-client.ts'
import { encodeContent } from '../../../src/delivery/message.ts'
import { after, deadlineMs, killed, openChaos, usualSeed } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { withVerbs } from './installation.ts'
import { allWell } from './judge.ts'

const seeds = Array.from({ length: 10 }, (_, index) => usualSeed + index)
const size = { accounts: 4, groups: 24, gapMs: 150, settings: { SHARDS: '1' } }
const kills = 2
const wordsEach = 6
/** A campaign has so many at least, whatever it is told. */
const targetsMin = 4
const saidBySeed: number[] = []

// Otherwise there was little to judge. Of all together: where chance stops most of what one seed would say, others say three times that.
afterAll(() => {
  const said = saidBySeed.reduce((sum, each) => sum + each, 0)
  expect(said).toBeGreaterThanOrEqual(saidBySeed.length * size.groups)
})

describe('campaigns of an engine that is killed while people tell them this and that', () => {
  it.concurrent.for(seeds)('come to their end with every target accounted for (CHAOS_SEED=%i)', async (seed, t) => {
    const chaos = await openChaos(t, { ...size, seed })
    const { client, random, start, nextSend, read } = chaos
    const { campaigns, targets } = addCampaigns(chaos, seed)
    for (const rule of trouble) await client.rules.add({ ...rule, seed: random.int(1, 1_000_000) })

    for (let kill = 0; kill < kills; kill++) {
      const sent = nextSend()
      const engine = start()
      await Promise.all([sent, engine.ready])
      for (let word = 0; word < wordsEach; word++) {
        await after(random.int(20, 400))
        await tell(chaos, ...wordOf(random, random.pick(campaigns), targets))
      }
      await goOn(chaos, campaigns.at(-1))
      expect(await engine.end('SIGKILL')).toEqual(killed)
    }

    await client.rules.clear()
    const engine = start()
    await engine.ready
    const isOver = async () => {
      await comeToAnEnd(chaos)
      return (
        read(`
        select id from campaigns where state in ('running', 'paused') union all
        select id from runs where finished_at_ms is null or chore is not null`).length === 0
      )
    }
    await client.until('everything to come to its end', isOver, { on: ['tick'], timeoutMs: deadlineMs })
    const ending = await engine.end('SIGTERM')

    // Several campaigns write to each group, so what stands there is compared message by message instead of target by target.
    const verdict = await chaos.judge()
    const { said, ...found } = await compared(chaos)
    saidBySeed.push(said)
    const { lost, twice, afterEnd } = verdict
    expect(verdict).toEqual({ ...allWell, lost, twice, afterEnd })
    expect({ ending, ...found }).toEqual({
      ending: { code: 0, signal: null },
      twice: [],
      unaccounted: [],
      unfounded: [],
      falseFigures: [],
    })
  })
})

const trouble = [
  { error: 'INTERDC_2_CALL_ERROR', lane: 'send', probability: 0.04 },
  { silence: true, when: 'after', lane: 'send', probability: 0.03 },
  { error: 'RPC_CALL_FAIL', when: 'after', lane: 'send', probability: 0.03 },
  // Less often than there are groups in a campaign at least, so that none is left without any.
  { error: 'CHAT_WRITE_FORBIDDEN', code: 403, lane: 'send', probability: 0.02, times: targetsMin - 1 },
  { floodWait: { seconds: 1, scope: 'send' }, lane: 'send', probability: 0.03, times: 4 },
] as const

type Targets = readonly { readonly accountId: number; readonly peer: number; readonly topic: number }[]

/** Beside the one that every installation has: another that is said once, and two that are said again and again, which come last. */
function addCampaigns(
  { installation }: Chaos,
  seed: number,
): { readonly campaigns: number[]; readonly targets: Targets } {
  return withVerbs(installation.database, (verbs, db) => {
    const known = db.prepare<[], { accountId: number; peer: number }>('select account_id as accountId, peer from peers')
    const targets = known.all().map((target) => ({ ...target, topic: 0 }))
    for (const [index, everyMs] of [null, 2_000, 3_000].entries()) {
      verbs.createCampaign({
        uuid: randomUUID(),
        ownerId: 1,
        name: null,
        content: { text: `words ${seed} ${index}`, entities: [] },
        everyMs,
        targets: targets.slice(index * 4, index * 4 + 12),
        isStarted: true,
        limits: { intervalMinMs: 1_000 },
        nowMs: Date.now(),
      })
    }
    return { campaigns: db.prepare<[], number>('select id from campaigns order by id').pluck().all(), targets }
  })
}

function wordOf(random: Random, id: number, all: Targets): [verb: string, args: object] {
  const content = encodeContent({ text: `changed ${random.int(1, 1_000_000)}`, entities: [] })
  const targets = all.slice(random.int(0, 12 - targetsMin), random.int(12, 24))
  return random.pick<[string, object]>([
    ['campaigns.pause', { id }],
    ['campaigns.pause', { id }],
    ['campaigns.resume', { id }],
    ['campaigns.resume', { id }],
    ['campaigns.stop', { id }],
    ['campaigns.start', { id }],
    ['campaigns.start', { id }],
    ['campaigns.edit', { id, change: { content } }],
    ['campaigns.edit', { id, change: { targets } }],
    ['replay.failed', { campaignIds: [id], accountId: null, total: 1 }],
  ])
}

/** As the command line does. A word that does not fit the campaign's state is refused, and that is all. */
async function tell({ installation }: Chaos, verb: string, args: object): Promise<void> {
  try {
    await askSupervisor(join(installation.folder, 'data'), { verb, args, silenceMaxMs: 30_000 })
  } catch (error) {
    if (!(error instanceof ControlFailure)) throw error
  }
}

/**
 * Whatever it was told by chance, it is sent again and again: another engine has something to begin with. Of the two words the one
 * that does not fit its state is refused.
 */
async function goOn(chaos: Chaos, id: number | undefined): Promise<void> {
  await tell(chaos, 'campaigns.edit', { id, change: { everyMs: 1_000 } })
  await tell(chaos, 'campaigns.resume', { id })
  await tell(chaos, 'campaigns.start', { id })
  expect(chaos.read(`select state, every_ms as everyMs from campaigns where id = ${id}`)).toEqual([
    { state: 'running', everyMs: 1_000 },
  ])
}

/** Lets what goes on be said once more and then no more. */
async function comeToAnEnd(chaos: Chaos): Promise<void> {
  const live = chaos.read<{ id: number; everyMs: number | null; state: string }>(
    `select id, every_ms as everyMs, state from campaigns where state in ('running', 'paused')`,
  )
  for (const { id, everyMs, state } of live) {
    if (everyMs !== null) await tell(chaos, 'campaigns.edit', { id, change: { everyMs: null } })
    if (state === 'paused') await tell(chaos, 'campaigns.resume', { id })
  }
}

interface Row {
  readonly userId: number
  readonly runId: number
  readonly peer: number
  readonly state: string
  readonly reason: string | null
  readonly tries: number
  readonly maybeSent: 0 | 1
  readonly messageId: number | null
}

const placeOf = ({ userId, peer }: Row) => `${userId} ${peer}`

/** Each message that stands against each row, and each round's figures against its rows. */
async function compared({ client, read }: Chaos) {
  const rows = read<Row>(`
    select a.telegram_id as userId, t.run_id as runId, t.peer, t.state, t.reason, t.tries, t.maybe_sent as maybeSent,
      t.message_id as messageId
    from attempts t join accounts a on a.id = t.account_id`)
  const sent = new Set(
    rows.filter(({ state }) => state === 'sent').map(({ peer, messageId }) => `${peer} ${messageId}`),
  )
  const doubts = new Map<string, number>()
  for (const row of rows) {
    if (row.state === 'uncertain') doubts.set(placeOf(row), (doubts.get(placeOf(row)) ?? 0) + 1)
  }
  const unaccounted: unknown[] = []
  let said = 0
  for await (const line of client.ledger.all({ method: 'messages.sendMessage', applied: true })) {
    said++
    if (sent.delete(`${line.chat} ${line.messageId}`)) continue
    const place = `${line.account} ${line.chat}`
    const left = doubts.get(place) ?? 0
    if (left === 0) unaccounted.push({ line, rows: rows.filter((row) => placeOf(row) === place) })
    else doubts.set(place, left - 1)
  }
  const { twice } = await client.ledger.twice()
  const falseFigures = read(`
    select r.* from runs r left join attempts t on t.run_id = r.id group by r.id having
      r.sent + r.failed + r.cancelled + r.uncertain <> r.targets or count(t.id) <> r.targets
      or r.sent <> coalesce(sum(t.state = 'sent'), 0) or r.failed <> coalesce(sum(t.state = 'failed-terminal'), 0)
      or r.cancelled <> coalesce(sum(t.state = 'cancelled'), 0) or r.uncertain <> coalesce(sum(t.state = 'uncertain'), 0)`)
  return { said, twice: twice.filter(({ by }) => by === 'random_id'), unaccounted, unfounded: [...sent], falseFigures }
}
