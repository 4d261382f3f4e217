/**
 * The one authority on what an error means: `telegram-errors.csv` beside this file, a line an error. Its reader hands the text to
 * `parseErrorTable`; the build copies the file along.
 */
export const errorTableUrl = new URL('./telegram-errors.csv', import.meta.url)

/** Who says it: Telegram's MTProto server, the transport below it, the client on our side, the Bot API. */
export const errorLayers = ['mtproto', 'transport', 'client', 'botapi'] as const
export type ErrorLayer = (typeof errorLayers)[number]

/** What the product does about it. */
export const errorDecisions = [
  'account-dead', // the session is over: the owner logs in again
  'account-pause', // the account may not do this for a while, or until its owner acts
  'already-sent', // an earlier call with this random_id, perhaps still running
  'await-approval', // a join request waits for an administrator
  'bug', // our request is wrong, or our configuration
  'migrate', // another DC, time or salt: the client repeats by itself
  'refresh-retry', // what we know is old: get it anew and repeat
  'retry-after', // wait as long as Telegram says
  'retry-backoff', // Telegram or the line failed: repeat, later and later
  'success', // it is as we want it already
  'terminal-message', // this message goes nowhere
  'terminal-target', // this account cannot send this there
  'user-input', // whoever is logging in gave something wrong
] as const
export type ErrorDecision = (typeof errorDecisions)[number]

/** Who hears of it: nobody, the account's owner, the admins in the morning, the admins now. */
export const alertLevels = ['', 'owner', 'ticket', 'page'] as const
export type AlertLevel = (typeof alertLevels)[number]

export interface ErrorRow {
  readonly layer: ErrorLayer
  /** As written: `400`, `400,403`, `ECONNRESET`, empty for any. */
  readonly code: string
  /** For people and counters: `FLOOD_WAIT_%d`. */
  readonly name: string
  /** A regular expression over what was reported; for the rows of unknown names, a condition on the code. */
  readonly pattern: string
  readonly decision: ErrorDecision
  /** What it concerns: `account+method`, `target`, `message`, `request` … */
  readonly effect: string
  /** What to do, in a sentence for people. */
  readonly action: string
  readonly alert: AlertLevel
}

/** @throws Error that names the line: the file was edited by hand, and a typing error must not become a decision. */
export function parseErrorTable(csv: string): ErrorRow[] {
  const [head, ...lines] = csv.trimEnd().split('\n')
  if (head !== header) throw new Error(`telegram-errors.csv begins with '${head}', not '${header}'`)
  return lines.map((line, index) => {
    const [layer, code = '', name = '', pattern = '', decision, effect = '', action = '', alert, ...rest] = cells(line)
    if (rest.length !== 1) throw new Error(`telegram-errors.csv line ${index + 2} has ${rest.length + 8} cells, not 9`)
    return {
      layer: oneOf(errorLayers, layer, index),
      code,
      name,
      pattern,
      decision: oneOf(errorDecisions, decision, index),
      effect,
      action,
      alert: oneOf(alertLevels, alert, index),
    }
  })
}

const header = 'layer,code,name,pattern,decision,effect,action,alert,methods'

/** A cell with commas stands in quotes; no cell has quotes inside. */
function cells(line: string): string[] {
  return [...line.matchAll(/(?<=^|,)(?:"([^"]*)"|([^,"]*))(?=,|$)/g)].map((match) => match[1] ?? match[2] ?? '')
}

function oneOf<T extends string>(values: readonly T[], value: string | undefined, index: number): T {
  const known = values.find((candidate) => candidate === value)
  if (known === undefined) throw new Error(`telegram-errors.csv line ${index + 2}: '${value}' is not known here`)
  return known
}
