import { describe, expect, it } from 'vitest'
import { create, first, setup } from './commands-setup.ts'

describe('karvon campaigns', () => {
  it('says why nothing goes out, and of a round that it takes longer than its interval', async () => {
    const { karvon, json, withDatabase } = await setup()
    withDatabase((db) => db.exec('update accounts set cap_per_minute = 1'))
    const made = await karvon(...create, '--groups', 'all', '--every', '90s', '--start')
    expect(made.stdout).toContain('A round of 2 groups takes about 2.0 min at 1 a minute, longer than its interval')
    expect(await json('campaigns', 'show', '1')).toMatchObject({ hindered: [] })
    const untilMs = Date.now() + 90_060_000
    withDatabase((db) =>
      db.exec(`update accounts set state = 'limited', state_reason = 'PEER_FLOOD', state_until_ms = ${untilMs}`),
    )

    const { stdout } = await karvon('campaigns', 'show', '1')

    expect(stdout).toMatch(
      /State +running\nNothing goes +account 1 is limited by Telegram \(PEER_FLOOD\), again in 1 d\n/,
    )
    expect((await karvon('campaigns', 'list')).stdout).toContain('running, no account can send')
    withDatabase((db) =>
      db.exec(`update accounts set state = 'active', state_reason = null, state_until_ms = null;
        insert into waits values (1, 'lane:send', ${untilMs}, 'FLOOD_WAIT')`),
    )
    expect(await json('campaigns', 'show', '1')).toMatchObject({
      hindered: [{ accountId: 1, state: 'waits', reason: 'FLOOD_WAIT', untilMs }],
    })
  })

  it('names before a start and at every change the groups whose slow mode is longer than the interval', async () => {
    const { karvon, json, withDatabase } = await setup()
    withDatabase((db) => db.exec(`update peers set slow_mode_seconds = 900 where peer = ${first}`))
    const slow =
      "1 group has slow mode and cannot take every round: 'Alfa' (15m). With an interval of 16m or more it can: " +
      '`karvon campaigns set ID --every 16m`.\n'
    const saysOf = async (id: number, ...words: string[]) => {
      expect((await karvon('campaigns', ...words)).stdout, words[0]).toContain(slow.replace('ID', String(id)))
    }

    await saysOf(1, ...create.slice(1), '--groups', 'all', '--every', '5m')
    await saysOf(1, 'start', '1')
    await saysOf(1, 'set', '1', '--every', '10m')
    await saysOf(1, 'edit', '1', '--every', '6m')
    await saysOf(2, 'clone', '1')

    expect(await json('campaigns', 'set', '2', '--every', '16m')).toMatchObject({ warning: null })
    expect(await json('campaigns', 'edit', '1', '--keep-latest', 'edit')).toMatchObject({ warning: null })
    expect(await json('campaigns', 'set', '2', '--at', '09:00,09:05,09:10')).toMatchObject({
      warning: expect.stringContaining('With 16m or more between two rounds it can.'),
    })
  })
})
