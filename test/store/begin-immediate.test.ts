import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { temporaryFolder } from '../support/world.ts'

describe('a transaction that reads before it writes (S2)', () => {
  it('is refused at once, whatever it would wait, when another commits between the two', () => {
    const [first, second] = twoConnections()

    expect(() => addOne(first, 'begin', () => second.exec('update t set n = 10'))).toThrow(
      expect.objectContaining({ code: 'SQLITE_BUSY_SNAPSHOT' }),
    )
  })

  it('cannot be overtaken when it begins as a writer', () => {
    const [first, second] = twoConnections()
    second.pragma('busy_timeout = 0')
    const overtake = () => {
      expect(() => second.exec('update t set n = 10')).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }))
    }

    addOne(first, 'begin immediate', overtake)

    expect(second.prepare('select n from t').pluck().get()).toBe(2)
  })
})

describe('every transaction of the sources', () => {
  it('begins as a writer', () => {
    const sources = join(import.meta.dirname, '../../src')
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

    expect(files.filter((file) => beginsAsReader(readFileSync(join(sources, file), 'utf8')))).toEqual([])
  })

  it.each([
    ['db.transaction(() => 1)()', true],
    ['db.transaction(() => 1).deferred()', true],
    [`db.prepare('begin')`, true],
    ['db.exec(`begin transaction`)', true],
    [`db.exec("BEGIN DEFERRED")`, true],
    ['db.transaction(() => 1).immediate()', false],
    ['const call = db.transaction(work)\ncall.immediate()', false],
    [`db.prepare('begin immediate')`, false],
    [`db.exec('begin exclusive')`, false],
    [`const words = { start: 'begins' }`, false],
  ])('is told from its text: %s', (text, isFound) => {
    expect(beginsAsReader(text)).toBe(isFound)
  })
})

/** A begin without its word, or more transactions than calls as a writer. */
function beginsAsReader(text: string): boolean {
  const count = (shape: RegExp) => text.match(shape)?.length ?? 0
  const isBare = /['"`]\s*begin\b(?!\s+(?:immediate|exclusive)|-)/i.test(text)
  return isBare || count(/\.transaction\(/g) > count(/\.immediate\(/g)
}

function addOne(db: Database, begin: string, between: () => void): void {
  db.exec(begin)
  const n = db.prepare<[], number>('select n from t').pluck().get() ?? 0
  between()
  db.prepare('update t set n = ?').run(n + 1)
  db.exec('commit')
}

function twoConnections(): readonly [Database, Database] {
  const path = join(temporaryFolder(), 'a.db')
  const pair = [openDatabase(path), openDatabase(path)] as const
  onTestFinished(() => {
    for (const db of pair) db.close()
  })
  pair[0].exec('create table t (n integer) strict; insert into t values (1)')
  return pair
}
