import { describe, expect, it } from 'vitest'
import type { Database } from '../../../src/base/sqlite.ts'
import { startControl } from '../../support/control.ts'

const big = JSON.stringify({ firstName: 'x'.repeat(11 * 1024 * 1024) })

const long = 'x'.repeat(5000)

const isJson = { 'content-type': 'application/json' }

const requests: readonly (readonly [string, number, string | RegExp])[] = [
  ['POST /users {', 400, /^the body is not JSON: /],
  ['POST /users {}', 400, 'firstName must be a text of 1 to 64 characters'],
  ['POST /users {"firstName":"A","phone":"+998 90"}', 400, /^phone must be 7 to 15 digits/],
  ['POST /users {"firstName":"A","id":9007199254740991}', 400, 'id must be a whole number from 1 to 1000000000000'],
  ['POST /users {"firstName":"A","id":777000}', 400, 'id must be another than 777000, which is Telegram itself'],
  ['POST /users {"firstName":"A","color":"red"}', 400, 'color is not known in the body'],
  ['POST /users [{"firstName":"A"},{"firstName":""}]', 400, 'item 1: firstName must be a text of 1 to 64 characters'],
  ['POST /users [5,{"firstName":"A"}]', 400, 'item 0 must be a JSON object'],
  ['POST /users 5', 400, 'the body must be a JSON object'],
  ['POST /users {"firstName":"A","phone":998}', 400, /^phone must be 7 to 15 digits/],
  ['GET /users?bots=some', 400, 'bots must be one of only, none'],
  ['GET /users/ali', 400, 'id must be a whole number, not ali'],
  [`GET /users/${long}`, 400, `id must be a whole number, not ${long.slice(0, 200)}…`],
  [`POST /users {"firstName":"A","${long}":1}`, 400, `${long.slice(0, 200)}… is not known in the body`],
  [`GET /${long}`, 404, `there is no GET /${long.slice(0, 199)}…: see docs/simulator.md`],
  ['GET /users/9', 404, 'user 9 is not in the world'],
  ['GET /users?limit=x', 400, 'limit must be a whole number from 1 to 10000'],
  ['GET /users?limit=0', 400, 'limit must be a whole number from 1 to 10000'],
  ['GET /users?page=2', 400, 'page is not known in the query'],
  ['PATCH /users/USER {"status":"tired"}', 400, 'status must be one of active, limited, frozen, deactivated, banned'],
  ['PUT /users/USER/password {}', 400, /^password must be a text/],
  ['DELETE /users/9/password', 404, 'user 9 is not in the world'],
  ['PUT /users/USER/folders {"folders":[{"id":2,"title":"A","peers":[5]}]}', 404, 'user 5 is not in the world'],
  ['PUT /users/USER/folders {"folders":[{"id":1,"title":"A","peers":[]}]}', 400, /^folders\[0\]\.id must be/],
  ['POST /bots {"firstName":"B","username":"robot"}', 409, 'username robot is taken'],
  ['POST /bots {"firstName":"B","username":"karvon"}', 400, /^username must be .+ ending in bot$/],
  ['POST /bots {"firstName":"B","username":"b_bot","token":"x"}', 400, /^token must be/],
  [
    `POST /bots {"firstName":"B","username":"b_bot","token":"777000:${'x'.repeat(35)}"}`,
    400,
    'token must not be of 777000, which is Telegram itself',
  ],
  ['POST /chats {"kind":"party","title":"A","creatorId":1}', 400, 'kind must be one of basic, supergroup, channel'],
  ['POST /chats {"kind":"basic","creatorId":1}', 400, 'title must be a text of 1 to 128 characters'],
  ['GET /chats/-1', 404, /^chat -1 is not in the world: give the marked id/],
  ['GET /chats?kind=party', 400, /^kind must be one of/],
  ['PATCH /chats/CHAT {"slowModeSeconds":-1}', 400, 'slowModeSeconds must be a whole number from 0 to 86400'],
  ['PATCH /chats/CHAT {"defaultBanned":["fun"]}', 400, /^defaultBanned\[0\] must be one of viewMessages/],
  ['PATCH /chats/CHAT {"username":"robot"}', 409, 'username robot is taken'],
  ['DELETE /chats/-1', 404, /^chat -1/],
  ['POST /chats/CHAT/migrate', 409, 'Telegram refuses: CHAT_ID_INVALID'],
  ['GET /chats/CHAT/messages?limit=5000', 400, 'limit must be a whole number from 1 to 1000'],
  ['GET /chats/-1/members', 404, /^chat -1/],
  ['POST /chats/CHAT/members {"userIds":[9]}', 404, 'user 9 is not in the world'],
  ['POST /chats/CHAT/members {"userIds":9}', 400, /^userIds must be a list/],
  ['GET /chats/CHAT/members/9', 404, 'user 9 is not in the world'],
  ['PATCH /chats/CHAT/members/9 {}', 404, 'user 9 is not in the world'],
  ['PATCH /chats/CHAT/members/USER {"role":"left"}', 400, /stays its creator$/],
  ['PATCH /chats/CHAT/members/ROBOT {"role":"king"}', 400, 'role must be one of admin, member, left, banned'],
  [
    'PATCH /chats/CHAT/members/ROBOT {"role":"banned","bannedForSeconds":3000000000}',
    400,
    'bannedForSeconds must be a whole number from 1 to 31622400',
  ],
  [
    'PATCH /chats/CHAT/members/ROBOT {"adminRights":["banUsers"],"role":"member"}',
    400,
    'adminRights go with role admin only',
  ],
  ['GET /chats/-1/topics', 404, /^chat -1/],
  ['POST /chats/CHAT/topics {"title":"A"}', 409, 'Telegram refuses: CHANNEL_FORUM_MISSING'],
  ['PATCH /chats/CHAT/topics/7 {"isClosed":true}', 404, /^topic 7 is not in chat/],
  ['POST /sessions {"userIds":[9]}', 404, 'user 9 is not in the world'],
  ['POST /sessions {"userIds":[ROBOT]}', 400, /is a bot: it comes in by its token$/],
  ['GET /users/9/sessions', 404, 'user 9 is not in the world'],
  ['DELETE /users/9/sessions', 404, 'user 9 is not in the world'],
  ['DELETE /users/9/keys', 404, 'user 9 is not in the world'],
  ['GET /codes/998901234567', 404, 'no login code is on its way to 998901234567'],
  ['GET /users/9/dialogs', 404, 'user 9 is not in the world'],
  ['GET /users/USER/messages/9', 404, 'user 9 is not in the world'],
  ['POST /users/USER/write {"to":9,"text":"a"}', 404, 'user 9 is not in the world'],
  ['POST /users/USER/write {"to":CHAT,"text":""}', 400, 'text must be a text of 1 to 10000 characters'],
  ['POST /users/USER/write {"to":CHAT,"text":" "}', 409, 'Telegram refuses: MESSAGE_EMPTY'],
  ['POST /users/USER/start {"botId":USER}', 400, /is no bot$/],
  ['POST /users/USER/start {"botId":ROBOT,"payload":"a b"}', 400, /^payload must be at most 64/],
  ['POST /users/USER/press {"peer":CHAT,"messageId":99,"data":"x"}', 404, /^message 99 is not in/],
  ['POST /users/USER/press {"peer":CHAT,"messageId":1}', 404, /^message 1 has no button/],
  ['POST /users/USER/contact {"to":9}', 404, 'user 9 is not in the world'],
  ['POST /users/USER/block {"userId":9}', 404, 'user 9 is not in the world'],
  ['POST /users/USER/unblock {}', 400, 'userId must be a whole number from 1'],
  ['POST /users/USER/join {"chat":-1}', 404, /^chat -1/],
  ['POST /users/USER/join {}', 404, /^there is no such chat/],
  ['POST /users/USER/leave {"chat":CHAT}', 409, 'Telegram refuses: USER_CREATOR'],
  ['POST /users/USER/add {"chat":CHAT,"userIds":[9]}', 404, 'user 9 is not in the world'],
  ['POST /rules {"error":"PEER_FLOD"}', 400, 'error PEER_FLOD is not known: correct it, or give its code too'],
  ['POST /rules [{"silence":true},{"silence":1}]', 400, 'item 1: silence must be true, or left out'],
  [
    'POST /rules {"silence":true,"method":"messages.sendMesage"}',
    400,
    "method messages.sendMesage is neither Telegram's nor the simulated Bot API's: did you mean messages.sendMessage?",
  ],
  [
    'POST /rules {"silence":true,"method":["SENDPHOTO","sendFoto"]}',
    400,
    /^method sendFoto is .+ did you mean sendPhoto\?$/,
  ],
  ['POST /rules {"silence":true,"method":"mesages.*"}', 400, /^method mesages\.\* is .+ did you mean messages\.\*\?$/],
  [
    'POST /rules {"silence":true,"method":"fly"}',
    400,
    /^method fly is .+: docs\/simulator\.md lists what can be asked$/,
  ],
  ['POST /rules [{"silence":true},{"silence":true,"method":"fly"}]', 400, /^item 1: method fly is /],
  ['GET /rules/9', 404, 'there is no rule 9'],
  ['DELETE /rules/9', 404, 'there is no rule 9'],
  ['PUT /random-id-memory {"on":"no"}', 400, 'on must be true or false'],
  ['PUT /bot-limits {}', 400, 'on must be true or false'],
  ['POST /freeze {"forMs":-5}', 400, 'forMs must be a whole number from 1 to 3600000'],
  ['POST /clock/advance {"ms":-1}', 400, /^ms must be a whole number from 0/],
  ['GET /connections?userId=9', 404, 'user 9 is not in the world'],
  ['POST /connections/drop {"how":"softly"}', 400, 'how must be one of close, reset, silence'],
  ['GET /ledger/lines?account=me', 400, 'account must be a whole number from 0'],
  ['GET /ledger/twice?applied=yes', 400, 'applied must be true or false'],
  ['GET /ledger/gaps', 400, 'ms must be a whole number from 1'],
  ['GET /ledger/counts?by=color', 400, 'by must be of account,chat,method,error, with commas between'],
  ['GET /ledger/export?chat=x', 400, 'chat must be a whole number'],
  ['GET /events?types=gossip', 400, /^types must be of message,edited/],
  ['GET /nowhere', 404, 'there is no GET /nowhere: see docs/simulator.md'],
  ['PUT / {}', 404, 'there is no PUT /: see docs/simulator.md'],
  ['DELETE /', 404, 'there is no DELETE /: see docs/simulator.md'],
  ['PUT /users {}', 404, 'there is no PUT /users: see docs/simulator.md'],
  [`POST /users ${big}`, 413, 'the body is larger than 10 MB: send the list in parts'],
]

describe('bad input', () => {
  it('of any kind is answered with one clear line, and changes nothing', async () => {
    const { url, files, names } = await setup()

    for (const [sent, status, line] of requests) {
      const [method = '', path = '', body] = splitRequest(names(sent))
      const changesBefore = changes(files.db)

      const response = await fetch(url + path, body === undefined ? { method } : { method, body, headers: isJson })

      const answer = { sent: sent.slice(0, 90), status: response.status, body: await response.json() }
      const error = line instanceof RegExp ? expect.stringMatching(line) : line
      expect(answer).toEqual({ sent: answer.sent, status, body: { ok: false, error } })
      expect(`${answer.sent}: ${changes(files.db)}`).toBe(`${answer.sent}: ${changesBefore}`)
    }
  })

  it('that is no JSON by its own account is not read', async () => {
    const { url } = await setup()

    const response = await fetch(`${url}/users`, { method: 'POST', body: '{"firstName":"A"}' })

    expect(response.status).toBe(415)
    expect(await response.json()).toEqual({
      ok: false,
      error: 'the body must be JSON: send the header content-type: application/json',
    })
  })
})

async function setup() {
  const control = await startControl()
  const { client } = control
  const user = await client.world.makeUser({ firstName: 'Aziz' })
  const robot = await client.world.makeBot({ firstName: 'Robot', username: 'robot' })
  const chat = await client.world.makeChat({
    kind: 'supergroup',
    title: 'G',
    creatorId: user.id,
    memberIds: [robot.id],
  })
  const names = (text: string): string =>
    text.replaceAll('USER', String(user.id)).replaceAll('ROBOT', String(robot.id)).replaceAll('CHAT', String(chat.peer))
  return { ...control, names }
}

function splitRequest(text: string): string[] {
  const [method = '', path = '', ...body] = text.split(' ')
  return body.length === 0 ? [method, path] : [method, path, body.join(' ')]
}

/** Rows that this connection ever wrote. */
function changes(db: Database): number {
  return db.prepare<[], { changes: number }>('select total_changes() as changes').get()?.changes ?? 0
}
