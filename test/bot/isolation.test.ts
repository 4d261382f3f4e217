import { describe, expect, it } from 'vitest'
import { mayUse } from '../../src/access/people.ts'
import { texts } from '../../src/bot/texts.ts'
import { countOf, expectNobodys, sweepMaxMs, triplesOf } from './isolation-deeds.ts'
import { draftsOf } from './isolation-drafts.ts'
import { openStage } from './isolation-stage.ts'
import { giveEverything, giveNotices } from './isolation-things.ts'

/** Two owners, and a number that nobody has; taken for milliseconds it is as many minutes as the one before. */
const [aziz, bek, missing] = [410_001, 520_001, 520_501]

/** Notices to the first about the things of the other, and about nobody's. */
const [aboutBek, aboutNobody] = [411_000, 412_000]

async function setup() {
  const stage = await openStage()
  for (const id of [aziz, bek]) {
    await stage.bot.person(id, 'Aziz')
    giveEverything(stage.bot, id, id === aziz)
  }
  for (const [first, id] of [
    [aboutBek, bek],
    [aboutNobody, missing],
  ] as const) {
    giveNotices(stage.bot, { userId: aziz, first, about: id })
  }
  await stage.bot.settled()
  stage.keep()
  return stage
}

describe('an owner', () => {
  it('finds each screen open to them, and reaches by no action one that is not', async () => {
    const stage = await setup()
    for (const screen of stage.screens) {
      const place = { screen: screen.name, draft: draftsOf(screen).of(aziz) }
      expect(screen.open(place.draft), `${screen.name} opens with ${JSON.stringify(place.draft)}`).toBeDefined()
      const isOpen = mayUse('active', screen.audience)
      for (const action of screen.actions) {
        const seen = await stage.presses(aziz, place, action, ['admin/people'], [])
        const what = `${screen.name}, ${action}`
        expect(seen.answer.includes(texts.oldButton.en), what).toBe(!isOpen)
        expect(
          mayUse('active', stage.screens.find(({ name }) => name === seen.screen)?.audience ?? 'admin'),
          what,
        ).toBe(true)
        expect([aziz], what).toEqual(expect.arrayContaining([...seen.told]))
        expect(seen.othersRows, what).toEqual([])
      }
    }
  })

  it(
    'gets of everything that is somebody else’s the answer for what does not exist',
    async () => {
      const stage = await setup()
      const triples = await triplesOf(stage, aziz, stage.screens)
      expect(triples.length).toBeGreaterThanOrEqual(countOf(stage.screens))
      expect(triples.length).toBeGreaterThan(500)

      for (const [index, triple] of triples.entries()) {
        // Their number is the id of all that they have; those after it are accounts in other states, one of them with every other deed.
        const others = index % 2 === 0 ? [] : [bek + 1 + (((index - 1) / 2) % 5)]
        await expectNobodys(triple, aziz, { missing, theirs: [bek, ...others] })
      }
      process.stdout.write(`swept ${triples.length} (screen, action, id) for an owner\n`)
      expect(stage.failures).toEqual([])
    },
    sweepMaxMs,
  )

  it('gets of somebody else’s notices, and of their things in one’s own, the same answer', async () => {
    const stage = await setup()
    const kinds = stage.bot.plugs.flatMap(({ notices = [] }) => notices)
    let swept = 0
    for (const [index, { name, actions = {} }] of kinds.entries()) {
      for (const action of ['x', ...Object.keys(actions)]) {
        const press = (notice: number, id: number) => stage.pressesNotice(aziz, notice, action, [id, id], [id])
        const pairs = [
          [await press(bek + index, bek), await press(missing + index, missing)],
          [await press(aboutBek + index, bek), await press(aboutNobody + index, missing)],
        ] as const
        for (const [theirs, nobodys] of pairs) {
          expect(theirs.answer, `${name}, ${action}`).toBe(nobodys.answer)
          expect(theirs.answer, name).not.toBe('')
          expect([...theirs.othersRows, ...nobodys.othersRows], name).toEqual([])
          swept += 1
        }
      }
    }
    expect(swept).toBeGreaterThan(2 * kinds.length)
    process.stdout.write(`swept ${swept} (notice, action, id)\n`)
    expect(stage.failures).toEqual([])
  })

  it('learns nothing by a command, and has none of an admin’s', async () => {
    const stage = await setup()
    const home = { screen: 'home', draft: {} }
    const commands = stage.bot.plugs.flatMap(({ commands = [] }) => commands)
    expect(commands.length).toBeGreaterThan(5)
    for (const { name, audience } of commands) {
      for (const words of [(id: number) => `${id}`, (id: number) => `${id} 30`, (id: number) => `@account_${id} 30`]) {
        const write = (command: string, id: number) => stage.writes(aziz, home, `/${command} ${words(id)}`, [id])
        const [theirs, nobodys] = [await write(name, bek), await write(name, missing)]
        expect(theirs.answer, name).toBe(nobodys.answer)
        expect(theirs.othersRows, name).toEqual([])
        if (mayUse('active', audience)) continue
        expect(theirs.answer, name).toBe((await write('nosuchcommand', bek)).answer)
        expect(theirs.ownTables, name).toEqual(['conversations'])
      }
    }
  })

  it('comes by a link with whatever payload to the first screen', async () => {
    const stage = await setup()
    const home = { screen: 'home', draft: {} }
    const plain = await stage.writes(aziz, home, '/start', [])
    for (const payload of [`${bek}`, `login_${bek}`, 'admin/people', 'accounts.one', `n${bek.toString(36)}.grant.30`]) {
      const seen = await stage.writes(aziz, home, `/start ${payload}`, [])
      expect({ ...seen, payload }).toEqual({ ...plain, payload })
    }
  })
})
