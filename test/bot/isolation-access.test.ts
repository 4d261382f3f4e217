import { describe, expect, it } from 'vitest'
import { texts } from '../../src/bot/texts.ts'
import { pressed, written } from '../support/bot-in-process.ts'
import { countOf, expectNobodys, sweepMaxMs, triplesOf } from './isolation-deeds.ts'
import { draftsOf } from './isolation-drafts.ts'
import { openStage } from './isolation-stage.ts'
import { draftOf, giveControlBot, giveEverything } from './isolation-things.ts'

const [aziz, bek, admin, missing] = [410_001, 520_001, 740_001, 520_501]

async function setup(...people: readonly number[]) {
  const stage = await openStage()
  for (const id of people) {
    await stage.bot.person(id, 'Aziz')
    giveEverything(stage.bot, id, id !== bek)
  }
  await stage.bot.settled()
  return stage
}

/** These are about other people, whoever they are; all others are about the things of whoever looks. */
const aboutOthers = new Set(['admin.people', 'admin.find', 'admin.person', 'admin.campaigns', 'admin.statistics'])

describe('an admin', () => {
  it(
    'has the accounts, groups and drafts of nobody else',
    async () => {
      const stage = await setup(admin, bek)
      stage.bot.db.exec(`update users set role = 'admin' where id = ${admin}`)
      await giveControlBot(stage.bot)
      stage.keep()
      const screens = stage.screens.filter(({ name }) => !aboutOthers.has(name))
      const triples = await triplesOf(stage, admin, screens)
      expect(triples.length).toBeGreaterThanOrEqual(countOf(screens))

      for (const triple of triples) await expectNobodys(triple, admin, { missing, theirs: [bek, draftOf(bek)] })
      process.stdout.write(`swept ${triples.length} (screen, action, id) for an admin\n`)
      expect(stage.failures).toEqual([])
    },
    sweepMaxMs,
  )

  it('answers no notice of another admin', async () => {
    const stage = await setup(admin, bek)
    stage.bot.db.exec(`update users set role = 'admin' where id = ${admin}`)
    stage.keep()
    const kinds = stage.bot.plugs.flatMap(({ notices = [] }) => notices)
    for (const [index, { name, actions = {} }] of kinds.entries()) {
      for (const action of Object.keys(actions)) {
        const [theirs, nobodys] = [
          await stage.pressesNotice(admin, bek + index, action, [30], []),
          await stage.pressesNotice(admin, missing + index, action, [30], []),
        ]
        expect(theirs.answer, name).toBe(nobodys.answer)
        expect(theirs.othersRows, name).toEqual([])
      }
    }
  })
})

const without = {
  pending: `access_until_ms = null, state = 'pending'`,
  expired: 'access_until_ms = 1',
  banned: `state = 'banned'`,
} as const

describe.each(['pending', 'expired', 'banned'] as const)('somebody who is %s', (access) => {
  it('changes nothing on any screen that is not for anyone', async () => {
    const stage = await setup(aziz)
    stage.bot.db.exec(`update users set ${without[access]} where id = ${aziz}`)
    // What the first word of somebody new leaves.
    await stage.bot.take(written({ id: aziz }, '/start'))
    stage.keep()
    let swept = 0
    for (const screen of stage.screens) {
      const place = { screen: screen.name, draft: draftsOf(screen).of(aziz) }
      const deeds = [
        ...screen.actions.map((action) => () => stage.presses(aziz, place, action, [aziz, aziz], [])),
        ...(screen.isForm ? ['3', '12345', '+998901234567'] : []).map(
          (text) => () => stage.writes(aziz, place, text, []),
        ),
        () => stage.writes(aziz, place, '/cancel', []),
      ]
      for (const [index, deed] of deeds.entries()) {
        const seen = await deed()
        const what = `${screen.name}, ${screen.actions[index] ?? 'written'}`
        expect(seen.othersRows, what).toEqual([])
        swept += 1
        if (access === 'banned') {
          expect([seen.told, seen.ownTables], what).toEqual([[], ['conversations']])
        } else if (screen.audience !== 'anyone') {
          expect([seen.screen, seen.ownTables], what).toEqual(['home', ['conversations']])
          expect(index < screen.actions.length, what).toBe(seen.answer.includes(texts.oldButton.en))
        }
      }
    }
    expect(swept).toBeGreaterThanOrEqual(stage.screens.reduce((sum, { actions }) => sum + actions.length + 1, 0))
    process.stdout.write(`swept ${swept} (screen, action) for somebody who is ${access}\n`)
    expect(stage.failures).toEqual([])
  })

  it('has no command but those for anyone', async () => {
    const stage = await setup(aziz)
    stage.bot.db.exec(`update users set ${without[access]} where id = ${aziz}`)
    await stage.bot.take(written({ id: aziz }, '/start'))
    stage.keep()
    const home = { screen: 'home', draft: {} }
    const unknown = await stage.writes(aziz, home, '/nosuchcommand 5 5', [])
    for (const { name, audience } of stage.bot.plugs.flatMap(({ commands = [] }) => commands)) {
      const seen = await stage.writes(aziz, home, `/${name} 5 5`, [])
      if (access === 'banned') expect(seen.answer, name).toBe('')
      if (audience !== 'anyone') expect({ ...seen, name }).toEqual({ ...unknown, name })
    }
  })
})

const group = { id: -100500, type: 'supergroup', title: 'Group' }
const another = { id: bek, type: 'private', first_name: 'Bek' }
const bot = { id: 9, is_bot: true, first_name: 'x' }
const forwarded = {
  forward_origin: { type: 'user', date: 1, sender_user: { id: aziz, is_bot: false, first_name: 'x' } },
}

/** What a message is that is not somebody's own in their own chat. */
const elsewhere: readonly Readonly<Record<string, unknown>>[] = [
  { chat: group },
  { chat: group, sender_chat: group },
  { chat: { id: -100600, type: 'channel', title: 'Channel' } },
  { chat: another },
  { sender_chat: group },
  { via_bot: bot },
  { business_connection_id: 'b' },
  forwarded,
]

describe('what is pressed and written elsewhere', () => {
  it('does nothing and is not answered, on any screen', async () => {
    const stage = await setup(aziz, bek)
    stage.keep()
    let swept = 0
    for (const screen of stage.screens) {
      const place = { screen: screen.name, draft: draftsOf(screen).of(aziz) }
      const answers = ['/start', '/cancel', ...(screen.isForm ? ['3', '12345', '+998901234567', 'Asia/Tokyo'] : [])]
      const messages = answers.flatMap((text) => elsewhere.map((more) => written({ id: aziz }, text, more)))
      const edited = answers.map((text) => ({ edited_message: written({ id: aziz }, text).message }))
      const presses = (dataOf: (action: string) => string) =>
        screen.actions.flatMap((action) => {
          const { callback_query: query } = pressed({ id: aziz }, dataOf(action))
          return [
            ...[...elsewhere, { from: { id: bek, is_bot: false, first_name: 'x' } }].map((more) => ({
              callback_query: { ...query, message: { ...query.message, ...more } },
            })),
            { callback_query: { ...query, message: undefined, inline_message_id: 'x' } },
            // Of this chat, but by somebody else.
            { callback_query: { ...query, from: { ...query.from, id: bek } } },
          ]
        })
      const seen = await stage.takes(aziz, place, (dataOf) => {
        const updates = [...messages, ...edited, ...presses(dataOf)]
        swept += updates.length
        return updates
      })
      expect(seen, screen.name).toMatchObject({ answer: '', othersRows: [], ownTables: ['conversations'] })
      expect(seen.screen).toBe(screen.name)
      const control = await stage.writes(aziz, place, '/cancel', [])
      expect(control.answer, screen.name).not.toBe('')
    }
    expect(swept).toBeGreaterThan(
      stage.screens.reduce((sum, { actions }) => sum + actions.length, 0) * elsewhere.length,
    )
    process.stdout.write(`swept ${swept} updates from elsewhere\n`)
  })
})
