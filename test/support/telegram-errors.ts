import { readFileSync } from 'node:fs'
import { errorTableUrl, parseErrorTable } from '../../src/delivery/error-table.ts'
import type { ErrorRow } from '../../src/delivery/error-table.ts'

export interface TableRow extends ErrorRow {
  /** Each code that it may come with; none where it is not known. */
  readonly codes: readonly string[]
  /** Methods that answer it; `*` for any. */
  readonly methods: readonly string[]
}

/** Every error that Telegram, its Bot API and the line to them are known for. */
export function readErrorTable(): TableRow[] {
  const csv = readFileSync(errorTableUrl, 'utf8')
  const [, ...lines] = csv.trimEnd().split('\n')
  return parseErrorTable(csv).map((row, index) => ({
    ...row,
    codes: row.code === '' ? [] : row.code.split(','),
    methods: (lines[index] ?? '').replace(/^.*,/, '').split(' '),
  }))
}

/** A name as a server would write it: numbers for %d, one of the alternatives, something for *. */
export function exampleOf(name: string): string {
  if (name.startsWith('Bad Request: wrong file_id')) return 'Bad Request: wrong file_id'
  if (name.startsWith('Bad Request: not enough rights')) return 'Bad Request: not enough rights'
  return name
    .replaceAll('%d', '4')
    .replace('*', 'x7')
    .replace('retry after N', 'retry after 4')
    .replace('(group|supergroup|channel)', 'supergroup')
}

/** For the rows about names that nobody has seen yet: an invented one, with its code. */
export const unknownErrors = [
  ['(unknown 401)', 401, 'NEVER_SEEN'],
  ['(unknown 404)', 404, 'NEVER_SEEN'],
  ['(unknown *_MIGRATE_n)', 303, 'NEVER_SEEN_MIGRATE_4'],
  ['(unknown *_WAIT_n)', 420, 'NEVER_SEEN_WAIT_4'],
  ['(unknown 5xx / negative / other)', 500, 'NEVER_SEEN'],
  ['(unknown 5xx / negative / other)', -500, 'NEVER_SEEN'],
  ['(unknown 5xx / negative / other)', 700, 'NEVER_SEEN'],
  ['(unknown 400)', 400, 'NEVER_SEEN'],
  ['(unknown 403)', 403, 'NEVER_SEEN'],
  ['(unknown 406)', 406, 'NEVER_SEEN'],
  ['(unknown 420 without WAIT)', 420, 'NEVER_SEEN'],
] as const
