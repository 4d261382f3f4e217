import { editDistance } from './base/edit-distance.ts'
import { variables } from './config-variables.ts'
import type { Variable, VariableName } from './config-variables.ts'

/** Names of the systems that Karvon replaces: those that mean the same are taken, the others are named once. */
const oldNames: Readonly<Record<string, VariableName | null>> = {
  TELEGRAM_BOT_TOKEN: 'TG_BOT_TOKEN',
  BOT_TOKEN: 'TG_BOT_TOKEN',
  WORKER_SHARDS: 'SHARDS',
  WORKER_SHARD: null,
  DB_URL: null,
  ADMIN_TG_USERNAME: null,
  BROADCAST_USER_LOCK_TTL_MS: null,
}

const oldPatterns = [/^REDIS_/, /^BROADCAST_CONTINUATION_/, /^WORKER_.+_RETRIES$/]

/** What a name of the systems that Karvon replaces is called here: null for none, undefined for a name that is no old one. */
export function todayOf(name: string): VariableName | null | undefined {
  if (Object.hasOwn(oldNames, name)) return oldNames[name]
  return oldPatterns.some((shape) => shape.test(name)) ? null : undefined
}

export interface JudgedNames {
  /** Names that must have been meant for Karvon. Passed over, a mistyped TG_DC_ADDRESS would send to the real Telegram. */
  readonly problems: readonly string[]
  /** Other programs' names, perhaps. */
  readonly notices: readonly string[]
}

/** Looks at the names in a `.env` file. Not at those of the environment, which belong to everybody. */
export function judgeNames(names: readonly string[]): JudgedNames {
  const problems: string[] = []
  const notices: string[] = []
  for (const name of names) {
    if (known.has(name) || todayOf(name) !== undefined) continue
    const { nearest, distance } = nearestTo(name)
    const isOurs = ourPrefixes.test(name) || distance <= slipsMax
    if (!isOurs) notices.push(`${name} in .env has no effect: karvon knows no such variable`)
    else problems.push(`${name} in .env is no variable of karvon: ${adviceFor(name, nearest, distance)}`)
  }
  return { problems, notices }
}

const ourPrefixes = /^(?:TG|TELEGRAM|BROADCAST|SCHEDULER|KARVON)_/

/** Two letters that changed places, one too many, one forgotten. */
const slipsMax = 2

const known: ReadonlySet<string> = new Set(
  Object.entries(variables).flatMap(([name, { isSecret }]: [string, Variable]) =>
    isSecret === true ? [name, `${name}_FILE`] : [name],
  ),
)

/** A name with less than half of its letters in place is no hint. */
function adviceFor(name: string, nearest: string, distance: number): string {
  return distance <= name.length / 2 ? `did you mean ${nearest}?` : 'take it out, or find its name in .env.example'
}

function nearestTo(name: string): { nearest: string; distance: number } {
  let best = { nearest: '', distance: Infinity }
  for (const candidate of known) {
    const distance = editDistance(name, candidate)
    if (distance < best.distance) best = { nearest: candidate, distance }
  }
  return best
}
