import type { LedgerFilter } from '../ledger/ledger-query.ts'
import type { AppliedTwice, CountBy, LedgerCount, LedgerPage, ShortGap } from '../ledger/ledger-reader.ts'
import type { LedgerLine } from '../ledger/ledger.ts'
import type { ControlConnection } from './control-connection.ts'

/** Questions to the judge. */
export class LedgerCalls {
  readonly #control: ControlConnection

  constructor(control: ControlConnection) {
    this.#control = control
  }

  lines(filter: LedgerFilter & { limit?: number; newestFirst?: boolean } = {}): Promise<LedgerPage> {
    return this.#control.get('/ledger/lines', { ...filter })
  }

  /** All of them, however many. */
  async *all(filter: LedgerFilter = {}): AsyncGenerator<LedgerLine> {
    for await (const line of this.#control.lines('/ledger/export', { ...filter })) yield JSON.parse(line) as LedgerLine
  }

  twice(filter: LedgerFilter = {}): Promise<{ count: number; twice: AppliedTwice[] }> {
    return this.#control.get('/ledger/twice', { ...filter })
  }

  gapsShorterThan(ms: number, filter: LedgerFilter = {}): Promise<{ count: number; gaps: ShortGap[] }> {
    return this.#control.get('/ledger/gaps', { ms, ...filter })
  }

  counts(by: readonly CountBy[] = [], filter: LedgerFilter = {}): Promise<LedgerCount[]> {
    return this.#control.get('/ledger/counts', { by: by.length === 0 ? undefined : by, ...filter })
  }
}
