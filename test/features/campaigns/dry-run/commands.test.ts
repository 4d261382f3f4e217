import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../support/world.ts'
import { create, first, refused, setup } from '../commands-setup.ts'

interface Dry {
  readonly campaignId: number | null
  readonly problem: string | null
  readonly rounds: readonly {
    readonly plannedAtMs: number
    readonly messages: readonly { readonly peer: number; readonly dueAtMs: number; readonly refusal: unknown }[]
  }[]
}

async function written(text: string) {
  const commands = await setup({ SCHEDULER_JITTER_MAX_MS: '0' })
  const path = join(temporaryFolder(), 'campaign.yaml')
  writeFileSync(path, text)
  return { ...commands, path }
}

const file =
  'account: 1\nname: Taxi\ntext: |\n  <b>Salom</b>\n  hammaga\nevery: 10m\ngroups:\n  - { group: Alfa, text: Alfaga }\n  - Beta\n'

describe('karvon campaigns dry-run', () => {
  it('says of a file who is written to, when and what, and makes nothing', async () => {
    const { karvon, json, path } = await written(file)

    const { stdout } = await karvon('campaigns', 'dry-run', '--file', path)

    const lines = stdout.trimEnd().split('\n')
    expect(lines[0]).toBe('Dry run of the file (Taxi): nothing is sent. Times of Asia/Tashkent.')
    expect(lines[2]).toMatch(/^Round 1 begins now, at 20\S+ \S+, 2 messages, over at about 20\S+ \S+\.$/)
    expect(lines[3]).toMatch(/^at +account +group +topic +text +why not$/)
    expect(lines[4]).toMatch(/^20\S+ \S+ +1 Aziz +Alfa +– +its own: Alfaga$/)
    expect(lines[5]).toMatch(/^20\S+ \S+ +1 Aziz +Beta +– +Salom$/)
    expect(lines).toHaveLength(6)
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
    expect((await karvon('campaigns', 'create', '--file', path, '--dry-run')).stdout).toContain('Dry run of the file')
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })

  it('says of one that stands what stands against it, and as many rounds as are asked for', async () => {
    const { karvon, json, withDatabase } = await setup({ SCHEDULER_JITTER_MAX_MS: '0' })
    await json(...create, '--groups', 'all', '--every', '10m')
    withDatabase((db) => db.exec(`update peers set may_post = 0, why_not = 'banned' where peer = ${first}`))

    const dry = await json<Dry>('campaigns', 'dry-run', '1', '--rounds', '3')

    expect(dry.problem).toBeNull()
    const [one, two, three] = dry.rounds
    expect([two, three].map((round) => (round?.plannedAtMs ?? 0) - (one?.plannedAtMs ?? 0))).toEqual([
      600_000, 1_200_000,
    ])
    expect(one?.messages.map(({ refusal }) => refusal)).toEqual([{ type: 'may-not-post', why: 'banned' }, null])
    expect((await karvon('campaigns', 'dry-run', '1')).stdout).toMatch(
      /2 messages, 1 of them would not go, .*\n.*\n.*may not write \(banned\)\n/,
    )

    withDatabase((db) => db.exec(`update accounts set state = 'paused'; update users set access_until_ms = 1`))
    expect((await json<Dry>('campaigns', 'dry-run', '1')).problem).toMatch(/^user 1001 has no access/)
    expect((await karvon('campaigns', 'dry-run', '1')).stdout).toContain(
      '\nIt would not start: user 1001 has no access',
    )
  })

  it('marks the groups whose slow mode is longer than the interval, and plans as it did', async () => {
    const { karvon, json, withDatabase } = await setup({ SCHEDULER_JITTER_MAX_MS: '0' })
    await json(...create, '--groups', 'all', '--every', '10m')
    const dueOf = async () =>
      (await json<Dry>('campaigns', 'dry-run', '1', '--rounds', '2')).rounds.map(({ plannedAtMs, messages }) =>
        messages.map(({ peer, dueAtMs }) => [peer, dueAtMs - plannedAtMs]),
      )
    const before = await dueOf()
    withDatabase((db) => db.exec(`update peers set slow_mode_seconds = 900 where peer = ${first}`))

    const { stdout } = await karvon('campaigns', 'dry-run', '1')

    expect(stdout).toMatch(/Alfa +– +Salom +slow mode of 15m: not every round\n/)
    expect(stdout).toMatch(/2 messages, over at/)
    expect(stdout).toMatch(/Beta +– +Salom$/m)
    expect(await dueOf()).toEqual(before)
    await json('campaigns', 'set', '1', '--every', '16m')
    expect((await karvon('campaigns', 'dry-run', '1')).stdout).not.toContain('slow mode of')
  })

  it.each([
    [['9'], 'there is no campaign 9: see `karvon campaigns list`'],
    [[], 'give the campaign or --file FILE, one of them: `karvon campaigns dry-run 12`'],
    [['9', '--file', 'x'], 'give the campaign or --file FILE, one of them: `karvon campaigns dry-run 12`'],
    [['--file', '/nowhere.yaml'], '/nowhere.yaml cannot be read (there is no such file): name a file that is there'],
  ])('refuses %j', async (flags, line) => {
    const { karvon } = await setup()

    expect(await karvon('campaigns', 'dry-run', ...flags)).toEqual(refused(line))
  })

  it('of a new one is of a file', async () => {
    const { karvon } = await setup()

    expect(await karvon(...create, '--groups', 'all', '--once', '--dry-run')).toEqual(
      refused(
        '--dry-run needs --file FILE; with flags, leave out --start: `karvon campaigns dry-run ID` then says what it would do',
      ),
    )
  })
})
