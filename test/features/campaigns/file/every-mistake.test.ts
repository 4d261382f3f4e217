import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../support/world.ts'
import { setup } from '../commands-setup.ts'

describe('one reading of a file', () => {
  it.each([
    [
      'an interval',
      'every: 30\nat: 9:00\nrounds: many\nfrom: 2199-12-01\nuntil: 2199-11-01\ngroups:\n  - Alfa\n  - "@gone"\n  - Alfa\n',
      [
        `3: '30' is no interval: give one such as 30m, 2h or 1d, or once`,
        '4: every and at stand here both: keep one',
        `5: 'many' is no number of rounds: give one from 1 to 100000`,
        '7: until the end of 1 November 2199 (Asia/Tashkent) is not after from 1 December 2199, 00:00: give a later end',
        '10: no account above knows group @gone: see `karvon accounts groups ID`, --refresh reads them anew',
        `11: 'Alfa' stands in line 9 already: keep one`,
      ],
    ],
    [
      'a zone',
      'evry: 30m\nzone: Asia/Foo\nfrom: 2026-13-25\nuntil: soon\ndays: mon\nquiet: 7-7\ngroups: [77, Closed]\nquite: 22-7\n',
      [
        `3: a campaign has no 'evry': did you mean every?`,
        `4: 'Asia/Foo' is no time zone: give a name such as Asia/Tashkent`,
        `5: '2026-13-25' is no day: give one such as 2026-11-25 or 2026-11-25T09:00`,
        `6: 'soon' is no day: give one such as 2026-11-25 or 2026-11-25T09:00`,
        '7: days needs times: give at 09:00,18:00 with it',
        '8: quiet begins and ends at the same time: leave hours in which messages may go, such as 22:00-07:00',
        '9: 77 is no id of a group: they are as -1001234567890',
        `9: account 1 may not write in 'Closed' (admins-only): leave that group out`,
        `10: a campaign has no 'quite': did you mean quiet?`,
      ],
    ],
    [
      'an account',
      'account: [9, x]\nowner: 77\nevery: 1h\nuntil: 2020-01-01\ngroups: [Alfa, -1001, alfa, { group: Alfa, topic: 1 }, -1001]\nsecret: 1\n',
      [
        '3: this name is there already: keep one of the two',
        '3: there is no account 9: see `karvon accounts list`',
        `3: 'x' is no account: give its id or "@name"`,
        '4: there is no user 77: add them with `karvon users add --id 77 --days 30`',
        '6: until the end of 1 January 2020 (UTC) has passed: give a later end',
        `7: a group 'alfa' stands in line 7 already: keep one`,
        '7: group -1001 stands in line 7 already: keep one',
        `8: a campaign has no 'secret': it has name, owner, account, text, media, keep-latest, every, at, days, zone, quiet, from, until, rounds, groups`,
      ],
    ],
  ])('names what is wrong beside %s that cannot be read', async (_, text, lines) => {
    const { karvon, json } = await setup()
    const path = join(temporaryFolder(), 'campaign.yaml')
    writeFileSync(path, `account: 1\ntext: Salom\n${text}`)

    const { stderr } = await karvon('campaigns', 'create', '--file', path)

    const [, ...said] = stderr.trimEnd().split('\n')

    expect(said.toSorted()).toEqual(lines.map((line) => `  line ${line}`).toSorted())
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })
})
