import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/bot/rich-text.ts'
import { ofItself } from '../../../src/bot/screen.ts'
import { accessOf } from '../../../src/access/people.ts'
import { startBotHere } from '../../support/bot-in-process.ts'

const dayMs = 24 * 3_600_000
const aziz = 1001

async function setup() {
  const bot = await startBotHere()
  await bot.person(aziz)
  const acting = () => ({ id: aziz, actor: 'user 1', nowMs: bot.clock.nowMs() })
  /** The last of what they are told, as they read it; undefined where it is not told. */
  const told = async (): Promise<string | undefined> => {
    const row = bot.db
      .prepare<[number], { kind: string; detail: string }>(
        'select kind, detail from notices where user_id = ? order by id desc',
      )
      .get(aziz)
    const kind = bot.plugs.flatMap(({ notices = [] }) => notices).find(({ name }) => name === row?.kind)
    const person = await bot.store.person(aziz)
    if (row === undefined || kind === undefined || person === undefined) throw new Error('nothing was told')
    const nowMs = bot.clock.nowMs()
    const visit = { ...ofItself, person, access: accessOf(person, nowMs), language: 'en', nowMs } as const
    const view = await kind.show(JSON.parse(row.detail), visit)
    return view && compose(view.text).text
  }
  return { ...bot, acting, told }
}

describe('what somebody is told about their access', () => {
  it('says what has changed and until when, not that they are let in once more', async () => {
    const { store, acting, told, clock } = await setup()
    expect(await told()).toMatch(/^You are in!\nYour access lasts until 21 December 2026\./)

    clock.at += 1000
    await store.grantAccess({ ...acting(), days: 30, name: null })
    expect(await told()).toMatch(/^Your access was extended\.\nIt lasts until 20 January 2027 now\./)
    await store.banPerson({ ...acting(), mayBanAdmins: false })
    clock.at += 1000
    await store.unbanPerson(acting())
    expect(await told()).toMatch(/^You are banned no more\.\nYour access lasts until 20 January 2027\./)
    clock.at += 90 * dayMs
    await store.grantAccess({ ...acting(), days: 30, name: null })
    expect(await told()).toMatch(/^You have access again\.\nIt lasts until 21 March 2027\./)
  })

  it('says that days were taken away, until when the rest lasts, and whom to ask', async () => {
    const { store, acting, told, clock } = await setup()
    clock.at += 1000
    await store.takeAccess({ ...acting(), days: 10 })

    expect(await told()).toBe(
      'Your access was shortened.\n' +
        'It lasts until 11 December 2026, 17:00 now; after that your campaigns are paused.\nQuestions: Owner',
    )
  })

  it('says when it has ended that campaigns are paused, where there are any', async () => {
    const { store, acting, told, db, clock } = await setup()
    clock.at += 1000
    await store.takeAccess({ ...acting(), days: 30 })
    await store.endAccess({ nowMs: clock.nowMs(), limit: 10 })
    const bare = await told()
    db.exec(`insert into contents (id, owner_id, body, created_at_ms) values (70, ${aziz}, '{"text":"x"}', 1)`)
    db.exec(`insert into campaigns
      (id, uuid, owner_id, name, state, content_id, every_ms, misfire, next_at_ms, started_at_ms, created_at_ms)
      values (71, 'u', ${aziz}, 'Sale', 'running', 70, 3600000, 'skip', ${clock.nowMs() + dayMs}, 1, 1)`)

    expect(bare).toBe('Your access has ended.\nIt lasted until 21 November 2026.\nQuestions: Owner')
    expect(await told()).toContain('Your campaigns are paused and nothing is lost.')
  })
})
