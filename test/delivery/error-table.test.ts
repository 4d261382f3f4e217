import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { copyAssets } from '../../.ci/assets.mjs'
import { compileErrorTable } from '../../src/delivery/compile-error-table.ts'
import { errorTableUrl, parseErrorTable } from '../../src/delivery/error-table.ts'
import { errorRows } from './error-rows.ts'

describe('the table of errors', () => {
  it('has 424 rows, each with an action, no two alike', () => {
    expect(errorRows).toHaveLength(424)
    expect(errorRows.filter(({ action }) => action === '')).toEqual([])
    expect(new Set(errorRows.map(({ layer, name }) => `${layer} ${name}`)).size).toBe(424)
  })

  it('reads cells with commas', () => {
    const row = errorRows.find(({ name }) => name === 'PEER_FLOOD')

    expect(row).toMatchObject({ code: '400', decision: 'account-pause', effect: 'account', alert: 'owner' })
    expect(row?.action).toContain('24 h (then 48 h, 7 d), ask @SpamBot')
  })

  it.each([
    [
      'a decision that nobody takes',
      [',terminal-target,', ',terminal-targt,'],
      /line \d+: 'terminal-targt' is not known/,
    ],
    ['a cell too many', ['\nmtproto,', '\nmtproto,,'], /line 2 has 10 cells, not 9/],
    ['another header', ['layer,', 'level,'], /begins with 'level,code/],
  ] as const)('is refused with %s', (_, [from, to], message) => {
    const csv = readFileSync(errorTableUrl, 'utf8').replace(from, to)

    expect(() => parseErrorTable(csv)).toThrow(message)
  })

  it('is refused without a row for codes that nobody knows', () => {
    const rows = errorRows.filter(({ name }) => !name.startsWith('(unknown 5xx'))

    expect(() => compileErrorTable(rows)).toThrow('no row for codes that nobody knows')
  })

  it('goes with the build', () => {
    const built = mkdtempSync(join(tmpdir(), 'karvon-build-'))
    onTestFinished(() => rmSync(built, { recursive: true }))

    copyAssets(fileURLToPath(new URL('.', errorTableUrl)), built)

    expect(existsSync(join(built, 'telegram-errors.csv'))).toBe(true)
    expect(existsSync(join(built, 'error-table.ts'))).toBe(false)
  })
})
