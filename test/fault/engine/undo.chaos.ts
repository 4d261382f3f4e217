import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deadlineMs, killAt, killed, openChaos } from './chaos.ts'
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
      timeoutMs: deadlineMs,
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

/** `chat/message` of each line that has changed something. */
async function messagesBy({ client }: Chaos, method: string): Promise<string[]> {
  const found: string[] = []
  for await (const { chat, messageId, applied } of client.ledger.all({ method })) {
    const isDone = messageId !== null && (applied || method !== 'messages.sendMessage')
    if (isDone) found.push(`${chat}/${messageId}`)
  }
  return found
}
