import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AttemptState } from '../../../src/delivery/attempt.ts'
import { openAllVerbs } from '../../../src/features/store.ts'
import { create, first, refused, setup } from './commands-setup.ts'

describe('karvon campaigns', () => {
  it('makes one for all groups where its account may write, starts it, and shows it', async () => {
    const { json, karvon } = await setup()

    const { campaign } = await json<{ campaign: { id: number } }>(
      ...create,
      '--groups',
      'all',
      '--every',
      '5m',
      '--start',
    )

    expect(campaign).toMatchObject({ ownerId: 1001, state: 'running', everyMs: 300_000, targets: 2, accounts: 1 })
    const id = String(campaign.id)
    expect(await json('campaigns', 'show', id)).toMatchObject({
      campaign: { id: campaign.id, name: 'Salom' },
      content: { text: 'Salom', entities: [] },
      runs: [],
    })
    const { stdout } = await karvon('campaigns', 'list')
    expect(stdout).toMatch(
      /^ *id +owner +name +state +when +next +groups\n *\d+ +1001 +Salom +running +every 5m +now +2\n$/,
    )
  })

  it('knows its words, and says in which state one has no meaning', async () => {
    const { json, karvon } = await setup()
    const { campaign } = await json<{ campaign: { id: number } }>(...create, '--groups', `${first}`, '--once')
    const id = String(campaign.id)
    const states: string[] = []

    for (const word of ['start', 'pause', 'resume', 'stop']) {
      const told = await json<{ campaign: { state: string } }>('campaigns', word, id)
      states.push(told.campaign.state)
    }

    expect(states).toEqual(['running', 'paused', 'running', 'stopped'])
    expect(await karvon('campaigns', 'pause', id)).toEqual(
      refused(`campaign ${id} is stopped: there is nothing to pause`),
    )
  })

  it('hears a word twice as once, and says that it was so already', async () => {
    const { karvon, json } = await setup()
    await json(...create, '--groups', 'all', '--every', '1h', '--start')
    const twice = async (...args: string[]) => [await karvon(...args), await karvon(...args)]
    const said = (stdout: string) => ({ code: 0, stdout, stderr: '' })

    expect(await twice('campaigns', 'pause', '1')).toEqual([
      said('Campaign 1 is paused.\n'),
      said('Campaign 1 is paused already.\n'),
    ])
    const [, again] = await twice('accounts', 'pause', '1')
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/It was so already\.\n$/) })
  })

  it('names the command that adds an owner who is not there', async () => {
    const { karvon } = await setup()

    expect(
      await karvon(
        'campaigns',
        'create',
        '--owner',
        '77',
        '--account',
        '1',
        '--groups',
        'all',
        '--text',
        'x',
        '--once',
      ),
    ).toEqual(refused('there is no user 77: add them with `karvon users add --id 77 --days 30`'))
  })

  it('tells what a person had it do as an event, also where no engine runs', async () => {
    const { karvon, json, paths } = await setup()
    const { campaign } = await json<{ campaign: { id: number } }>(...create, '--groups', 'all', '--once', '--start')
    for (const word of ['pause', 'resume', 'stop']) await json('campaigns', word, String(campaign.id))
    await karvon('campaigns', 'stop', String(campaign.id))

    const lines = readFileSync(join(paths.logs, 'events.jsonl'), 'utf8').trim().split('\n')

    const told = { event: 'campaign_told', campaignId: campaign.id, ownerId: 1001 }
    const events = lines.map((line) => JSON.parse(line) as { event: string })
    expect(events.filter(({ event }) => event === 'campaign_told')).toEqual([
      { time: expect.any(String), ...told, word: 'start', state: 'running' },
      { time: expect.any(String), ...told, word: 'pause', state: 'paused' },
      { time: expect.any(String), ...told, word: 'resume', state: 'running' },
      { time: expect.any(String), ...told, word: 'stop', state: 'stopped' },
    ])
  })

  it('says one of a thing as one, and nothing where there is nothing', async () => {
    const { karvon, json, ended } = await setup()
    const made = await karvon(...create, '--groups', `${first}`, '--once')
    expect(made.stdout).toBe('Campaign 1, 1 group. Start it: `karvon campaigns start 1`\n')
    expect((await karvon('campaigns', 'list')).stdout).toMatch(/draft +once +– +1\n$/)
    await ended(['pending', 'pending'])

    await json('campaigns', 'pause', '2')
    const { stdout } = await karvon('campaigns', 'show', '2')

    expect(stdout).toMatch(/State +paused\nWhen +once\nGroups +2, by 1 account\n/)
    expect(stdout).toMatch(/\n +1 +.* ago +paused +2 +0 /)
  })

  it('lists nothing of an owner who is not there, in one line that says so', async () => {
    const { karvon } = await setup()

    expect(await karvon('campaigns', 'list', '--owner', '99')).toEqual(
      refused('there is no user 99: add them with `karvon users add --id 99 --days 30`'),
    )
  })

  it.each([
    [
      'an interval below the minimum',
      ['--groups', 'all', '--every', '4m', '--start'],
      'an interval of 4m is not possible: from 5m to 366d',
    ],
    ['a text that is empty', ['--groups', 'all', '--once', '--text', ' '], 'the text cannot be sent: it is empty'],
    [
      'a text that is too long',
      ['--groups', 'all', '--once', '--text', 'x'.repeat(5000)],
      'the text cannot be sent: it has 5000 characters, and Telegram takes 4096',
    ],
    [
      'an account that is not there',
      ['--groups', 'all', '--once', '--account', '9'],
      'this owner has no account 9: see `karvon accounts list`',
    ],
    [
      'an account of somebody else',
      ['--groups', 'all', '--once', '--owner', '1002'],
      'this owner has no account 1: see `karvon accounts list`',
    ],
    [
      'a group that the account does not know',
      ['--groups', '-1009999999999', '--once'],
      'account 1 knows no group -1009999999999: see `karvon accounts groups 1`',
    ],
    [
      'a group where it may not write',
      ['--groups', '-1000000000003', '--once'],
      'account 1 may not write in -1000000000003 (admins-only): leave that group out',
    ],
    ['no time', ['--groups', 'all'], 'give --every INTERVAL, --at TIMES or --once'],
  ])('refuses %s, and makes nothing', async (_, flags, line) => {
    const { karvon, json } = await setup({ TEST_MODE: 'false' })
    await json('users', 'add', '--id', '1002', '--days', '1')

    expect(await karvon(...createBut(flags), ...flags)).toEqual(refused(line))

    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })

  it('does not make a campaign that could not start, because its account cannot send or knows no group', async () => {
    const { karvon, json, withDatabase } = await setup()
    const set = (sql: string) => withDatabase((db) => db.exec(sql))

    set(`update accounts set state = 'needs-login'`)
    const signedOut = await karvon(...create, '--groups', 'all', '--once', '--start')
    set(`update accounts set state = 'active'; delete from peers`)
    const unread = await karvon(...create, '--groups', 'all', '--once', '--start')

    set(`update users set access_until_ms = 1`)
    const expired = await karvon(...create, '--groups', `${first}`, '--once', '--start')

    expect(expired).toEqual(
      refused('user 1001 has no access (any more): `karvon users add --id 1001 --days 30` gives it'),
    )
    expect(signedOut).toEqual(refused('none of the accounts of the campaign can send: see `karvon accounts list`'))
    expect(unread).toEqual(refused('no group of account 1 is known yet: `karvon accounts groups 1` reads them'))
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })
})

describe('karvon attempts list', () => {
  it.each<AttemptState>(['pending', 'in-flight', 'uncertain', 'sent', 'failed-terminal', 'cancelled'])(
    'finds what is %s',
    async (state) => {
      const { json, ended } = await setup()
      await ended([state, state === 'sent' ? 'pending' : 'sent'])

      const { attempts, hasMore } = await json<Listed>('attempts', 'list', '--state', state)

      expect(hasMore).toBe(false)
      expect(attempts).toMatchObject([{ kind: 'send', accountId: 1, peer: first, title: 'Alfa', state, reason: 'why' }])
      expect(Object.keys(attempts[0] ?? {})).toEqual(listedFields)
    },
  )

  it('filters by account and campaign, and says when there are more', async () => {
    const { json, karvon, ended, another } = await setup()
    const { campaignId } = await ended(['uncertain', 'uncertain'])

    expect((await json<Listed>('attempts', 'list', '--state', 'uncertain', '--limit', '1')).hasMore).toBe(true)
    const of = (...filter: string[]) => json<Listed>('attempts', 'list', '--state', 'uncertain', ...filter)
    expect((await of('--account', '1', '--campaign', String(campaignId))).attempts).toHaveLength(2)
    expect((await of('--account', String(another()))).attempts).toHaveLength(0)
    expect((await karvon('attempts', 'list', '--state', 'uncertain', '--limit', '1')).stdout).toContain(
      'There are more: --limit 10',
    )
  })
})

describe('karvon attempts list', () => {
  it('shows what is held apart from what waits for its time', async () => {
    const { json, karvon, ended } = await setup()
    const { campaignId } = await ended(['pending', 'pending'])
    await json('campaigns', 'pause', String(campaignId))

    expect((await karvon('attempts', 'list', '--state', 'pending')).stdout).toBe('No message is pending.\n')
    expect((await json<Listed>('attempts', 'list', '--state', 'held')).attempts).toMatchObject([
      { state: 'pending', isHeld: true },
      { state: 'pending', isHeld: true },
    ])
  })

  it('leaves out work that is no message, says how much there is, and shows it when it is asked for', async () => {
    const { json, karvon, withDatabase } = await setup()
    withDatabase((db) => {
      const work = { kind: 'dialogs', accountId: 1, ownerId: 1001, partition: 1, payload: '{}', peer: null }
      openAllVerbs(db).request({ ...work, idempotencyKey: 'a', dueAtMs: 5, rank: 0 })
    })

    expect((await karvon('attempts', 'list', '--state', 'pending')).stdout).toBe(
      'No message is pending.\nAlso pending: 1 piece of other work: --kind other\n',
    )
    expect((await json<Listed>('attempts', 'list', '--state', 'pending')).attempts).toEqual([])
    for (const kind of ['other', 'all']) {
      const { attempts } = await json<Listed>('attempts', 'list', '--state', 'pending', '--kind', kind)
      expect(attempts).toMatchObject([{ kind: 'dialogs', isHeld: false }])
    }
  })

  it('refuses an account and a campaign that are not there', async () => {
    const { karvon } = await setup()
    const of = (...filter: string[]) => karvon('attempts', 'list', '--state', 'sent', ...filter)

    expect(await of('--account', '99')).toEqual(refused('there is no account 99: see `karvon accounts list`'))
    expect(await of('--campaign', '99')).toEqual(refused('there is no campaign 99: see `karvon campaigns list`'))
  })

  it('says in its help what it must be given, and what may stand there', async () => {
    const { karvon } = await setup()

    const { stdout } = await karvon('attempts', 'list', '--help')

    expect(stdout).toContain('Usage: karvon attempts list --state <state> [options]')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '"pending", "held", "in-flight", "uncertain", "sent", "failed-terminal", "cancelled"',
    )
  })
})

/** Without the options that are given in another way: given twice, they would be refused for that. */
function createBut(flags: readonly string[]): string[] {
  return create.filter((word, index) => !flags.includes(word) && !flags.includes(create[index - 1] ?? ''))
}

interface Listed {
  readonly attempts: readonly object[]
  readonly hasMore: boolean
}

const listedFields = [
  'id',
  'kind',
  'accountId',
  'ownerId',
  'runId',
  'campaignId',
  'peer',
  'title',
  'state',
  'tries',
  'crashes',
  'dueAtMs',
  'settledAtMs',
  'messageId',
  'reason',
  'isHeld',
  'isMaybeSent',
]
