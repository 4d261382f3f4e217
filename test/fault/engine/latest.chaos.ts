import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { after, deadlineMs, killed, openChaos } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { withVerbs } from './installation.ts'

const size = { accounts: 4, groups: 24, settings: { SHARDS: '1' } } as const
const limits = { intervalMinMs: 1_000 }

describe('a campaign that keeps only its latest message', () => {
  it.concurrent.for(['delete', 'edit'] as const)(
    'leaves each group with one, or two for a while, and never none, through 20 kills (%s)',
    async (keepLatest, t) => {
      const chaos = await openChaos(t, size)
      const { start, random, nextSend, client, read, installation } = chaos
      const campaignId = beginRounds(chaos, keepLatest)
      const nextChange = keepLatest === 'edit' ? () => nextEdit(chaos) : nextSend

      for (let kill = 0; kill < 20; kill++) {
        const heard = kill === 0 ? nextSend() : nextChange()
        const engine = start()
        await heard
        await after(random.int(0, 1_500))
        expect(await engine.end('SIGKILL')).toEqual(killed)
      }
      const until = async (what: string, isTrue: () => boolean) => {
        const engine = start()
        // Before it is ready nobody hears the signal yet.
        await engine.ready
        await client.until(what, () => Promise.resolve(isTrue()), { on: ['tick'], timeoutMs: deadlineMs })
        expect(await engine.end('SIGTERM')).toEqual({ code: 0, signal: null })
      }
      // On a busy machine a round may take longer than the two seconds after which the next one takes its place.
      withVerbs(installation.database, (verbs) =>
        verbs.editCampaign({ id: campaignId, ownerId: null, change: { everyMs: 6_000 }, limits, nowMs: Date.now() }),
      )
      const before = read<{ id: number }>('select max(id) as id from runs')[0]?.id ?? 0
      await until(
        'another round to be whole',
        () => read(`select id from runs where id > ${before} and sent = ${size.groups}`).length > 0,
      )
      withVerbs(installation.database, (verbs) =>
        verbs.stopCampaign({ id: campaignId, ownerId: null, reason: 'asked', nowMs: Date.now() }),
      )
      await until('nothing to be left', () => read(`select id from attempts where ${isOpen}`).length === 0)

      const { most, fewest, last, rounds } = await standing(chaos)
      expect({ fewest, last }).toEqual({ fewest: 1, last: [1] })
      expect(most).toBeLessThanOrEqual(2)
      // Otherwise there was nothing to replace.
      expect(rounds).toBeGreaterThan(5)
    },
  )
})

const isOpen = `state in ('pending', 'in-flight')`

/** Instead of the campaign that every installation has. */
function beginRounds({ installation }: Chaos, keepLatest: 'delete' | 'edit'): number {
  return withVerbs(installation.database, (verbs, db) => {
    const nowMs = Date.now()
    const first = db.prepare<[], number>('select id from campaigns').pluck().get() ?? 0
    verbs.stopCampaign({ id: first, ownerId: null, reason: 'asked', nowMs })
    const rows = db.prepare<[], { accountId: number; peer: number; topic: number }>(
      'select account_id as accountId, peer, topic from campaign_targets',
    )
    const content = { text: 'only the latest', entities: [] }
    const campaign = { uuid: randomUUID(), ownerId: 1, name: null, content, everyMs: 2_000, targets: rows.all() }
    const answer = verbs.createCampaign({ ...campaign, keepLatest, isStarted: true, limits, nowMs })
    if ('problem' in answer) throw new Error(answer.problem.type)
    return answer.campaign.id
  })
}

async function nextEdit({ client }: Chaos): Promise<void> {
  const newest = await client.ledger.lines({ limit: 1, newestFirst: true })
  const afterSeq = newest.lines[0]?.seq ?? 0
  await client.waitForLines({ method: 'messages.editMessage', afterSeq }, 1, { timeoutMs: deadlineMs })
}

/** What stood in the groups at any time, by the ledger alone, from the first message of each on. */
async function standing({ client, read }: Chaos) {
  const inChats = new Map<number, Set<number>>()
  let [most, fewest] = [0, Number.POSITIVE_INFINITY]
  for await (const { method, chat, messageId, applied } of client.ledger.all({})) {
    if (chat === null || messageId === null) continue
    const messages = inChats.get(chat) ?? new Set()
    if (method === 'messages.sendMessage' && applied) messages.add(messageId)
    else if (method === 'channels.deleteMessages') messages.delete(messageId)
    else continue
    inChats.set(chat, messages)
    most = Math.max(most, messages.size)
    fewest = Math.min(fewest, messages.size)
  }
  const last = [...new Set([...inChats.values()].map(({ size: count }) => count))]
  return { most, fewest, last, rounds: read('select id from runs where sent > 0').length }
}
