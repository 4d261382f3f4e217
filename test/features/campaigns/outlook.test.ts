import { describe, expect, it } from 'vitest'
import { create, setup } from './commands-setup.ts'

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
})
