import { describe, expect, it } from 'vitest'
import { create, setup } from '../commands-setup.ts'

interface Said {
  readonly total: object
  readonly accounts: readonly object[]
  readonly campaigns: readonly object[]
}

describe('karvon capacity', () => {
  it('says of each account what is asked of it and what it can do, and of all of them', async () => {
    const { karvon, json, another } = await setup()
    another()
    await karvon(...create, '--groups', 'all', '--every', '5m', '--start')

    const said = await json<Said>('capacity')

    expect(said.total).toEqual({ accounts: 2, neededPerMinute: 0.4, givenPerMinute: 12, overloaded: 0 })
    expect(said.accounts).toMatchObject([
      { accountId: 1, campaigns: 1, neededPerMinute: 0.4, givenPerMinute: 6, isEnough: true, whatIf: null },
      { accountId: 2, campaigns: 0, neededPerMinute: 0, givenPerMinute: 6, isEnough: true },
    ])
    const { stdout } = await karvon('capacity')
    expect(stdout).toContain(
      '2 accounts: 0.4 messages a minute are asked for, and 12 can be sent. Every account keeps up.',
    )
    expect(stdout).toMatch(/1 +Aziz +active +1 +0\.4 +6 +7 % +0\n/)
  })

  it('says which account is asked for too much, and counts nothing of one that cannot send', async () => {
    const { karvon, json, another, withDatabase } = await setup()
    another()
    await karvon(...create, '--groups', 'all', '--every', '90s', '--start')
    withDatabase((db) => {
      db.exec(`update accounts set cap_per_minute = 1 where id = 1`)
      db.exec(`update accounts set state = 'needs-login' where id = 2`)
    })

    expect((await json<Said>('capacity')).accounts).toMatchObject([
      { isEnough: false, givenPerMinute: 1 },
      { isEnough: true, givenPerMinute: 0 },
    ])
    expect((await karvon('capacity')).stdout).toContain('1 account cannot keep up: some groups miss rounds there.')
    expect((await karvon('capacity', '--account', '1')).stdout).toContain(
      'too much; it would fit with every 2 min or 1 group',
    )
  })

  it('says what a further campaign would come to', async () => {
    const { karvon, json } = await setup()
    await karvon(...create, '--groups', 'all', '--every', '5m', '--start')

    const said = await json<Said>('capacity', '--account', '1', '--what-if', '48/5m')

    expect(said.accounts).toMatchObject([{ whatIf: { groups: 48, isEnough: false, neededPerMinute: 9.6 } }])
    expect(said.campaigns).toMatchObject([{ campaignId: 1, groups: 2, isEnough: true }])
    expect((await karvon('capacity', '--what-if', '10/5m')).stdout).toMatch(/and 10 groups every 5 min\n.*fits/)
  })

  it('leaves the control bot out, which sends to no group', async () => {
    const { karvon, json, withDatabase } = await setup()
    withDatabase((db) =>
      db.exec(`insert into users (id, name, time_zone, role, state, created_at_ms) values (0, 'Karvon', 'UTC', 'user', 'banned', 1);
        insert into accounts
        (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
        values (9, 0, 'bot', 99, 'Karvon', '', '{}', 1, 'active', 1500, 1)`),
    )

    expect((await json<Said>('capacity')).total).toMatchObject({ accounts: 1, givenPerMinute: 6 })
    expect((await json<Said>('capacity', '--what-if', '48/5m')).accounts).toHaveLength(1)
    expect(await karvon('capacity', '--account', '9')).toMatchObject({
      code: 2,
      stderr: 'error: account 9 is the control bot, which sends to no group: `karvon capacity` lists the others\n',
    })
  })

  it('refuses what it cannot read, and an account that is not there', async () => {
    const { karvon } = await setup()

    expect(await karvon('capacity', '--what-if', '48')).toMatchObject({
      code: 2,
      stderr: "error: --what-if is groups/interval, such as 48/5m for 48 groups every 5 minutes; '48' is not\n",
    })
    expect(await karvon('capacity', '--account', '9')).toMatchObject({
      code: 2,
      stderr: 'error: there is no account 9: `karvon accounts` lists them\n',
    })
  })
})
