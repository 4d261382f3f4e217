import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { Secret } from '../../src/base/secret.ts'
import { canaries } from './canaries.ts'

describe('the log', () => {
  it('is one JSON object a line, with its level and time', () => {
    const { log, lines } = setup()

    log.info({ port: 9443 }, 'serving')
    log.debug('too quiet for this level')

    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, port: 9443, msg: 'serving' })
    expect(lines[0]).toMatch(/"time":"\d{4}-\d\d-\d\dT[\d:.]+Z"/)
  })

  it('cannot be made to forge a line', () => {
    const { log, lines } = setup()

    log.info({ title: 'group\n{"level":60,"msg":"forged"}' }, 'found\n{"level":60}')

    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1)
  })

  it.each(canaries)('never tells $name, whatever the way into a line', ({ value, mustNotShow }) => {
    const { log, lines } = setup()
    const error = new Error(`request to /bot${value}/x failed`, { cause: new TypeError(`with ${value}`) })
    const withFields = Object.assign(new Error('refused'), { config: { headers: [value] } })

    log.info(value)
    log.info({ session: value })
    log.info({ a: { b: { c: [{ d: value }] } } }, 'deep')
    log.info({ [value]: 'as a key' })
    log.info({ url: `https://api.telegram.org/bot${value}/getMe` })
    log.info('%s %o %j', value, { value }, [value])
    log.info({ text: JSON.stringify({ inner: `\n${value}` }) }, `\n${value}`)
    log.error(error)
    log.error({ err: error }, 'failed')
    log.error({ err: new AggregateError([error, withFields], value) })
    log.error({ err: withFields })
    log.error({ reason: error.stack })
    log.child({ account: { session: value } }).warn('of a child')
    log.child({ name: value }).child({}).warn({ err: error })
    log.info({ session: new Secret(value), toJSON: () => ({ session: value }) })
    log.fatal({ err: error })

    expect(lines).toHaveLength(16)
    expect(lines.filter((line) => line.includes(mustNotShow))).toEqual([])
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
  })

  it.each(['throws', 'rejects', 'rejects with a text'])(
    'hears of what %s and reaches nobody, without its secrets, and the process ends with 70',
    (failure) => {
      const { value, mustNotShow } = canaries[0] ?? { value: '', mustNotShow: 'no canary' }
      const fixture = fileURLToPath(new URL('uncaught-fixture.ts', import.meta.url))

      const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', fixture, failure], {
        env: { ...process.env, TOKEN: value },
        encoding: 'utf8',
        timeout: 60_000,
      })

      expect(status).toBe(70)
      expect(stderr).toContain('an error reached nobody: stopping')
      expect(stderr).toContain('[bot token]')
      expect(stdout + stderr).not.toContain(mustNotShow)
    },
  )
})

function setup() {
  const lines: string[] = []
  return { log: openLog('info', { write: (line) => void lines.push(line) }), lines }
}
