import { describe, expect, it } from 'vitest'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'
import type { BotHere } from '../support/bot-in-process.ts'
import { hostileNames } from './hostile-names.ts'

const aziz = { id: 1001 }
const group = { id: -100500, type: 'supergroup', title: 'Group' }

/** Everything that the bot knows, apart from what arrived. */
function dump({ db }: BotHere): unknown {
  return ['users', 'conversations', 'notices', 'access_requests', 'audit', 'inbox', 'logins', 'accounts'].map((table) =>
    db.prepare(`select * from ${table}`).all(),
  )
}

/** A button below a message that is not what the bot sends. */
function under(more: Readonly<Record<string, unknown>>) {
  const { callback_query: query } = pressed(aziz, 's1.home')
  return { callback_query: { ...query, message: { ...query.message, ...more } } }
}

const strangers: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['a message in a group', written(aziz, '/start', { chat: group })],
  [
    'a message of an anonymous admin',
    written({ id: 1087968824, is_bot: true }, '/start', { chat: group, sender_chat: group }),
  ],
  [
    'a message of a channel',
    written({ id: 136817688 }, '/start', { chat: group, sender_chat: { id: -100600, type: 'channel' } }),
  ],
  ['somebody behind a chat in their own', written(aziz, '/start', { sender_chat: group })],
  ['a message via an inline bot', written(aziz, '/start', { via_bot: { id: 9, is_bot: true, first_name: 'x' } })],
  ['a forwarded command', written(aziz, '/start', { forward_origin: { type: 'user', date: 1, sender_user: aziz } })],
  [
    'a forwarded answer',
    written(aziz, 'Asia/Tokyo', { forward_origin: { type: 'hidden_user', date: 1, sender_user_name: 'x' } }),
  ],
  ['a message of a business', written(aziz, '/start', { business_connection_id: 'b' })],
  ['a bot', written({ ...aziz, is_bot: true }, '/start')],
  ['a message of nobody', { message: { message_id: 1, date: 1, chat: { id: 1001, type: 'private' }, text: '/start' } }],
  ['somebody in another one’s chat', written(aziz, '/start', { chat: { id: 1002, type: 'private' } })],
  ['an edited message', { edited_message: written(aziz, '/start').message }],
  ['a channel’s post', { channel_post: written(aziz, '/start').message }],
  ['a business message', { business_message: written(aziz, '/start').message }],
  ['a button in a group', pressed(aziz, 's1.home', { message: { message_id: 1, date: 1, chat: group } })],
  [
    'a button in another one’s chat',
    pressed(aziz, 's1.home', { message: { message_id: 1, date: 1, chat: { id: 1002, type: 'private' } } }),
  ],
  ['a button of a message that somebody else sent', under({ from: { id: 9, is_bot: false, first_name: 'x' } })],
  ['a button via an inline bot', under({ via_bot: { id: 9, is_bot: true, first_name: 'x' } })],
  ['a button of a chat', under({ sender_chat: group })],
  ['a button that was forwarded', under({ forward_origin: { type: 'hidden_user', date: 1, sender_user_name: 'x' } })],
  ['a button of a business', under({ business_connection_id: 'b' })],
  ['a button of an inline message', pressed(aziz, 's1.home', { message: undefined, inline_message_id: 'abc' })],
  ['a game', pressed(aziz, 's1.home', { message: undefined, data: undefined, game_short_name: 'x' })],
  [
    'a change of a group',
    {
      my_chat_member: {
        chat: group,
        from: { ...aziz, is_bot: false, first_name: 'x' },
        date: 1,
        new_chat_member: { status: 'member' },
      },
    },
  ],
  ['nothing at all', {}],
]

describe('a post of a channel that is passed on', () => {
  it('is no command and no answer where nobody asked for one, whatever it says', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.settled()
    const calls = bot.telegram.calls.length
    const origin = { type: 'channel', date: 1, message_id: 5, chat: { id: -100600, type: 'channel', title: 'x' } }

    for (const text of ['/start', '/cancel', 'Asia/Tokyo']) {
      await bot.take(written(aziz, text, { forward_origin: origin }))
    }

    expect(bot.telegram.calls.slice(calls)).toEqual([])
  })
})

describe('what is not of a person in their own chat', () => {
  it('is answered by nothing and leaves nothing', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.person(1002)
    await bot.settled()
    const [before, calls] = [dump(bot), bot.telegram.calls.length]

    for (const [what, update] of strangers) {
      await bot.take(update)
      expect(bot.telegram.calls.slice(calls), what).toEqual([])
      expect(dump(bot), what).toEqual(before)
    }
    await bot.take(written(aziz, '/start'))
    expect(bot.telegram.said(1001).at(-1)).toContain('Hello')
  })
})

const garbage = [
  '',
  'garbage',
  's1.__proto__',
  's1.constructor',
  's1.toString.x',
  's1.hasOwnProperty',
  'n1.__proto__',
  'n999999.grant.30',
  'n1.grant.30',
  's-1.home',
  's99999999999.home',
  'szzzzzzzzzzz.home',
  `s1.to.${'x'.repeat(200)}`,
  's1.to.__proto__',
  's1.to.constructor',
  's1.to.admin/people',
  's1.to.login/password',
  `s1.to.'; drop table users; --`,
  's1.to.<b>x</b>',
  's2.choose.-1',
  's2.choose.1e999',
  's2.choose.NaN',
  's2.choose.99999999999999999999',
  '\u0000\u202e',
]

describe('the data of a button that nobody was given', () => {
  it('gets one calm answer each, and takes nobody further', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.take(written(aziz, '/start'))
    const people = () => bot.db.prepare('select id, role, state, access_until_ms, language from users').all()
    const before = people()

    for (const data of garbage) {
      bot.clock.at += 10_000
      const calls = bot.telegram.calls.length
      const press = pressed(aziz, data)
      await bot.take(press)
      const answers = bot.telegram.calls.slice(calls).filter(({ method }) => method === 'answerCallbackQuery')
      expect(
        answers.map(({ payload }) => payload['callback_query_id']),
        data,
      ).toEqual([press.callback_query.id])
      const said = bot.telegram.calls.slice(calls).filter(({ method }) => method !== 'answerCallbackQuery')
      expect(said.length, data).toBeLessThanOrEqual(1)
      expect(people(), data).toEqual(before)
    }
    expect(bot.db.prepare('select screen from conversations where user_id = 1001').get()).toEqual({ screen: 'home' })
    expect(bot.logged()).not.toContain('could not be answered')
  })

  it.each(['{', 'null', '[]', '"x"', '{"id":"x"}', '{"__proto__":{"id":1}}', ''])(
    'over a draft of another program, %j, leads home',
    async (draft) => {
      const bot = await startBotHere()
      await bot.person(1001)
      await bot.take(written(aziz, '/start'))
      for (const screen of ['login.password', 'no.such.screen', '__proto__']) {
        for (const update of [pressed(aziz, 's5.again.1'), written(aziz, 'salom'), written(aziz, '/cancel')]) {
          bot.clock.at += 10_000
          bot.db
            .prepare('update conversations set screen = ?, draft = ?, version = 5 where user_id = 1001')
            .run(screen, draft)
          await bot.take(update)
          expect(bot.db.prepare('select screen from conversations where user_id = 1001').get()).toEqual({
            screen: 'home',
          })
        }
      }
      expect(bot.logged()).not.toContain('could not be answered')
    },
  )
})

describe('people with hostile names', () => {
  it('are greeted and shown to the admin, and Telegram refuses nothing', async () => {
    const bot = await startBotHere()
    await bot.take(written({ id: 1 }, '/start'))
    for (const [index, name] of hostileNames.entries()) {
      const from = { id: 2000 + index, first_name: name }
      await bot.take(written(from, '/start'))
      await bot.person(from.id, name)
      await bot.take(written(from, '/start'), written({ id: 1, first_name: name }, `/info ${from.id}`))
      bot.clock.at += 20_000
      const hello = bot.telegram.said(from.id).find((text) => text.startsWith('Hello'))
      expect(hello?.split('\n')[0], name).toMatch(/^Hello, .*!$/u)
    }
    expect(bot.logged()).not.toMatch(/could not be|Bad Request/)
  })
})
