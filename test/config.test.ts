import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { variables } from '../src/config-variables.ts'
import { BadConfig, readConfig, readPart } from '../src/config.ts'

describe('the configuration', () => {
  it('needs three variables and has a default for the rest', () => {
    const { config, notices } = readConfig(complete)

    expect(config.TG_API_ID).toBe(12345)
    expect(config.TELEGRAM_PER_ACCOUNT_MPM).toBe(6)
    expect(config.SUPER_ADMIN_IDS).toEqual([7, 8])
    expect(config.SHARDS).toBeUndefined()
    expect(notices).toEqual([])
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('names every problem at once', () => {
    expect(
      problemsOf({ TG_API_ID: 'x', SHARDS: '0', LOG_LEVEL: 'loud', KARVON_FAILPOINTS: 'claim.after:kill' }),
    ).toEqual([
      "TG_API_ID must be a whole number from 1 to 2147483647, not 'x'",
      'TG_API_HASH is missing: the application’s hash, from my.telegram.org',
      expect.stringMatching(/^SESSION_SECRET_KEY is missing: /),
      "SHARDS must be a whole number from 1 to 64, not '0'",
      "LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, not 'loud'",
      'KARVON_FAILPOINTS is refused without TEST_MODE=true',
    ])
  })

  it('reads a few variables for a command that needs no more, and does not mind the others', () => {
    expect(readPart({ TG_API_ID: 'x', WORKER_SHARDS: '4' }, ['DATA_DIR', 'SHARDS'])).toEqual({
      DATA_DIR: 'data',
      SHARDS: 4,
    })
    expect(() => readPart({ SHARDS: '0' }, ['SHARDS'])).toThrow(BadConfig)
  })

  it.each([
    ['LOG_RETENTION_DAYS', '9007199254740991', 'a whole number from 1 to 3650'],
    ['SCHEDULER_CHECK_INTERVAL_MS', '99999999999', 'a whole number from 10 to 3600000'],
    ['TG_API_ID', '99999999999', 'a whole number from 1 to 2147483647'],
    ['SUPER_ADMIN_IDS', '0,7', 'numeric ids separated by commas'],
    ['TG_DC_ADDRESS', '127.0.0.1:99999', 'host:port'],
    ['TG_API_ROOT', 'ftp://telegram', 'an http or https address'],
    ['KARVON_FAILPOINTS', 'soon', "rules like claim.after:kill@0.02 or ack.after:delay=2000@3rd, not 'soon'"],
  ])('refuses a %s that would do harm later: %s', (name, text, wanted) => {
    const given = { ...complete, TEST_MODE: 'true', TG_DC_PUBLIC_KEY_FILE: 'key.pem', [name]: text }

    expect(problemsOf(given)).toEqual([`${name} must be ${wanted}, not '${text}'`])
  })

  it('shows what is wrong in one line, without a secret that was put into the wrong variable', () => {
    const token = `7312345678:AA${randomBytes(24).toString('base64url')}`

    expect(problemsOf({ ...complete, SHARDS: `${token}\n${'x'.repeat(100)}` })).toEqual([
      `SHARDS must be a whole number from 1 to 64, not '[bot token]\\u000a${'x'.repeat(43)}…'`,
    ])
  })

  it('never shows a secret that is wrong', () => {
    const [problem = ''] = problemsOf({ ...complete, TG_API_HASH: 'canary-hash' })

    expect(problem).toMatch(/^TG_API_HASH must be 32 hex digits/)
    expect(problem).not.toContain('canary')
  })

  it.each([
    ['too short', randomBytes(16).toString('base64')],
    ['not base64', `${randomBytes(32).toString('base64').slice(0, -2)}!=`],
    ['an example', Buffer.alloc(32, 1).toString('base64')],
  ])('refuses a session key that is %s', (_, key) => {
    expect(problemsOf({ ...complete, SESSION_SECRET_KEY: key })).toEqual([
      expect.stringMatching(/^SESSION_SECRET_KEY must be /),
    ])
  })

  it('reads a secret from the file that NAME_FILE names, but not from both', () => {
    const { TG_API_HASH: hash, ...rest } = complete
    const files = (path: string) => {
      if (path !== '/run/secret') throw new Error('ENOENT')
      return `${hash}\n`
    }

    expect(readConfig({ ...rest, TG_API_HASH_FILE: '/run/secret' }, files).config.TG_API_HASH).toBe(hash)
    expect(problemsOf({ ...complete, TG_API_HASH_FILE: '/run/secret' }, files)).toEqual([
      'TG_API_HASH and TG_API_HASH_FILE are both set: keep one',
    ])
    expect(problemsOf({ ...rest, TG_API_HASH_FILE: '/none' }, files)).toEqual([
      'TG_API_HASH_FILE names /none, which cannot be read',
    ])
  })

  it('takes old names that mean the same, and says once which have no effect', () => {
    const { config, notices } = readConfig({ ...complete, WORKER_SHARDS: '3', REDIS_URL: 'redis://x', DB_URL: 'x' })

    expect(config.SHARDS).toBe(3)
    expect(notices).toEqual([
      'WORKER_SHARDS is an old name of SHARDS',
      'REDIS_URL has no effect here',
      'DB_URL has no effect here',
    ])
  })

  it.each([
    ['TG_DC_ADDRES', 'did you mean TG_DC_ADDRESS?'],
    ['TELEGRAM_API_ID', 'did you mean TG_API_ID?'],
    ['SHRADS', 'did you mean SHARDS?'],
    ['TG_BOT_TOKEN_FIEL', 'did you mean TG_BOT_TOKEN_FILE?'],
    ['SESSION_SECRET_KEYS', 'did you mean SESSION_SECRET_KEY?'],
    ['KARVON_X', 'take it out, or find its name in .env.example'],
  ])('refuses the name %s in .env: %s', (name, advice) => {
    const read = () => readConfig(complete, undefined, [...Object.keys(complete), name])

    expect(read).toThrow(`${name} in .env is no variable of karvon: ${advice}`)
  })

  it('names what else stands in .env, and passes over what it knows, old names and files of secrets included', () => {
    const names = ['TG_API_HASH_FILE', 'REDIS_URL', 'BROADCAST_CONTINUATION_MS', 'POSTGRES_PASSWORD']

    expect(readConfig(complete, undefined, names).notices).toEqual([
      'POSTGRES_PASSWORD in .env has no effect: karvon knows no such variable',
    ])
  })

  it('stands in .env.example in full: every variable with its meaning and default', () => {
    const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')

    for (const [name, variable] of Object.entries(variables)) {
      expect(example).toContain(`# ${variable.about[0]?.toUpperCase()}${variable.about.slice(1)}.`)
      expect(example).toContain(variable.byDefault === null ? `# ${name}=` : `# ${name}=${variable.byDefault}`)
    }
    const named = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => match[1])
    expect(named).toEqual(Object.keys(variables))
  })
})

const complete = {
  TG_API_ID: '12345',
  TG_API_HASH: '0123456789abcdef0123456789abcdef',
  SESSION_SECRET_KEY: randomBytes(32).toString('base64'),
  SUPER_ADMIN_IDS: '7, 8',
}

function problemsOf(environment: Record<string, string>, readFile?: (path: string) => string): readonly string[] {
  try {
    readConfig(environment, readFile)
    return []
  } catch (error) {
    if (error instanceof BadConfig) return error.problems
    throw error
  }
}
