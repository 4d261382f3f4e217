import { describe, expect, it } from 'vitest'
import { openAllVerbs } from '../../../../src/features/store.ts'
import type { AllVerbs } from '../../../../src/features/store.ts'
import { startEngine } from '../../../support/engine.ts'
import { first, setup } from '../commands-setup.ts'

const limits = { intervalMinMs: 1 }
const media = [{ kind: 'photo' as const, fileId: 1 }]
const caption = (length: number) => ({ text: 'x'.repeat(length), entities: [], media })
const target = { accountId: 1, peer: first, topic: 0 }

/** One account, and the verbs of its store. */
async function openCampaigns() {
  const commands = await setup()
  const withVerbs = <Value>(use: (verbs: AllVerbs) => Value) => commands.withDatabase((db) => use(openAllVerbs(db)))
  const create = (length: number, uuid = 'a') => {
    const given = { uuid: uuid.repeat(32), ownerId: 1001, name: null, everyMs: null, limits, nowMs: 1 }
    return withVerbs((verbs) => verbs.createCampaign({ ...given, content: caption(length), targets: [target] }))
  }
  const premium = (isPremium: boolean) => withVerbs((verbs) => verbs.savePremium({ accountId: 1, isPremium }))
  return { ...commands, withVerbs, create, premium }
}

const long = { type: 'caption', accountId: 1, accountName: 'Aziz', length: 1_300, max: 1_024 }

describe('a text below files', () => {
  it('may be 1,024 characters long, and 2,048 of a Premium account', async () => {
    const { create, premium } = await openCampaigns()

    expect(create(1_024)).toHaveProperty('campaign')
    // Nobody has asked Telegram yet.
    expect(create(1_300, 'b')).toEqual({ problem: long })
    premium(true)
    expect(create(2_048, 'c')).toHaveProperty('campaign')
    expect(create(2_049, 'd')).toMatchObject({ problem: { type: 'text' } })
    premium(false)
    expect(create(1_300, 'e')).toEqual({ problem: long })
  })

  it('is measured again when it is changed, tried dry and started', async () => {
    const { create, premium, withVerbs, karvon } = await openCampaigns()
    create(1_024)
    const edit = (length: number) =>
      withVerbs((verbs) =>
        verbs.editCampaign({ id: 1, ownerId: null, change: { content: caption(length) }, limits, nowMs: 1 }),
      )

    expect(edit(1_300)).toEqual({ problem: long })
    const own = { id: 1, ownerId: null, accountId: 1, peer: first, topic: 0 }
    expect(withVerbs((verbs) => verbs.setOwnText({ ...own, content: caption(1_300), nowMs: 1 }))).toEqual({
      problem: long,
    })
    premium(true)
    expect(edit(1_300)).toHaveProperty('campaign')
    // It is over.
    premium(false)
    const line =
      'the text below the files has 1300 characters, 276 more than account 1, Aziz, may write: shorten it, or send with a Premium ' +
      'account; if it is one, `karvon accounts check 1` finds that out'
    expect((await karvon('campaigns', 'dry-run', '1')).stdout).toContain(`It would not start: ${line}`)
    expect(await karvon('campaigns', 'start', '1')).toEqual({ code: 2, stdout: '', stderr: `error: ${line}\n` })
  })
})

describe('whether an account is Premium', () => {
  it('is found by a look at it, each time', async () => {
    const { telegram, accounts, store, db, begin, shard } = await startEngine()
    const [account] = accounts
    if (account === undefined) throw new Error('no account')
    await begin()
    const look = async (key: string) => {
      await store.askCheck({ id: account.id, ownerId: 1, key, rank: 0, nowMs: Date.now() })
      void shard.hint([account.id])
      const isOpen = db.prepare(`select 1 from attempts where state in ('pending', 'in-flight')`)
      while (isOpen.get() !== undefined) await new Promise((resolve) => setTimeout(resolve, 5))
      return db.prepare('select is_premium from accounts').pluck().get()
    }

    expect(db.prepare('select is_premium from accounts').pluck().get()).toBeNull()
    expect(await look('a')).toBe(0)
    telegram.world.users.update(telegram.world.users.get(account.userId), { premium: true })
    expect(await look('b')).toBe(1)
  })
})
