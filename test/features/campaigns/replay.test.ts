import { describe, expect, it } from 'vitest'
import { create, refused, setup } from './commands-setup.ts'

describe('karvon campaigns retry', () => {
  it('gives what failed in a campaign another chance, and says before what that would be', async () => {
    const { json, karvon, ended, states } = await setup()
    const { campaignId } = await ended(['failed-terminal', 'uncertain'])
    const retry = ['campaigns', 'retry', String(campaignId)]

    expect((await karvon(...retry, '--dry-run')).stdout).toBe(
      `1 message that failed (1 why): \`karvon campaigns retry ${campaignId}\` tries it again.\n`,
    )
    expect(states()).toEqual(['failed-terminal', 'uncertain'])
    expect(await json(...retry)).toMatchObject({ isDryRun: false, revived: 1, resent: 0 })
    expect(states()).toEqual(['pending', 'uncertain'])
    expect((await karvon(...retry)).stdout).toBe('No message failed.\n')
    expect(await karvon('campaigns', 'retry', '99')).toEqual(
      refused('there is no campaign 99: see `karvon campaigns list`'),
    )
  })
})

describe('karvon replay', () => {
  it('without flags only says what it would do', async () => {
    const { json, karvon, ended, states } = await setup()
    await ended(['failed-terminal', 'uncertain'])

    const { stdout } = await karvon('replay')

    expect(stdout).toBe(
      '1 message that failed (1 why): `karvon replay --failed` tries it again.\n' +
        '1 message that may have arrived: `karvon replay --uncertain` asks for it again, under the same id, so that none arrives twice.\n',
    )
    expect((await karvon('replay', '--failed', '--dry-run')).stdout).toBe(stdout.slice(0, stdout.indexOf('\n') + 1))
    expect(await json('replay', '--failed', '--uncertain', '--dry-run')).toMatchObject({
      isDryRun: true,
      revived: 0,
      resent: 0,
    })
    expect(states()).toEqual(['failed-terminal', 'uncertain'])
  })

  it('gives failed messages fresh tries, and repeats those in doubt as what may have arrived', async () => {
    const { json, ended, states, withDatabase } = await setup()
    const { campaignId } = await ended(['failed-terminal', 'uncertain'])

    const done = await json('replay', '--failed', '--uncertain')

    expect(done).toMatchObject({
      isDryRun: false,
      revived: 1,
      resent: 1,
      found: { failed: { count: 1, campaignIds: [campaignId] } },
    })
    expect(states()).toEqual(['pending', 'pending'])
    const rows = withDatabase((db) => db.prepare('select maybe_sent, tries from attempts order by id').all())
    expect(rows).toEqual([
      { maybe_sent: 0, tries: 0 },
      { maybe_sent: 1, tries: 0 },
    ])
    expect(withDatabase((db) => db.prepare('select state, sent, failed, uncertain, targets from runs').get())).toEqual({
      state: 'running',
      sent: 0,
      failed: 0,
      uncertain: 0,
      targets: 2,
    })
    expect(await json('campaigns', 'show', String(campaignId))).toMatchObject({ campaign: { state: 'running' } })
  })

  it('repeats what a bot may have sent only when duplicates are accepted', async () => {
    const { json, karvon, ended, states, withDatabase } = await setup()
    await ended(['uncertain', 'uncertain'])
    withDatabase((db) => db.exec(`update accounts set kind = 'bot'`))

    expect(await json('replay', '--uncertain')).toMatchObject({
      resent: 0,
      found: { uncertain: { ofUsers: 0, ofBots: 2 } },
    })
    expect(states()).toEqual(['uncertain', 'uncertain'])
    expect(await karvon('replay', '--accept-duplicates')).toEqual(
      refused('--accept-duplicates says how to repeat what is in doubt: give --uncertain with it'),
    )
    expect(await json('replay', '--uncertain', '--accept-duplicates')).toMatchObject({ resent: 2 })
  })

  it('leaves alone what belongs to other accounts, other campaigns, stopped and superseded rounds', async () => {
    const { karvon, json, ended, states, withDatabase, another } = await setup()
    await ended(['failed-terminal', 'uncertain'])

    await json('replay', '--failed', '--uncertain', '--account', String(another()))
    const { campaign } = await json<{ campaign: { id: number } }>(...create, '--groups', 'all', '--once')
    await json('replay', '--failed', '--uncertain', '--campaign', String(campaign.id))
    expect(await karvon('replay', '--failed', '--campaign', '99')).toEqual(
      refused('there is no campaign 99: see `karvon campaigns list`'),
    )
    expect(await karvon('replay', '--account', '99')).toEqual(
      refused('there is no account 99: see `karvon accounts list`'),
    )
    withDatabase((db) => db.exec(`update runs set state = 'stopped'; update campaigns set state = 'stopped'`))
    const stopped = await json('replay', '--failed', '--uncertain')

    expect(stopped).toMatchObject({ revived: 0, resent: 0, found: { failed: { left: 1 }, uncertain: { left: 1 } } })
    expect(states()).toEqual(['failed-terminal', 'uncertain'])
  })
})

describe('what karvon replay says that it did', () => {
  it('is in the words in which it said what it would do', async () => {
    const { karvon, ended } = await setup()
    await ended(['failed-terminal', 'uncertain'])

    expect((await karvon('replay', '--failed')).stdout).toBe('1 message that failed: will be tried again.\n')
    expect((await karvon('replay', '--failed')).stdout).toBe('No message failed.\n')
    expect((await karvon('replay', '--uncertain')).stdout).toBe('1 message that may have arrived: asked for again.\n')
    expect((await karvon('replay')).stdout).toBe('No message failed, and none may have arrived.\n')
  })

  it('names what it left alone', async () => {
    const { karvon, ended, withDatabase } = await setup()
    await ended(['uncertain', 'uncertain'])
    withDatabase((db) => db.exec(`update accounts set kind = 'bot'`))
    const ofBots =
      "2 messages of bots that may have arrived: only with --accept-duplicates, because a bot's repeat is a second message.\n"

    expect((await karvon('replay', '--uncertain')).stdout).toBe(ofBots)
    withDatabase((db) => db.exec(`update runs set state = 'stopped'; update campaigns set state = 'stopped'`))
    expect((await karvon('replay', '--uncertain', '--accept-duplicates')).stdout).toBe(
      '2 messages of rounds that are stopped, paused or superseded: left as they are.\n',
    )
  })
})

describe('karvon status', () => {
  it('reads what stands in the database while nothing runs, and says by its code that nothing does', async () => {
    const { karvon, ended } = await setup()
    await ended(['failed-terminal', 'pending'])

    const { code, stdout } = await karvon('status', '--json')

    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toEqual({
      isRunning: false,
      supervisor: null,
      accounts: { active: 1, paused: 0, limited: 0, 'needs-login': 0, stopped: 0 },
      attempts: { pending: 1, held: 0, 'in-flight': 0, uncertain: 0, 'failed-terminal': 1 },
      runs: { planning: 0, running: 1, paused: 0, finished: 0, stopped: 0 },
      messages: { targets: 2, sent: 0, failed: 1, cancelled: 0, uncertain: 0 },
    })
    expect(await karvon('shards', '--json')).toMatchObject({ code: 3, stdout: '{"isRunning":false,"shards":[]}\n' })
    expect(await karvon('stop', '--json')).toMatchObject({ code: 0, stdout: '{"wasRunning":false,"pid":null}\n' })
  })
})
