import { GrammyError } from 'grammy'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { untilItWorks } from '../../src/bot/until-it-works.ts'

const refusal = (code: number, description: string) =>
  new GrammyError('refused', { ok: false, error_code: code, description }, 'getUpdates', {})
const offline = new Error('connect ECONNREFUSED')
const conflict = refusal(409, 'Conflict: terminated by other getUpdates request')

/** Fails in these ways, one after another, and then works; stopped after so many pauses. */
async function tries(errors: readonly Error[], pausesMax = Infinity) {
  const pauses: number[] = []
  const said: string[] = []
  let conflicts = 0
  const left = [...errors]
  const log = pino(
    {
      base: null,
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void said.push(line) },
  )
  const isDone = await untilItWorks(
    () => {
      const error = left.shift()
      return error === undefined ? Promise.resolve() : Promise.reject(error)
    },
    {
      isStopped: () => pauses.length >= pausesMax,
      pause: (ms) => Promise.resolve(void pauses.push(ms)),
      onConflict: () => Promise.resolve(void (conflicts += 1)),
      log,
    },
  )
  return { isDone, pauses, said, conflicts, left: left.length }
}

describe('the bot, while Telegram cannot be reached', () => {
  it('waits from a second to half a minute, and tries for as long as it takes', async () => {
    const { isDone, pauses, said } = await tries(Array.from({ length: 40 }, () => offline))

    expect(isDone).toBe(true)
    expect(pauses).toEqual([1, 2, 4, 8, 16, ...Array.from({ length: 35 }, () => 30)].map((seconds) => seconds * 1000))
    expect(said).toHaveLength(40)
  })

  it('hears of another program with its token, goes on, and waits no longer for it', async () => {
    const { isDone, pauses, said, conflicts } = await tries([
      conflict,
      conflict,
      offline,
      conflict,
      conflict,
      conflict,
      conflict,
    ])

    expect(isDone).toBe(true)
    expect(conflicts).toBe(6)
    expect(said).toHaveLength(1)
    expect(Math.max(...pauses)).toBe(30_000)
  })

  it.each([401, 404])('gives up when Telegram does not know its token (%s), and says so', async (code) => {
    const { isDone, pauses, said, left } = await tries([refusal(code, 'Unauthorized'), offline])

    expect({ isDone, pauses, left }).toEqual({ isDone: false, pauses: [], left: 1 })
    expect(said).toEqual([expect.stringMatching(/"level":"error".*Telegram does not know TG_BOT_TOKEN/)])
  })

  it('ends when it is stopped, also in the middle', async () => {
    expect(await tries([offline, offline, offline], 2)).toMatchObject({ isDone: false, pauses: [1000, 2000], left: 1 })
    expect(await tries([], 0)).toMatchObject({ isDone: false, pauses: [] })
  })
})
