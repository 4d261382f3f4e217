import { hashOf } from '../simulator/ledger/text-hash.ts'
import type { LedgerLine } from '../simulator/ledger/ledger.ts'
import type { Order } from './orders.ts'
import { banErrors, closedErrors } from './trouble.ts'

/** What became of every message that was planned. Each counts in one figure only, and together they are `planned`. */
export interface Verdict {
  readonly planned: number
  readonly once: number
  readonly twice: number
  /** Telegram said no for good: by its words, how often. */
  readonly refused: Readonly<Record<string, number>>
  /** Not sent because Telegram had banned their account. */
  readonly banned: number
  readonly lost: number
}

type Line = Pick<LedgerLine, 'account' | 'chat' | 'textHash' | 'applied' | 'error'>

/**
 * Judges by Telegram's books alone, whatever the engine believes.
 * @param lines of this run, oldest first
 */
export async function judge(orders: readonly Order[], lines: AsyncIterable<Line>): Promise<Verdict> {
  const applied = new Map<string, number>()
  const lastErrors = new Map<string, string | null>()
  const bannedAccounts = new Set<number>()
  for await (const { account, chat, textHash, applied: isApplied, error } of lines) {
    const message = keyOf(account, chat, textHash)
    if (isApplied) applied.set(message, (applied.get(message) ?? 0) + 1)
    lastErrors.set(message, error)
    if (error !== null && banErrors.includes(error)) bannedAccounts.add(account)
  }

  const verdict = { planned: 0, once: 0, twice: 0, refused: {} as Record<string, number>, banned: 0, lost: 0 }
  for (const { telegramId, text, groups } of orders) {
    for (const group of groups) {
      const message = keyOf(telegramId, group, hashOf(text))
      const count = applied.get(message) ?? 0
      const error = lastErrors.get(message) ?? ''
      verdict.planned++
      if (count === 1) verdict.once++
      else if (count > 1) verdict.twice++
      else if (closedErrors.includes(error)) verdict.refused[error] = (verdict.refused[error] ?? 0) + 1
      else if (bannedAccounts.has(telegramId)) verdict.banned++
      else verdict.lost++
    }
  }
  return verdict
}

/** Nothing lost, nothing twice, and something that it can be said of. */
export function isWell({ once, twice, lost }: Verdict): boolean {
  return once > 0 && twice === 0 && lost === 0
}

function keyOf(account: number, chat: number | null, textHash: string | null): string {
  return `${account}|${chat}|${textHash}`
}
