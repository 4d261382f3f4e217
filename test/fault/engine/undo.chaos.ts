import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { after, killAt, killed, openChaos } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { withVerbs } from './installation.ts'

const size = { accounts: 4, groups: 120, settings: { SHARDS: '1' } } as const

describe('an undo whose engine is killed', () => {
  it.for([
    ['when it is planned', 'plan.batch', 1],
    ['when one is claimed', 'claim.after', 4],
    ['when the bytes have left and no answer came', 'send.after', 4],
    ['when the answer is nowhere yet', 'ack.after', 4],
    ['when it is settled', 'settle.after', 3],
  ] as const)('%s takes every message back, each once', async ([, point, kills], t) => {
    const chaos = await openChaos(t, size)
    const { installation, start, client, read, settle } = chaos
    await settle()
    const undoId = beginUndo(chaos)

    if (point === 'plan.batch') {
      expect(await start({ KARVON_FAILPOINTS: `${point}:kill@1st` }).ended).toEqual(killed)
    } else await killAt(chaos, point, kills)
    const engine = start()
    await client.until('the undo to be over', () => Promise.resolve(isOver(chaos, undoId)), {
      on: ['tick'],
      timeoutMs: 120_000,
    })
    expect(await engine.end('SIGTERM')).toEqual({ code: 0, signal: null })

    const sent = await messagesBy(chaos, 'messages.sendMessage')
    const taken = await messagesBy(chaos, 'channels.deleteMessages')
    expect(sent).toHaveLength(installation.targets.length)
    expect(taken.toSorted()).toEqual(sent.toSorted())
    expect(read(`select state, sent, failed, uncertain from runs where campaign_id = ${undoId}`)).toEqual([
      { state: 'finished', sent: sent.length, failed: 0, uncertain: 0 },
    ])
  })
})

describe.each(['delete', 'edit'] as const)('a campaign that keeps only its latest message (%s)', (keepLatest) => {
  it('leaves each group with one, or two for a while, and never none, through 20 kills', async (t) => {
    const chaos = await openChaos(t, { ...size, groups: 24 })
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
      await client.until(what, () => Promise.resolve(isTrue()), { on: ['tick'], timeoutMs: 120_000 })
      expect(await engine.end('SIGTERM')).toEqual({ code: 0, signal: null })
    }
    const before = read<{ id: number }>('select max(id) as id from runs')[0]?.id ?? 0
    await until(
      'another round to be whole',
      () => read(`select id from runs where id > ${before} and sent = 24`).length > 0,
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
  })
})

const isOpen = `state in ('pending', 'in-flight')`

function beginUndo({ installation }: Chaos): number {
  return withVerbs(installation.database, (verbs, db) => {
    const runId = db.prepare<[], number>('select id from runs').pluck().get() ?? 0
    const of = { runId, ownerId: null, what: 'delete', content: null } as const
    const answer = verbs.undoRound({ ...of, uuid: randomUUID(), nowMs: Date.now() })
    if ('problem' in answer) throw new Error(answer.problem.type)
    return answer.undo.id
  })
}

function isOver({ read }: Chaos, undoId: number): boolean {
  return read(`select id from runs where campaign_id = ${undoId} and state = 'finished'`).length === 1
}

/** Instead of the campaign that every installation has. */
function beginRounds({ installation }: Chaos, keepLatest: 'delete' | 'edit'): number {
  return withVerbs(installation.database, (verbs, db) => {
    const nowMs = Date.now()
    const first = db.prepare<[], number>('select id from campaigns').pluck().get() ?? 0
    verbs.stopCampaign({ id: first, ownerId: null, reason: 'asked', nowMs })
    const rows = db.prepare<[], { accountId: number; peer: number; topic: number }>(
      'select account_id as accountId, peer, topic from campaign_targets',
    )
    const limits = { intervalMinMs: 1_000 }
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
  await client.waitForLines({ method: 'messages.editMessage', afterSeq }, 1, { timeoutMs: 120_000 })
}

/** `chat/message` of each line that has changed something. */
async function messagesBy({ client }: Chaos, method: string): Promise<string[]> {
  const found: string[] = []
  for await (const { chat, messageId, applied } of client.ledger.all({ method })) {
    const isDone = messageId !== null && (applied || method !== 'messages.sendMessage')
    if (isDone) found.push(`${chat}/${messageId}`)
  }
  return found
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
