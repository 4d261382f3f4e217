import { readFileSync } from 'node:fs'
import { errorTableUrl, parseErrorTable } from '../../src/delivery/error-table.ts'
import type { ErrorRow } from '../../src/delivery/error-table.ts'
import type { TelegramError } from '../../src/delivery/classify.ts'

/** The table as the product ships it. */
export const errorRows: readonly ErrorRow[] = parseErrorTable(readFileSync(errorTableUrl, 'utf8'))

/** What an adapter would report for a row: a name made from its pattern, once with each of its codes. */
export function examplesOf(row: ErrorRow): TelegramError[] {
  const unknown = unknownNames[row.name]
  if (unknown !== undefined) return unknown.map((error) => ({ layer: 'mtproto', ...error }))

  const name = exampleOf(row.pattern)
  const codes = row.code.split(',').filter((code) => /^-?\d+$/.test(code))
  if (codes.length === 0) return [{ layer: row.layer, name }]
  return codes.map((code) => ({ layer: row.layer, name, code: Number(code) }))
}

/** For each row of names that nobody has seen yet: invented ones, with all codes that it stands for. */
const unknownNames: Readonly<Record<string, readonly Omit<TelegramError, 'layer'>[]>> = {
  '(unknown 401)': [{ name: 'NEVER_SEEN', code: 401 }],
  '(unknown 404)': [{ name: 'NEVER_SEEN', code: 404 }],
  '(unknown *_MIGRATE_n)': [{ name: 'NEVER_SEEN_MIGRATE_4', code: 303 }],
  '(unknown *_WAIT_n)': [
    { name: 'NEVER_SEEN_WAIT_31', code: 420 },
    { name: 'NEVER_SEEN_DELAY_31', code: 420 },
    { name: 'NEVER_SEEN', code: 420, seconds: 31 },
  ],
  '(unknown 5xx / negative / other)': [500, 503, -1, -503, 418, 303].map((code) => ({ name: 'NEVER_SEEN', code })),
  '(unknown 400)': [{ name: 'NEVER_SEEN', code: 400 }],
  '(unknown 403)': [{ name: 'NEVER_SEEN', code: 403 }],
  '(unknown 406)': [{ name: 'NEVER_SEEN', code: 406 }],
  '(unknown 420 without WAIT)': [{ name: 'PREMIUM_NEVER_SEEN_UNTIL_1790000000', code: 420 }],
}

/** A text that the pattern fits: 31 for a number, the first of several, something where anything may stand. */
function exampleOf(pattern: string): string {
  return pattern
    .replaceAll(/^\^|\$$/g, '')
    .replaceAll(String.raw`(\d+)`, '31')
    .replaceAll('(.(.*))', 'x7')
    .replaceAll(/\(([^|()]+)(?:\|[^()]+)\)/g, '$1')
    .replace(/^([^|]+)\|.*$/, '$1')
    .replaceAll('.*', 'getMe')
    .replaceAll('.?', '_')
}
