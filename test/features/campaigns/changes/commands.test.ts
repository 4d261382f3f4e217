import { describe, expect, it } from 'vitest'
import { create, first, refused, setup } from '../commands-setup.ts'

const second = -1_000_000_000_002

interface Made {
  readonly campaign: { readonly id: number; readonly name: string; readonly targets: number; readonly everyMs: number }
}

async function made(...flags: readonly string[]) {
  const commands = await setup()
  await commands.json(...create, '--groups', 'all', '--every', '1h', ...flags)
  return commands
}

const said = (line: string) => ({ code: 0, stdout: `${line}\n`, stderr: '' })

describe('karvon campaigns rename, clone, archive', () => {
  it('does each, and says what became of it', async () => {
    const { karvon } = await made()

    expect(await karvon('campaigns', 'rename', '1', ' Taxi ')).toEqual(said('Campaign 1 is called Taxi.'))
    expect(await karvon('campaigns', 'clone', '1')).toEqual(
      said('Campaign 2 is Taxi (2), a draft. Start it: `karvon campaigns start 2`'),
    )
    expect(await karvon('campaigns', 'archive', '1')).toEqual(
      said('Campaign 1 is archived: `karvon campaigns unarchive 1`'),
    )
    expect((await karvon('campaigns', 'list')).stdout).toMatch(/Taxi \(2\)/)
    expect((await karvon('campaigns', 'list')).stdout).not.toMatch(/Taxi {2}/)
    expect((await karvon('campaigns', 'list', '--archived')).stdout).toMatch(/Taxi {2}/)
    expect(await karvon('campaigns', 'unarchive', '1')).toEqual(said('Campaign 1 is in the lists.'))
    expect(await karvon('campaigns', 'list', '--archived')).toEqual(said('No campaign is archived.'))
  })

  it('gives each copy a name of its own', async () => {
    const { json } = await made()
    await json('campaigns', 'rename', '1', 'Taxi')
    const clone = async (id: string) => (await json<Made>('campaigns', 'clone', id)).campaign.name

    expect([await clone('1'), await clone('1'), await clone('2'), await clone('3')]).toEqual([
      'Taxi (2)',
      'Taxi (3)',
      'Taxi (4)',
      'Taxi (5)',
    ])
  })

  it('refuses to take out of sight what still sends', async () => {
    const { karvon, json } = await made('--start')

    expect(await karvon('campaigns', 'archive', '1')).toEqual(
      refused('campaign 1 is running: `karvon campaigns stop 1` first, so that nothing is sent out of sight'),
    )
    await json('campaigns', 'pause', '1')
    expect(await karvon('campaigns', 'archive', '1')).toEqual(
      refused('campaign 1 is paused: `karvon campaigns stop 1` first, so that nothing is sent out of sight'),
    )
  })

  it.each([
    ['rename', '9', 'x'],
    ['clone', '9'],
    ['archive', '9'],
    ['unarchive', '9'],
    ['edit', '9', '--once'],
  ])('knows no campaign that is not there: %s', async (...args) => {
    const { karvon } = await made()
    expect(await karvon('campaigns', ...args)).toEqual(refused('there is no campaign 9: see `karvon campaigns list`'))
  })
})

describe('karvon campaigns edit', () => {
  it('changes text, times and groups, and says from when', async () => {
    const { karvon, json } = await made()

    expect(await karvon('campaigns', 'edit', '1', '--text', 'Yangi')).toEqual(said('Campaign 1 is changed: 2 groups.'))
    const edit = ['campaigns', 'edit', '1', '--every', '2h', '--account', '1', '--groups', `${second}`]
    const { campaign } = await json<Made>(...edit)
    expect(campaign).toMatchObject({ everyMs: 7_200_000, targets: 1 })
    expect(await json('campaigns', 'show', '1')).toMatchObject({ content: { text: 'Yangi' } })
    await json('campaigns', 'start', '1')
    expect(await karvon('campaigns', 'edit', '1', '--text', 'x')).toEqual(
      said('Campaign 1 is changed, from its next round on: now.'),
    )
    await json('campaigns', 'pause', '1')
    expect(await karvon('campaigns', 'edit', '1', '--text', 'y')).toEqual(
      said('Campaign 1 is changed, from its next round on.'),
    )
  })

  it.each([
    [[], 'give what is to change: --text, --every, --once, --keep-latest, --file, or --groups with --account'],
    [['--groups', 'all'], 'give --groups and --account together: which groups, and who writes to them'],
    [['--account', '1', '--once'], 'give --groups and --account together: which groups, and who writes to them'],
    [['--text', ' '], 'the text cannot be sent: it is empty'],
    [['--account', '9', '--groups', `${first}`], 'this owner has no account 9: see `karvon accounts list`'],
    [['--account', '9', '--groups', 'all'], 'this owner has no account 9: see `karvon accounts list`'],
  ])('refuses %j, and changes nothing', async (flags, line) => {
    const { karvon, json } = await made()
    const before = await json('campaigns', 'show', '1')

    expect(await karvon('campaigns', 'edit', '1', ...flags)).toEqual(refused(line))

    expect(await json('campaigns', 'show', '1')).toEqual(before)
  })
})

describe('an account of somebody else', () => {
  it('is answered as where a campaign is made', async () => {
    const { karvon, json, another, withDatabase } = await made()
    const account = String(another())
    await json('users', 'add', '--id', '1002', '--days', '30')
    withDatabase((db) => db.prepare('update accounts set owner_id = 1002 where id = ?').run(account))

    expect(await karvon('campaigns', 'edit', '1', '--account', account, '--groups', 'all')).toEqual(
      refused(`this owner has no account ${account}: see \`karvon accounts list\``),
    )
  })
})

describe('--html', () => {
  it('marks the text of the command line', async () => {
    const { json, karvon } = await setup()
    const create = ['campaigns', 'create', '--owner', '1001', '--account', '1', '--groups', 'all', '--once', '--html']
    await json(...create, '--text', '<b>Salom</b>')
    await json('campaigns', 'edit', '1', '--html', '--text', 'a <i>b</i>')

    expect(await json('campaigns', 'show', '1')).toMatchObject({
      content: { text: 'a b', entities: [{ type: 'italic', offset: 2, length: 1 }] },
    })
    expect(await karvon(...create, '--text', '<b>x')).toEqual(
      refused('the text cannot be read: <b> is not closed: write </b>'),
    )
  })
})
