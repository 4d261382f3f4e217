import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openAllVerbs } from '../../../../src/features/store.ts'
import { temporaryFolder } from '../../../support/world.ts'
import { first, refused, setup } from '../commands-setup.ts'

const [second, forum] = [-1_000_000_000_002, -1_000_000_000_004]

interface Made {
  readonly campaign: { readonly id: number }
}

interface Dry {
  readonly rounds: readonly { readonly plannedAtMs: number }[]
}

/** One owner with two accounts; the second knows `@beta` and a forum. */
async function withFile(text: string, name = 'campaign.yaml') {
  const commands = await setup()
  const other = commands.another()
  commands.withDatabase((db) => {
    const group = {
      kind: 'supergroup' as const,
      username: null,
      accessHash: '1',
      isForum: false,
      migratedTo: null,
      whyNot: null,
    }
    const groups = [
      { ...group, peer: second, title: 'Beta', username: 'Beta_Chat' },
      { ...group, peer: forum, title: 'Forum', isForum: true },
      { ...group, peer: forum - 1, title: 'Twin' },
      { ...group, peer: forum - 2, title: 'twin ' },
    ]
    openAllVerbs(db).savePeers({ accountId: other, peers: groups, nowMs: 1 })
  })
  const path = join(temporaryFolder(), name)
  writeFileSync(path, text)
  const saved = () =>
    commands.withDatabase((db) =>
      db
        .prepare(
          `select t.account_id as accountId, t.peer, t.topic, c.body from campaign_targets t left join contents c on c.id = t.content_id
          order by t.position, t.account_id`,
        )
        .all(),
    )
  return {
    ...commands,
    other,
    path,
    saved,
    create: (...flags: string[]) => commands.karvon('campaigns', 'create', '--file', path, ...flags),
  }
}

const whole = (other: number | string) => `
name: Taxi
account: [1, ${other}]
text: |
  <b>Toshkent</b>
  Har kuni
every: 30m
groups:
  - alfa
  - "@beta_chat"
  - group: Forum
    topic: 7
    text: Forumga <i>alohida</i>
`

describe('karvon campaigns create --file', () => {
  it('makes what the file says: who writes where, and what', async () => {
    const { json, path, saved, other } = await withFile(whole(2))
    expect(other).toBe(2)

    const { campaign } = await json<Made>('campaigns', 'create', '--file', path, '--start')

    expect(await json('campaigns', 'show', String(campaign.id))).toMatchObject({
      campaign: { name: 'Taxi', ownerId: 1001, everyMs: 1_800_000, state: 'running', targets: 3, accounts: 2 },
      content: { text: 'Toshkent\nHar kuni', entities: [{ type: 'bold', offset: 0, length: 8 }] },
    })
    expect(saved()).toEqual([
      { accountId: 1, peer: first, topic: 0, body: null },
      {
        accountId: 2,
        peer: forum,
        topic: 7,
        body: '{"text":"Forumga alohida","entities":[{"type":"italic","offset":8,"length":7}]}',
      },
      { accountId: 1, peer: second, topic: 0, body: null },
    ])
  })

  it('sends at set times of the owner’s zone, with hours of rest, and an edit takes them over', async () => {
    const plan = 'at: [18:00, "9:00"]\ndays: mon-fri\nquiet: 22:00-07:00\nrounds: 5\n'
    const { json, path } = await withFile(`account: 1\ntext: Salom\ngroups: all\n${plan}`)
    await json('campaigns', 'create', '--owner', '1001', '--account', '1', '--groups', 'all', '--text', 'x', '--once')
    const timetable = {
      zone: 'Asia/Tashkent',
      calendar: { times: [540, 1080], days: [0, 1, 2, 3, 4] },
      quiet: { from: 1320, until: 420 },
      beginsAtMs: null,
      endsAtMs: null,
      rounds: 5,
    }

    const { campaign } = await json<Made>('campaigns', 'create', '--file', path)
    expect(campaign).toMatchObject({ everyMs: null, timetable })
    expect(await json('campaigns', 'edit', '1', '--file', path)).toMatchObject({
      campaign: { everyMs: null, timetable },
    })
    const dry = await json<Dry>('campaigns', 'dry-run', '--file', path, '--rounds', '9')
    expect(dry.rounds).toHaveLength(5)
    const hours = dry.rounds.map(({ plannedAtMs }) => new Date(plannedAtMs).getUTCHours())
    expect(new Set(hours)).toEqual(new Set([4, 13]))
  })

  it('takes all groups of its accounts once, and needs no name', async () => {
    const { json, path, saved } = await withFile('account: [1, 2]\ntext: Salom\nevery: once\ngroups: all\n')

    const { campaign } = await json<Made>('campaigns', 'create', '--file', path)

    expect(await json('campaigns', 'show', String(campaign.id))).toMatchObject({
      campaign: { name: 'Salom', everyMs: null, state: 'draft' },
    })
    expect(saved().map((row) => Object.values(row as object).slice(0, 2))).toEqual([
      [1, first],
      [2, forum],
      [1, second],
      [2, forum - 1],
      [2, forum - 2],
    ])
  })

  it('names every wrong line with its number and what to do, and makes nothing', async () => {
    const { create, json } = await withFile(`
nmae: Taxi
owner: 1001
account: [1, 9, "@nobody"]
text: |
  <b>Toshkent
  1 < 2
every: often
groups:
  - alfa
  - "@gone"
  - Closed
  - group: Alfa
    topic: x
  - topic: 3
  - 77
`)

    const { code, stdout, stderr } = await create()

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toEqual([
      'error: campaign.yaml has 9 mistakes, and nothing was changed:',
      `  line 2: a campaign has no 'nmae': did you mean name?`,
      '  line 4: there is no account 9: see `karvon accounts list`',
      '  line 4: there is no account @nobody: see `karvon accounts list`',
      `  line 6: <b> is not closed: write </b>`,
      `  line 7: '< 2' begins no tag that Telegram knows: write &lt; for the sign <`,
      `  line 8: 'often' is no interval: give one such as 30m, 2h or 1d, or once`,
      `  line 14: 'x' is no id: give a number from 1`,
      '  line 15: which group? Give its id, "@name" or title under group',
      '  line 16: 77 is no id of a group: they are as -1001234567890',
    ])
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })

  it.each([
    ['alfa\n  - Alfa', '10', `'Alfa' stands in line 9 already: keep one`],
    ['"@gone"', '9', 'no account above knows group @gone: see `karvon accounts groups ID`, --refresh reads them anew'],
    ['Closed', '9', `account 1 may not write in 'Closed' (admins-only): leave that group out`],
    ['Twin', '9', `2 groups are called 'Twin': give the id, ${forum - 1} or ${forum - 2}`],
    ['{ group: Alfa, topic: 3 }', '9', `'Alfa' has no topics: leave topic out`],
    ['{ group: Alfa, account: 9 }', '9', 'account 9 is not among the accounts above: add it to account'],
    [
      '{ group: Alfa, account: 2 }',
      '9',
      `no account above knows a group 'Alfa': see \`karvon accounts groups ID\`, --refresh reads them anew`,
    ],
    ['{ group: Alfa, text: "" }', '9', 'the text cannot be sent: it is empty'],
    [
      '-1009999999999',
      '9',
      'no account above knows group -1009999999999: see `karvon accounts groups ID`, --refresh reads them anew',
    ],
    ['@taxi', '9', 'a name that begins with @ stands in quotes: "@name"'],
    ['\t- x', '9', 'a tab stands in front: use spaces'],
  ])('refuses the group %s', async (group, line, text) => {
    const { create } = await withFile(
      `name: x\naccount: [1, 2]\ntext: >\n  folded\n  text\nevery: once\n\ngroups:\n  - ${group}\n`,
    )

    expect((await create()).stderr).toContain(`\n  line ${line}: ${text}\n`)
  })

  it.each([
    ['', 'line 1: the file is empty: see docs/campaign.example.yaml'],
    ['- a', 'line 1: a campaign is a table of names and values'],
    ['text: x\ntext: y', 'line 2: this name is there already: keep one of the two'],
    ['text: x\n---\ntext: y', 'line 2: another document begins here: one campaign a file'],
    ['text: a: b', `line 1: a text with a colon stands in quotes, or in lines of its own after '|'`],
    ['text:', `line 1: 'text' is empty: give what it says, as HTML, or leave it out`],
    ['name: x', 'line 1: there is no groups: where it goes, as groups: all'],
    ['every: 1s', 'line 1: an interval of 1s is not possible: from 5m to 366d'],
    ['owner: 77', 'line 1: there is no user 77: add them with `karvon users add --id 77 --days 30`'],
    ['owner: 1002\naccount: 1', 'line 2: account 1 is not of user 1002: see `karvon accounts list`'],
    ['text: [a]', `line 1: a text is words: write them behind the name, or in lines of their own after '|'`],
    [`text: ${'x'.repeat(4097)}`, 'line 1: the text cannot be sent: it has 4097 characters, and Telegram takes 4096'],
    [`name: ${'x'.repeat(65)}`, 'line 1: a name has 1 to 64 characters, in one line'],
    ['groups: some', 'line 1: groups are all, or a list: one in each line, with - in front'],
    ['at: 25:00', `line 1: '25:00' is no time: give times such as 9:00, 18:00`],
    ['at: 9:00\nevery: 1h', 'line 1: every and at stand here both: keep one'],
    ['every: 1h\ndays: mon', 'line 2: days needs times: give at 09:00,18:00 with it'],
    ['at: 9:00\ndays: someday', `line 2: 'someday' are no days: give days such as mon-fri or mon, wed, sat`],
    ['at: 9:00\nzone: Mars', `line 2: 'Mars' is no time zone: give a name such as Asia/Tashkent`],
    ['every: 1h\nquiet: night', `line 2: 'night' are no hours: give hours such as 22:00-07:00`],
    ['every: 1h\nuntil: 2020-01-01', 'line 2: until the end of 1 January 2020 (UTC) has passed: give a later end'],
    ['every: 1h\nfrom: soon', `line 2: 'soon' is no day: give one such as 2026-11-25 or 2026-11-25T09:00`],
    ['every: 1h\nrounds: 0', `line 2: '0' is no number of rounds: give one from 1 to 100000`],
    ['every: once\nrounds: 3', 'line 2: what runs once has one round: leave rounds out'],
    [
      'at: 23:00\nquiet: 22:00-07:00',
      'line 1: at 23:00 lies in the quiet hours 22:00-07:00: leave it out, or make them shorter',
    ],
    ['account: []', 'line 1: the list is empty: give an id or "@name"'],
  ])('says of %j: %s', async (text, line) => {
    const { create, json, environment } = await withFile(text)
    environment['TEST_MODE'] = 'false'
    await json('users', 'add', '--id', '1002', '--days', '1')

    expect((await create()).stderr).toContain(`\n  ${line}`)
  })

  it('refuses what stands in the file and beside it', async () => {
    const { create } = await withFile(`owner: 1001\n${whole(2)}`)

    expect((await create('--owner', '1')).stderr).toContain(
      'line 1: the owner is 1001 here and 1 on the command line: leave one of them out',
    )
    expect((await create('--once')).stderr).toBe("error: option '--file <file>' cannot be used with option '--once'\n")
  })

  it('refuses a file that is not there, and says what a command line without one lacks', async () => {
    const { karvon } = await setup()

    expect(await karvon('campaigns', 'create', '--file', '/nowhere.yaml')).toEqual(
      refused('/nowhere.yaml cannot be read (there is no such file): name a file that is there'),
    )
    expect(await karvon('campaigns', 'create', '--text', 'x')).toEqual(
      refused('give --owner, --account, --groups, or all of it as --file FILE'),
    )
  })

  it('reads the example of the documentation, which lacks only groups of somebody’s own', async () => {
    const { create } = await withFile(
      readFileSync('docs/campaign.example.yaml', 'utf8').replace('account: 7', 'account: 1'),
    )

    const { stderr } = await create()

    expect(stderr.match(/no account above knows/g)).toHaveLength(4)
    expect(stderr).toContain('campaign.yaml has 4 mistakes')
  })
})

describe('karvon campaigns edit --file', () => {
  it('makes a campaign what the file says', async () => {
    const { json, karvon, path, saved } = await withFile(whole(2))
    await json('campaigns', 'create', '--owner', '1001', '--account', '1', '--groups', 'all', '--text', 'x', '--once')

    expect(await karvon('campaigns', 'edit', '1', '--file', path)).toEqual({
      code: 0,
      stdout: 'Campaign 1 is changed: 3 groups.\n',
      stderr: '',
    })

    expect(await json('campaigns', 'show', '1')).toMatchObject({ campaign: { name: 'Taxi', everyMs: 1_800_000 } })
    expect(saved()).toHaveLength(3)
  })
})
