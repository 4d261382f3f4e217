import { describe, expect, it } from 'vitest'
import type { NewLedgerLine } from '../../../src/simulator/ledger/ledger.ts'
import { startControl } from '../../support/control.ts'

describe('the ledger over HTTP', () => {
  it('answers by account, chat, method and time, in pages', async () => {
    const { client, append } = await setup()
    append({ account: 7, atMs: 1000 })
    append({ account: 8, atMs: 2000, chat: -200, method: 'messages.forwardMessages' })
    append({ account: 8, atMs: 3000, applied: false, error: 'PEER_FLOOD' })

    const seqs = async (filter: Parameters<typeof client.ledger.lines>[0]) =>
      (await client.ledger.lines(filter)).lines.map(({ seq }) => seq)

    expect(await seqs({})).toEqual([1, 2, 3])
    expect(await seqs({ account: 8, applied: true })).toEqual([2])
    expect(await seqs({ chat: -200 })).toEqual([2])
    expect(await seqs({ method: 'messages.*', fromMs: 1500 })).toEqual([2, 3])
    expect(await seqs({ error: 'PEER_FLOOD' })).toEqual([3])
    expect(await seqs({ limit: 1, newestFirst: true })).toEqual([3])
    expect(await client.ledger.lines({ limit: 2 })).toMatchObject({ nextAfterSeq: 2 })
  })

  it('answers the ready questions: twice, gaps, counts', async () => {
    const { client, append } = await setup()
    append({ account: 7, atMs: 1000, textHash: 'a' })
    append({ account: 7, atMs: 1500, textHash: 'a' })

    expect(await client.ledger.twice()).toMatchObject({ count: 1, twice: [{ by: 'text', seqs: [1, 2] }] })
    expect(await client.ledger.twice({ afterSeq: 1 })).toEqual({ count: 0, twice: [] })
    expect(await client.ledger.gapsShorterThan(501)).toMatchObject({
      count: 1,
      gaps: [{ gapMs: 500, beforeSeq: 1, seq: 2 }],
    })
    expect(await client.ledger.gapsShorterThan(501, { account: 8 })).toEqual({ count: 0, gaps: [] })
    expect(await client.ledger.counts(['account'])).toEqual([{ account: 7, requests: 2, applied: 2, unanswered: 0 }])
    expect(await client.ledger.counts()).toEqual([{ requests: 2, applied: 2, unanswered: 0 }])
  })

  it('gives all lines out as JSON lines, however many', async () => {
    const { client, append, url } = await setup()
    for (let index = 0; index < 12_345; index++) append({ account: index % 3 })

    const seqs: number[] = []
    for await (const line of client.ledger.all({ account: 1 })) seqs.push(line.seq)

    expect(seqs).toEqual(Array.from({ length: 4115 }, (_, index) => 3 * index + 2))
    const response = await fetch(`${url}/ledger/export?account=0`)
    expect(response.headers.get('content-type')).toBe('application/x-ndjson')
    expect((await response.text()).split('\n').length - 1).toBe(4115)
  })

  it('waits for lines without asking again and again', async () => {
    const { client, append } = await setup()
    const waiting = client.waitForLines({ account: 7, applied: true }, 3)
    append({ account: 7 })
    append({ account: 8 })
    append({ account: 7, applied: false })
    append({ account: 7 })
    append({ account: 7 })

    expect((await waiting).map(({ seq }) => seq)).toEqual([1, 4, 5])
    await expect(client.waitForLines({ account: 9 }, 1, { timeoutMs: 100 })).rejects.toThrow(
      'waited 100 ms for 1 lines with {"account":9}',
    )
  })
})

async function setup() {
  const control = await startControl()
  const append = (line: Partial<NewLedgerLine>): void => control.ledger.append({ ...send, ...line })
  return { ...control, append }
}

const send: NewLedgerLine = {
  atMs: 1000,
  account: 7,
  isBot: false,
  chat: -100,
  method: 'messages.sendMessage',
  randomId: null,
  textHash: null,
  messageId: null,
  applied: true,
  answered: true,
  error: null,
}
