import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { decide } from '../../../src/delivery/decide.ts'
import { systemRandom } from '../../../src/base/random.ts'
import type { Outcome } from '../../../src/delivery/outcome.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { botAdapterTo, noAbort, openBotLink, sendBy } from './link-setup.ts'

/** For what never comes; long enough for the next send on a busy machine. */
const deadlineMs = 2000
/** For what comes, however late: a name server that cannot be reached is given up after half a minute. */
const longMs = 60_000

describe('a send whose bytes have left and that nobody answered', () => {
  it.each<readonly [string, Rule, number]>([
    ['the answer is lost', { silence: true, when: 'after' }, 1],
    ['the request is lost', { silence: true }, 0],
    ['the connection is closed before the message is taken', { drop: 'close' }, 0],
    ['the connection is closed after it was taken', { drop: 'close', when: 'after' }, 1],
    ['the connection is reset after it was taken', { drop: 'reset', when: 'after' }, 1],
    ['Telegram fails inside after it was taken', { error: 'Internal Server Error', code: 500, when: 'after' }, 1],
    ['a gateway gives up after it was taken', { error: 'Bad Gateway', code: 502, when: 'after' }, 1],
    ['what comes back is no answer', { garbageBytes: 300, when: 'after' }, 1],
  ])('is in doubt when %s', async (_, rule, arrived) => {
    const { send, texts, ...telegram } = await openBotLink({
      deps: { deadlineMs: 'silence' in rule ? deadlineMs : longMs },
    })
    telegram.break(rule)

    const outcome = await send()

    expect(outcome).toMatchObject({ type: 'unknown' })
    expect(texts()).toHaveLength(arrived)
    expect(settled(outcome)).toMatchObject({ event: 'lose' })
    expect(await send({ text: 'the next' })).toMatchObject({ type: 'sent' })
  })

  it('is in doubt when it is given up, and ends at once', async () => {
    const { send, texts, rules, ...telegram } = await openBotLink({ deps: { deadlineMs: longMs } })
    telegram.break({ silence: true, when: 'after' })
    const ending = new AbortController()
    rules.listen(() => setImmediate(() => ending.abort()))

    expect(await send({}, ending.signal)).toMatchObject({ type: 'unknown', error: 'AbortError' })
    expect(texts()).toEqual(['salom'])
  })

  it('is in doubt when the link is closed meanwhile', async () => {
    const { send, link, rules, ...telegram } = await openBotLink({ deps: { deadlineMs: longMs } })
    telegram.break({ silence: true, when: 'after' })
    rules.listen(() => setImmediate(() => void link.close()))

    expect(await send()).toMatchObject({ type: 'unknown', error: 'AbortError' })
    expect(await send()).toMatchObject({ type: 'sent' })
  })
})

describe('a send of which certainly nothing left', () => {
  it('is not sent when nobody listens', async () => {
    const { apiRoot, stop } = await listen(() => {})
    await stop()

    const outcome = await sendBy(linkTo(apiRoot), { peer: 5 })

    expect(outcome).toEqual({ type: 'notSent', error: 'ECONNREFUSED' })
    expect(settled(outcome)).toMatchObject({ event: 'release' })
  })

  it('is not sent when the name is unknown', async () => {
    const outcome = await sendBy(linkTo('http://no-such-host.invalid', longMs), { peer: 5 })

    expect(outcome).toMatchObject({ type: 'notSent', error: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) })
  })

  it.each<readonly [string, (socket: Socket) => void]>([
    ['ends', (socket) => socket.once('data', () => socket.end())],
    ['is reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['never becomes secure', (socket) => socket.once('data', () => {})],
    ['speaks no TLS', (socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ])('is not sent over TLS when the connection %s before it is secure', async (_, meet) => {
    const { apiRoot } = await listen(meet)

    expect(await sendBy(linkTo(apiRoot.replace('http:', 'https:')), { peer: 5 })).toMatchObject({ type: 'notSent' })
  })

  it('is not sent when the account has gone to another shard', async () => {
    let isOurs = false
    const { send, sends } = await openBotLink({ told: { mayUse: () => isOurs } })

    expect(await send()).toMatchObject({ type: 'notSent' })
    expect(sends()).toEqual([])
    isOurs = true
    expect(await send()).toMatchObject({ type: 'sent' })
  })

  it('is not sent when the account goes while it connects', async () => {
    let asked = 0
    const { send, sends } = await openBotLink({ told: { mayUse: () => asked++ === 0 } })

    expect(await send()).toMatchObject({ type: 'notSent' })
    expect(sends()).toEqual([])
  })

  it('is not sent around a proxy', async () => {
    const { adapter, token, sends } = await openBotLink()
    const link = adapter.open({ session: token, proxy: { host: '127.0.0.1', port: 1 } })

    expect(await sendBy(link, { peer: 5 })).toMatchObject({ type: 'accountPaused', concerns: 'proxy' })
    expect(sends()).toEqual([])
  })

  it('is not sent after it was given up', async () => {
    const { send, sends } = await openBotLink()

    expect(await send({}, AbortSignal.abort())).toMatchObject({ type: 'notSent' })
    expect(sends()).toEqual([])
  })
})

describe('an answer that is none of Telegram’s', () => {
  it.each<readonly [string, string, object]>([
    ['says no and nothing else', '{"ok":false}', { type: 'unknown' }],
    ['says no without a reason', '{"ok":false,"error_code":403}', { type: 'refused' }],
    ['says yes and nothing else', '{"ok":true}', { type: 'sent', messageId: null }],
    ['says yes to something else', '{"ok":true,"result":{"message_id":"7"}}', { type: 'sent', messageId: null }],
    ['is a page', '<html>Bad Gateway</html>', { type: 'unknown' }],
  ])('%s', async (_, body, expected) => {
    const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const { apiRoot } = await listen((socket) => void socket.on('data', () => socket.write(answer)))

    expect(await sendBy(linkTo(apiRoot), { peer: 5 })).toMatchObject(expected)
  })

  it('sends nobody elsewhere, with the token', async () => {
    const { apiRoot, ledger } = await openBotLink()
    const asked = ledger().length
    const head = `HTTP/1.1 307 Temporary Redirect\r\nlocation: ${apiRoot}/\r\ncontent-length: 0\r\n\r\n`
    const elsewhere = await listen((socket) => void socket.on('data', () => socket.write(head)))

    expect(await sendBy(linkTo(elsewhere.apiRoot), { peer: 5 })).toMatchObject({ type: 'unknown' })
    expect(ledger()).toHaveLength(asked)
  })
})

describe('a link of a bot', () => {
  it('tells when bytes have left', async () => {
    let written = 0
    const { send } = await openBotLink({ told: { onWritten: () => void written++ } })

    await send()
    await send()

    await expect.poll(() => written).toBe(2)
  })

  it('is refused for what is no token', () => {
    expect(() => linkTo('http://127.0.0.1:1', longMs, '1BQANOTEuMTA4')).toThrow('this is not the token of a bot')
  })

  it('takes an address with a slash at its end', async () => {
    const { apiRoot, token } = await openBotLink()
    const link = botAdapterTo(`${apiRoot}/`).open({ session: token, proxy: undefined })

    expect(await link.self(noAbort)).toMatchObject({ type: 'answer' })
    await link.close()
  })
})

function linkTo(apiRoot: string, waitMs = deadlineMs, token = `7312345678:${'A'.repeat(35)}`) {
  const link = botAdapterTo(apiRoot, { deadlineMs: waitMs }).open({ session: new Secret(token), proxy: undefined })
  onTestFinished(() => link.close())
  return link
}

/** A server that is no Bot API. */
async function listen(meet: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    meet(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  onTestFinished(stop)
  return { apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}

/** What becomes of a bot's message. */
function settled(outcome: Outcome) {
  const attempt = { kind: 'send', accountKind: 'bot', peer: null, tries: 0, isMaybeSent: false, slowModeMs: 0 } as const
  const given = {
    triesMax: 5,
    random: systemRandom,
    lineFreeAtMs: 0,
    refreshes: 0,
    peersWithSameError: 1,
    limitsInRow: 0,
    isChatFull: false,
  }
  return decide(attempt, outcome, given, 0).settling
}
