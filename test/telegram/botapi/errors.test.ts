import { describe, expect, it } from 'vitest'
import { openClassifier } from '../../../src/delivery/classify.ts'
import { outcomeOf } from '../../../src/delivery/outcome-of.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { errorRows } from '../../delivery/error-rows.ts'
import { exampleOf, readErrorTable } from '../../support/telegram-errors.ts'
import { openBotLink } from './link-setup.ts'

const classify = openClassifier(errorRows, () => {})
const rows = readErrorTable().filter(({ layer }) => layer === 'botapi')
/** The one row that is no answer of Telegram's; what it stands for is in doubt.test.ts. */
const brokenConnection = 'network error (HttpError)'

describe('every error of the Bot API', () => {
  it('becomes the outcome of its row, over the wire', async () => {
    const { send, ...telegram } = await openBotLink()
    const said = rows.filter(({ name }) => name !== brokenConnection)
    const wrong: object[] = []
    for (const { name, codes } of said) {
      const error = exampleOf(name)
      const code = Number(codes[0])
      telegram.break({ error, code })
      const seconds = code === 429 ? { seconds: 4 } : {}
      const expected = outcomeOf(
        classify({ layer: 'botapi', code, name: error, method: 'sendMessage', ...seconds }),
        true,
      )
      const outcome = await send()
      const isOfRow = classify({ layer: 'botapi', code, name: error, ...seconds }).row === name
      if (!isOfRow || JSON.stringify(outcome) !== JSON.stringify(expected)) wrong.push({ name, outcome, expected })
    }

    expect(said.length).toBe(rows.length - 1)
    expect(wrong).toEqual([])
  })

  it.each<readonly [Rule, object]>([
    [
      { error: 'Too Many Requests: retry after 31', code: 429 },
      { type: 'wait', waitMs: 31_000, scope: 'send' },
    ],
    [
      { error: 'Forbidden: bot was blocked by the user', code: 403 },
      { type: 'refused', what: 'peer' },
    ],
    [
      { error: 'Unauthorized', code: 401 },
      { type: 'accountDead', isCertain: true },
    ],
    [{ error: "Bad Request: can't parse entities: oh", code: 400 }, { type: 'contentRefused' }],
    [
      { error: 'Bad Request: never seen', code: 400 },
      { type: 'refused', contentAfterPeers: 3 },
    ],
    [{ error: 'Forbidden: never seen', code: 403 }, { type: 'refused' }],
    [{ error: 'Never Seen', code: 418 }, { type: 'unknown' }],
    [
      { error: "Internal Server Error: sent message was immediately deleted and can't be returned", code: 500 },
      { type: 'sent', messageId: null },
    ],
  ])('%j is %j', async (rule, expected) => {
    const { send, texts, ...telegram } = await openBotLink()
    telegram.break(rule)

    expect(await send()).toMatchObject(expected)
    expect(texts()).toEqual([])
  })
})

describe('what the simulated Telegram itself answers', () => {
  it('to a person who never started the bot: nothing can be sent there', async () => {
    const { send, malika } = await openBotLink()

    expect(await send({ peer: malika.id })).toMatchObject({ type: 'refused', what: 'peer' })
  })

  it('to whoever sends too much: a wait for all that this bot sends', async () => {
    const { send } = await openBotLink({ botApi: { limits: true } })
    for (let count = 0; count < 5; count++) await send()

    expect(await send()).toMatchObject({ type: 'wait', waitMs: expect.any(Number), scope: 'send' })
  })

  it('to a basic group that became a supergroup: where it goes on', async () => {
    const { send, world, aziz, bot, texts } = await openBotLink()
    const basic = world.chats.create({ kind: 'basic', title: 'Eski', creatorId: aziz.id, memberIds: [bot.id] })
    const successor = world.membership.migrate(basic, aziz.id)

    const outcome = await send({ peer: basic.peer })

    expect(outcome).toMatchObject({ type: 'stale', what: 'migrated', migratedTo: { peer: successor.peer } })
    expect(await send({ peer: successor.peer })).toMatchObject({ type: 'sent' })
    expect(texts(successor.peer)).toEqual(['salom'])
  })
})
