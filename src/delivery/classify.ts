import { redact } from '../base/redact.ts'
import { compileErrorTable } from './compile-error-table.ts'
import type { AlertLevel, ErrorDecision, ErrorLayer, ErrorRow } from './error-table.ts'
import { laneOf, waitMaxMs } from './wait.ts'
import type { Lane } from './wait.ts'

/** An error as its adapter reports it: no class, no library. */
export interface TelegramError {
  readonly layer: ErrorLayer
  /** Absent where nobody gave one. */
  readonly code?: number
  /** `FLOOD_WAIT_31`, `Forbidden: bot was blocked by the user`, `ECONNRESET`, the message of a client's own error. */
  readonly name: string
  /** The wait, where it comes beside the name instead of in it: `FLOOD_WAIT` and 31, or the Bot API's `retry_after`. */
  readonly seconds?: number
  /** `messages.sendMessage`: tells the lane that a wait concerns. */
  readonly method?: string
}

/** What an error means. Texts come from the table, so what a person reads and what the product does cannot drift apart. */
export interface Classification {
  readonly decision: ErrorDecision
  readonly effect: string
  /** What to do, in a sentence for people. */
  readonly action: string
  readonly alert: AlertLevel
  /** The row it was found under: `FLOOD_WAIT_%d`, or `(unknown 400)`. Few and fixed, so it is fit for a counter. */
  readonly row: string
  /** What was reported, without what is behind its name. Stands in the attempt as its reason. */
  readonly error: string
  readonly layer: ErrorLayer
  readonly code: number | undefined
  /** False when only the code decided. */
  readonly isKnown: boolean
  /** Telegram's wait within its bounds; undefined where it named none. */
  readonly waitMs: number | undefined
  readonly lane: Lane
}

/** Called for a name that the table does not have; numbers in it are `%d`, so that few names cover many. */
export type CountUnknown = (name: string, code: number | undefined) => void

/**
 * Prepares the table, so that a classification is one or two look-ups; only sentences and messages of libraries are tried one by one.
 * An unknown name is decided by its code and counted.
 */
export function openClassifier(rows: readonly ErrorRow[], countUnknown: CountUnknown) {
  const table = compileErrorTable(rows)

  return function classifyTelegramError(error: TelegramError): Classification {
    const { layer, code, method } = error
    // What Telegram or a library says may repeat what it was given, and it becomes the reason of an attempt.
    const name = redact(spell(error))
    const known = table.find(layer, name)
    const row = known ?? table.fallback(name, code)
    if (known === undefined) countUnknown(withoutNumbers(name), code)

    return {
      decision: row.decision,
      effect: row.effect,
      action: row.action,
      alert: row.alert,
      row: row.name,
      error: name.length > nameMax ? name.slice(0, nameMax) : name,
      layer,
      code,
      isKnown: known !== undefined,
      waitMs: row.decision === 'retry-after' ? waitOf(name) : undefined,
      lane: row.effect === 'account transfers' ? 'transfer' : laneOf(method ?? 'messages.sendMessage'),
    }
  }
}

export type ClassifyTelegramError = ReturnType<typeof openClassifier>

/** Longer than any name; what a library says beyond it may be the text of a message. */
const nameMax = 160

function withoutNumbers(name: string): string {
  return name.replaceAll(/\d+/g, '%d').slice(0, 64)
}

/** As the table has it: with the wait inside the name. The Bot API may word its 429 in another way, and it remains a wait. */
function spell({ layer, code, name, seconds }: TelegramError): string {
  if (layer === 'botapi' && code === 429) {
    return `Too Many Requests: retry after ${seconds ?? /retry after (\d+)/.exec(name)?.[1] ?? unnamedWaitSeconds}`
  }
  if (seconds === undefined || /\d$/.test(name)) return name
  return /(?:WAIT|DELAY|FRESH)$/.test(name) ? `${name}_${seconds}` : `${name}_WAIT_${seconds}`
}

const unnamedWaitSeconds = 30

/** The last number in the name, as TDLib takes it, from 1 s to 14 d. */
function waitOf(name: string): number | undefined {
  const seconds = /(\d+)\D*$/.exec(name)?.[1]
  return seconds === undefined ? undefined : Math.min(Math.max(Number(seconds), 1) * 1000, waitMaxMs)
}
