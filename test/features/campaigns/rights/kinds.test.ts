import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeForbidden } from '../../../../src/delivery/forbidden.ts'
import type { Forbidden } from '../../../../src/delivery/forbidden.ts'
import { openAllVerbs } from '../../../../src/features/store.ts'
import type { AllVerbs } from '../../../../src/features/store.ts'
import { temporaryFolder } from '../../../support/world.ts'
import { create, first, refused, setup } from '../commands-setup.ts'

const second = -1_000_000_000_002
const photo = { text: 'Rasm', entities: [], media: [{ kind: 'photo' as const, fileId: 1 }] }
const text = { text: 'Salom', entities: [] }

/** One account that knows two groups, of which the first forbids this. */
async function forbidding(forbidden: Forbidden) {
  const commands = await setup({ SCHEDULER_JITTER_MAX_MS: '0' })
  commands.withDatabase((db) =>
    db.prepare('update peers set forbidden = ? where peer = ?').run(encodeForbidden(forbidden), first),
  )
  const withVerbs = <Value>(use: (verbs: AllVerbs) => Value) => commands.withDatabase((db) => use(openAllVerbs(db)))
  return { ...commands, withVerbs }
}

const target = (peer: number) => ({ accountId: 1, peer, topic: 0 })
const campaign = (uuid: string, nowMs: number) => ({
  uuid: uuid.repeat(32),
  ownerId: 1001,
  name: null,
  everyMs: null,
  limits: { intervalMinMs: 1 },
  nowMs,
})

describe('a group that does not take what a campaign says', () => {
  it('keeps it from being made, and is named with what it does not take', async () => {
    const { withVerbs } = await forbidding({ photo: null, video: 500 })
    const made = withVerbs((verbs) => ({
      closed: verbs.createCampaign({ ...campaign('a', 1), content: photo, targets: [target(first)] }),
      own: verbs.createCampaign({
        ...campaign('b', 1),
        content: photo,
        targets: [{ ...target(first), content: text }],
      }),
      open: verbs.createCampaign({ ...campaign('c', 1), content: photo, targets: [target(second)] }),
    }))

    expect(made.closed).toEqual({
      problem: { type: 'kind-forbidden', accountId: 1, peer: first, kinds: ['photo'], untilMs: null },
    })
    expect(made.own).toHaveProperty('campaign')
    expect(made.open).toHaveProperty('campaign')
    expect(
      withVerbs((verbs) => verbs.addTargets({ id: 2, ownerId: null, targets: [target(first)], nowMs: 1 })),
    ).toEqual(made.closed)
  })

  it('takes it again when that is over', async () => {
    const { withVerbs } = await forbidding({ photo: 1_000 })
    const refusing = (nowMs: number) =>
      withVerbs((verbs) => verbs.refusingGroups({ targets: [target(first), target(second)], content: photo, nowMs }))

    expect(refusing(999)).toEqual([{ ...target(first), title: 'Alfa', kinds: ['photo'], untilMs: 1_000 }])
    expect(refusing(1_000)).toEqual([])
  })

  it('is found among those of a campaign that stands, of its owner alone', async () => {
    const { withVerbs, json } = await forbidding({})
    await json(...create, '--groups', 'all', '--every', '10m')
    withVerbs((verbs) => {
      const change = { content: photo }
      verbs.editCampaign({ id: 1, ownerId: null, change, limits: { intervalMinMs: 1 }, nowMs: 1 })
    })
    const refusals = (ownerId: number | null) =>
      withVerbs((verbs) => verbs.campaignRefusals({ id: 1, ownerId, limit: 10, nowMs: 1 }))
    expect(refusals(null)).toEqual([])

    const group = { kind: 'supergroup', username: null, accessHash: '1', isForum: false, migratedTo: null } as const
    const alfa = { ...group, peer: first, title: 'Alfa', whyNot: null }
    withVerbs((verbs) => verbs.savePeers({ accountId: 1, peers: [{ ...alfa, forbidden: { photo: null } }], nowMs: 2 }))
    expect(refusals(1001)).toEqual([{ ...target(first), title: 'Alfa', kinds: ['photo'], untilMs: null }])
    expect(refusals(7)).toEqual([])

    // Read anew without it.
    withVerbs((verbs) => verbs.savePeers({ accountId: 1, peers: [alfa], nowMs: 3 }))
    expect(refusals(null)).toEqual([])
  })
})

describe('the commands about such a group', () => {
  const line =
    `${first} does not take texts without a file from account 1: leave that group out or change what is sent; ` +
    '`karvon accounts groups 1 --refresh` reads its rules anew'

  it('refuse it where it is named, and leave it out of all', async () => {
    const { karvon, json } = await forbidding({ text: null })

    expect(await karvon(...create, '--groups', String(first), '--once')).toEqual(refused(line))
    expect(await json(...create, '--groups', 'all', '--once')).toMatchObject({
      campaign: { targets: 1 },
      warning: null,
    })
    expect(await karvon('campaigns', 'edit', '1', '--account', '1', '--groups', String(first))).toMatchObject({
      code: 2,
    })
    expect(await json('campaigns', 'edit', '1', '--account', '1', '--groups', 'all')).toMatchObject({
      campaign: { targets: 1 },
    })
  })

  it('say so where no group is left', async () => {
    const { karvon, withDatabase } = await forbidding({ text: null })
    withDatabase((db) => db.exec(`update peers set forbidden = '{"text":null}'`))

    expect(await karvon(...create, '--groups', 'all', '--once')).toEqual(refused(line))
  })

  it('say it of one that stands before it starts: when it is looked at, tried dry and started', async () => {
    const { karvon, json, withDatabase } = await forbidding({})
    await json(...create, '--groups', 'all', '--once')
    withDatabase((db) => db.exec(`update peers set forbidden = '{"text":null}' where peer = ${first}`))

    const warning =
      "1 group does not take texts without a file: 'Alfa'. Nothing will arrive there: take them out, or change what is sent, with " +
      '`karvon campaigns edit 1`. If their rules have changed: `karvon accounts groups 1 --refresh`.'
    expect((await karvon('campaigns', 'preview', '1')).stdout).toContain(warning)
    expect((await karvon('campaigns', 'dry-run', '1')).stdout).toMatch(
      /2 messages, 1 of them would not go, .*\n.*\n.*the group does not take texts without a file\n/,
    )
    expect(await json('campaigns', 'edit', '1', '--text', 'Boshqa')).toMatchObject({ warning })
    expect(await json('campaigns', 'start', '1')).toMatchObject({ warning })
  })

  it('name the line of a file, and look for another account that may', async () => {
    const { karvon, json, withDatabase, another } = await forbidding({ text: null })
    const path = join(temporaryFolder(), 'campaign.yaml')
    const file = (accounts: string, groups: string) =>
      writeFileSync(path, `account: ${accounts}\ntext: Salom\nevery: 1h\ngroups: ${groups}\n`)

    file('1', '[Alfa, Beta]')
    expect(await karvon('campaigns', 'create', '--file', path)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "line 4: 'Alfa' does not take texts without a file from account 1: leave that group out",
      ) as string,
    })
    file('1', 'all')
    expect(await json('campaigns', 'create', '--file', path)).toMatchObject({ campaign: { targets: 1 } })

    const other = another()
    withDatabase((db) =>
      db.exec(`
        insert into peers (account_id, peer, kind, title, access_hash, may_post, is_forum, seen_at_ms)
        values (${other}, ${first}, 'supergroup', 'Alfa', '1', 1, 0, 1)`),
    )
    file(`[1, ${other}]`, '[Alfa, Beta]')
    expect(await json('campaigns', 'create', '--file', path)).toMatchObject({ campaign: { targets: 2, accounts: 2 } })
  })
})
