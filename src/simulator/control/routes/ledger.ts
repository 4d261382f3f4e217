import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import { numberText, text } from '../../json-input.ts'
import type { CountBy } from '../../ledger/ledger-reader.ts'
import { answer } from '../answer.ts'
import type { ControlDeps } from '../control-deps.ts'
import { flagText, queryOf } from '../input.ts'

const filter = {
  account: numberText(0),
  chat: numberText(Number.MIN_SAFE_INTEGER),
  method: text(100, 1),
  fromMs: numberText(0),
  toMs: numberText(0),
  applied: flagText(),
  error: text(200, 1),
  textHash: text(64, 1),
  afterSeq: numberText(0),
}
const filterQuery = z.strictObject(filter).partial()
const pageQuery = z.strictObject({ ...filter, limit: numberText(1, 1000), newestFirst: flagText() }).partial()
const gapsQuery = z
  .strictObject(filter)
  .partial()
  .extend({ ms: numberText(1) })
const columns: readonly string[] = ['account', 'chat', 'method', 'error']
const countsQuery = filterQuery.extend({
  by: z
    .string()
    .transform((names) => names.split(','))
    .refine(
      (names) => names.every((name) => columns.includes(name)),
      `must be of ${columns.join(',')}, with commas between`,
    )
    .optional(),
})

/** Questions to the judge. */
export function ledgerRoutes({ judge }: ControlDeps): Hono {
  return new Hono()
    .get('/ledger/lines', (c) => {
      const { limit, newestFirst, ...filter } = queryOf(c, pageQuery)
      return answer(c, judge.page(filter, { limit: limit ?? 100, newestFirst: newestFirst ?? false }))
    })
    .get('/ledger/twice', (c) => answer(c, judge.appliedTwice(queryOf(c, filterQuery))))
    .get('/ledger/gaps', (c) => {
      const { ms, ...filter } = queryOf(c, gapsQuery)
      return answer(c, judge.gapsShorterThan(ms, filter))
    })
    .get('/ledger/counts', (c) => {
      const { by = [], ...filter } = queryOf(c, countsQuery)
      return answer(c, judge.counts(by as CountBy[], filter))
    })
    .get('/ledger/export', (c) => {
      const pages = judge.pages(queryOf(c, filterQuery))
      c.header('content-type', 'application/x-ndjson')
      return stream(c, async (output) => {
        // Waiting for the reader gives the event loop to everybody else between two pages.
        for (const lines of pages) await output.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      })
    })
}
