import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { openLedger } from '../../../src/simulator/ledger/ledger.ts'
import type { LedgerLine, NewLedgerLine } from '../../../src/simulator/ledger/ledger.ts'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import { GroupCommit } from '../../../src/simulator/world/group-commit.ts'

describe('lines of the ledger', () => {
  it.each([
    [{ account: 7 }, [1, 2, 4]],
    [{ chat: -100 }, [1, 4]],
    [{ method: 'messages.sendMessage' }, [1, 2, 3]],
    [{ method: 'messages.*' }, [1, 2, 3, 4]],
    [{ fromMs: 2000, toMs: 4000 }, [2, 3]],
    [{ applied: false }, [4, 5]],
    [{ error: 'PEER_FLOOD' }, [5]],
    [{ textHash: 'salom' }, [1, 3]],
    [{ account: 7, applied: true, fromMs: 1001 }, [2]],
    [{}, [1, 2, 3, 4, 5]],
  ])('can be asked for by %j', (filter, seqs) => {
    const { append, reader } = setup()
    append({ atMs: 1000, account: 7, chat: -100, textHash: 'salom' })
    append({ atMs: 2000, account: 7, chat: -200 })
    append({ atMs: 3000, account: 8, chat: -300, textHash: 'salom' })
    append({ atMs: 4000, account: 7, chat: -100, method: 'messages.getHistory', applied: false })
    append({ atMs: 5000, account: 8, chat: null, method: 'sendMessage', applied: false, error: 'PEER_FLOOD' })

    expect(reader.page(filter).lines.map(({ seq }) => seq)).toEqual(seqs)
  })

  it('come back as they were written', () => {
    const { append, reader } = setup()
    const line = append({
      randomId: '-7',
      textHash: 'ab',
      messageId: 3,
      isBot: true,
      answered: false,
      error: 'silence',
    })

    expect(reader.page({}).lines).toEqual([{ seq: 1, ...line }])
  })

  it('come in bounded pages that follow one another without a gap', () => {
    const { append, reader } = setup()
    for (let index = 0; index < 2500; index++) append({ account: index % 2 })

    const all = [...reader.pages({ account: 1 })]
    const first = reader.page({}, { limit: 5000 })

    expect(all.map((lines) => lines.length)).toEqual([1000, 250])
    expect(all.flat().map(({ seq }) => seq)).toEqual(Array.from({ length: 1250 }, (_, index) => 2 * index + 2))
    expect(first).toMatchObject({ lines: { length: 1000 }, nextAfterSeq: 1000 })
    expect(reader.page({ afterSeq: 2400 }, { limit: 100 }).nextAfterSeq).toBeNull()
    expect(reader.page({}, { limit: 2, newestFirst: true })).toMatchObject({ lines: [{ seq: 2500 }, { seq: 2499 }] })
  })

  it('are told only once they are on disk', () => {
    const { append, reader, db } = setup()
    append({})

    expect(db.inTransaction).toBe(true)
    expect(reader.page({}).lines).toHaveLength(1)
    expect(db.inTransaction).toBe(false)
  })
})

describe('applied twice', () => {
  it('finds one text twice in one chat of one account, and a random_id that made two messages', () => {
    const { append, reader } = setup()
    append({ account: 7, chat: -1, textHash: 'a', randomId: '1' })
    append({ account: 7, chat: -2, textHash: 'a', randomId: '1' })
    append({ account: 8, chat: -1, textHash: 'a', randomId: '1' })
    append({ account: 7, chat: -1, textHash: 'b', randomId: '2' })
    append({ account: 7, chat: -1, textHash: null, randomId: null })
    append({ account: 7, chat: -1, textHash: null, randomId: null })
    append({ account: 7, chat: -1, textHash: 'a', randomId: '1', applied: false })
    expect(reader.appliedTwice()).toEqual({ count: 0, twice: [] })

    append({ account: 7, chat: -1, textHash: 'a', randomId: '3' })
    append({ account: 7, chat: -1, textHash: 'c', randomId: '2' })

    expect(reader.appliedTwice()).toEqual({
      count: 2,
      twice: [
        { by: 'text', account: 7, chat: -1, value: 'a', count: 2, seqs: [1, 8] },
        { by: 'random_id', account: 7, chat: -1, value: '2', count: 2, seqs: [4, 9] },
      ],
    })
    expect(reader.appliedTwice({ account: 8 }).count).toBe(0)
    expect(reader.appliedTwice({ afterSeq: 8 }).count).toBe(0)
  })
})

describe('gaps shorter than X', () => {
  it('are between applied lines of one account, whatever others do', () => {
    const { append, reader } = setup()
    append({ atMs: 1000, account: 7 })
    append({ atMs: 1001, account: 8 })
    append({ atMs: 1500, account: 7, applied: false })
    append({ atMs: 3999, account: 7 })
    append({ atMs: 7000, account: 7 })

    expect(reader.gapsShorterThan(3000)).toEqual({
      count: 1,
      gaps: [{ account: 7, gapMs: 2999, seq: 4, atMs: 3999, beforeSeq: 1, beforeMs: 1000 }],
    })
    expect(reader.gapsShorterThan(2999).count).toBe(0)
    expect(reader.gapsShorterThan(3000, { account: 8 }).count).toBe(0)
  })

  it('are not found between the messages of one forward or album', () => {
    const { append, reader } = setup()
    for (const atMs of [1000, 1000, 1000]) append({ atMs, method: 'messages.forwardMessages' })
    for (const atMs of [9000, 9000]) append({ atMs, method: 'messages.sendMessage' })

    expect(reader.gapsShorterThan(100).gaps).toMatchObject([{ atMs: 9000, gapMs: 0 }])
  })
})

describe('counts', () => {
  it('are by account, chat, method and error', () => {
    const { append, reader } = setup()
    append({ account: 7 })
    append({ account: 7, error: 'PEER_FLOOD', applied: false })
    append({ account: 8, answered: false })

    expect(reader.counts([])).toEqual([{ requests: 3, applied: 2, unanswered: 1 }])
    expect(reader.counts(['account'])).toEqual([
      { account: 7, requests: 2, applied: 1, unanswered: 0 },
      { account: 8, requests: 1, applied: 1, unanswered: 1 },
    ])
    expect(reader.counts(['method', 'error'], { account: 7 })).toEqual([
      { method: 'messages.sendMessage', error: null, requests: 1, applied: 1, unanswered: 0 },
      { method: 'messages.sendMessage', error: 'PEER_FLOOD', requests: 1, applied: 0, unanswered: 0 },
    ])
  })
})

describe('the judge', () => {
  it('finds exactly what a slow and simple reading of all lines finds', () => {
    const line = fc.record({
      account: fc.integer({ min: 1, max: 3 }),
      chat: fc.constantFrom(-1, -2, null),
      textHash: fc.constantFrom('a', 'b', null),
      randomId: fc.constantFrom('1', '2', null),
      applied: fc.boolean(),
      stepMs: fc.nat(20),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (drawn) => {
        const { append, reader } = setup()
        let atMs = 0
        for (const { stepMs, ...rest } of drawn) append({ ...rest, atMs: (atMs += stepMs) })
        const lines = reader.page({}).lines

        expect(reader.appliedTwice().count).toBe(twiceIn(lines, 'textHash') + twiceIn(lines, 'randomId'))
        expect(reader.gapsShorterThan(10).count).toBe(gapsIn(lines, 10))
      }),
      { numRuns: 50 },
    )
  })
})

function twiceIn(lines: readonly LedgerLine[], field: 'textHash' | 'randomId'): number {
  const groups = new Map<string, number>()
  for (const line of lines) {
    if (!line.applied || line[field] === null) continue
    const key = `${line.account}|${line.chat}|${line[field]}`
    groups.set(key, (groups.get(key) ?? 0) + 1)
  }
  return [...groups.values()].filter((count) => count > 1).length
}

function gapsIn(lines: readonly LedgerLine[], ms: number): number {
  const last = new Map<number, number>()
  let count = 0
  for (const { account, applied, atMs } of lines) {
    if (!applied) continue
    if (atMs - (last.get(account) ?? -Infinity) < ms) count++
    last.set(account, atMs)
  }
  return count
}

function setup() {
  const db = openDatabase(':memory:')
  const commit = new GroupCommit(db, (error) => {
    throw error
  })
  const ledger = openLedger(db, commit)
  const append = (line: Partial<NewLedgerLine>): NewLedgerLine => {
    const full = { ...send, ...line }
    ledger.append(full)
    return full
  }
  return { append, reader: new LedgerReader(db, commit), db }
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
