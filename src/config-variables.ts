import { parseFailpoints } from './base/failpoint.ts'

/** One environment variable: what it is called, what it may be, what it is when absent. The table is the documentation. */
export interface Variable<T = unknown> {
  /** Goes into `.env.example`: what it means, with its unit. */
  readonly about: string
  /** Null where there is none: the value is then absent, or, for a required one, asked for. */
  readonly byDefault: string | null
  readonly isRequired?: boolean
  /** Never shown, and `NAME_FILE` may name a file that holds it. */
  readonly isSecret?: boolean
  /** @throws Error whose message completes "NAME must be …" */
  parse(text: string): T
}

/** What Telegram's own type for it holds. */
const int32Max = 2 ** 31 - 1
const dayMs = 24 * 3_600_000
/** Ten years: further back there is no instant that a file's name could have. */
const daysMax = 3_650

/** Every variable that the engine reads, in the order of `.env.example`. */
export const variables = {
  TG_API_ID: required('the application’s id, from my.telegram.org', wholeNumber(1, int32Max)),
  TG_API_HASH: {
    ...required('the application’s hash, from my.telegram.org', pattern(/^[0-9a-f]{32}$/, '32 hex digits')),
    isSecret: true,
  },
  TG_BOT_TOKEN: {
    ...optional('the control bot’s token, from @BotFather', pattern(/^\d+:[\w-]{35}$/, 'a bot token')),
    isSecret: true,
  },
  SESSION_SECRET_KEY: {
    ...required(
      'seals sessions: 32 bytes in base64 (`karvon keys new --env .env` adds one); while rotating several, new first',
      keys,
    ),
    isSecret: true,
  },
  SUPER_ADMIN_IDS: optional('numeric Telegram ids, separated by commas', idList),
  DATA_DIR: withDefault('folder of the database, its lock, logs and backups', 'data', anyText),
  SHARDS: optional('threads that send; absent: one per core, at least 2', wholeNumber(1, 64)),
  TELEGRAM_PER_ACCOUNT_MPM: withDefault(
    'messages a minute of a person’s account at most, also of those that are here; one keeps a lower cap of its own, a new one gets this',
    '6',
    wholeNumber(1, 1800),
  ),
  TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: withDefault(
    'ms between two messages of an account',
    '10000',
    wholeNumber(0, dayMs),
  ),
  BROADCAST_CONCURRENCY: withDefault('calls in flight per shard', '256', wholeNumber(1, 100_000)),
  BROADCAST_ATTEMPTS_PER_JOB: withDefault(
    'attempts of one owner in a row before another owner’s turn',
    '2',
    wholeNumber(1, 1_000),
  ),
  BROADCAST_MAX_TRIES: withDefault(
    'tries of an attempt before it is buried as retry-exhausted',
    '5',
    wholeNumber(1, 1_000),
  ),
  ACCOUNT_CHECK_HOURS: withDefault(
    'hours between two looks at how an account is; 0: only when somebody asks',
    '6',
    wholeNumber(0, 24 * 30),
  ),
  SCHEDULER_CHECK_INTERVAL_MS: withDefault('ms between two looks at what is due', '1000', wholeNumber(10, 3_600_000)),
  MAX_DUE_PER_TICK: withDefault('campaigns planned in one look', '500', wholeNumber(1, 100_000)),
  SCHEDULER_JITTER_MAX_MS: withDefault(
    'ms by which a campaign may start late, always the same for it',
    '15000',
    wholeNumber(0, dayMs),
  ),
  MIN_INTERVAL_MINUTES: withDefault('smallest interval of a campaign, in minutes', '5', wholeNumber(1, 366 * 24 * 60)),
  REMOTE_GROUPS_CACHE_TTL_MS: withDefault(
    'ms for which an account’s list of groups counts as fresh',
    '600000',
    wholeNumber(0, dayMs),
  ),
  REMOTE_GROUPS_MIN_REFRESH_MS: withDefault(
    'ms between two readings of it, however often somebody asks',
    '30000',
    wholeNumber(0, dayMs),
  ),
  REMOTE_GROUPS_FAILURE_COOLDOWN_MS: withDefault(
    'ms after a reading of it that failed before another one',
    '60000',
    wholeNumber(0, dayMs),
  ),
  RETENTION_DAYS: withDefault('days that finished attempts are kept', '30', wholeNumber(1, daysMax)),
  LOG_RETENTION_DAYS: withDefault('days that logs are kept', '7', wholeNumber(1, daysMax)),
  LOG_LEVEL: withDefault(
    'fatal, error, warn, info, debug or trace',
    'info',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  ),
  TEST_MODE: withDefault('true allows failpoints, loopback proxies and intervals under a minute', 'false', flag),
  KARVON_FAILPOINTS: optional('where to fail on purpose; refused without TEST_MODE', failpoints),
  TG_DC_ADDRESS: optional('host:port of another Telegram, such as `karvon simulator`', hostAndPort),
  TG_DC_ID: withDefault('the DC at that address', '2', wholeNumber(1, 5)),
  TG_DC_PUBLIC_KEY_FILE: optional('that Telegram’s RSA public key, a PEM file', anyText),
  TG_API_ROOT: optional('another Bot API server', pattern(/^https?:\/\/\S+$/, 'an http or https address')),
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables

function required<T>(about: string, parse: (text: string) => T): Variable<T> & { isRequired: true; byDefault: null } {
  return { about, byDefault: null, isRequired: true, parse }
}

function optional<T>(about: string, parse: (text: string) => T): Variable<T> & { byDefault: null } {
  return { about, byDefault: null, parse }
}

function withDefault<T>(
  about: string,
  byDefault: string,
  parse: (text: string) => T,
): Variable<T> & { byDefault: string } {
  return { about, byDefault, parse }
}

function anyText(text: string): string {
  return text
}

function flag(text: string): boolean {
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new Error('true or false')
}

function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const isFit = /^\d+$/.test(text) && value >= min && value <= max
    if (!isFit)
      throw new Error(
        max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
      )
    return value
  }
}

function oneOf<T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const value = values.find((candidate) => candidate === text)
    if (value === undefined) throw new Error(`one of ${values.join(', ')}`)
    return value
  }
}

function pattern(shape: RegExp, name: string): (text: string) => string {
  return (text) => {
    if (!shape.test(text)) throw new Error(name)
    return text
  }
}

function hostAndPort(text: string): string {
  const port = Number(/^[^\s:]+:(\d{1,5})$/.exec(text)?.[1])
  if (!(port >= 1 && port <= 65_535)) throw new Error('host:port')
  return text
}

/** As it is given: each thread reads it for itself. */
function failpoints(text: string): string {
  parseFailpoints(text)
  return text
}

function idList(text: string): readonly number[] {
  return text.split(',').map((part) => {
    const id = Number(part.trim())
    if (!/^\s*\d+\s*$/.test(part) || !Number.isSafeInteger(id) || id < 1)
      throw new Error('numeric ids separated by commas')
    return id
  })
}

function keys(text: string): readonly Buffer[] {
  return text.split(',').map((part) => {
    const key = Buffer.from(part.trim(), 'base64')
    // Buffer.from passes over what is no base64, so the length alone would accept typing errors.
    if (key.length !== 32 || key.toString('base64') !== part.trim())
      throw new Error('32 bytes in base64: make one with `karvon keys new`')
    if (key.every((byte) => byte === key[0]))
      throw new Error('a random key, not an example: make one with `karvon keys new`')
    return key
  })
}
