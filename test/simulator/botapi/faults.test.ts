import { describe, expect, it } from 'vitest'
import { hashOf } from '../../../src/simulator/ledger/text-hash.ts'
import { refusal, setup } from './setup.ts'
import type { Setup } from './setup.ts'

describe('an error on demand', () => {
  it.each([
    [500, "Internal Server Error: sent message was immediately deleted and can't be returned"],
    [502, 'Bad Gateway'],
    [504, 'Gateway Timeout'],
    [409, 'Conflict: terminated by setWebhook request'],
    [401, 'Unauthorized'],
  ])('%i comes in the words of the rule', async (code, message) => {
    const { api, aziz, failNext } = await setup()
    failNext('sendMessage', { type: 'error', when: 'before', code, message })

    expect(await refusal(api.sendMessage(aziz.id, 'x'))).toBe(`${code} ${message}`)
  })

  it('may be named as MTProto names it', async () => {
    const { api, aziz, failNext } = await setup()
    failNext('sendMessage', { type: 'error', when: 'before', code: 420, message: 'FLOOD_WAIT_31' })

    expect(await api.sendMessage(aziz.id, 'x').catch((thrown: unknown) => thrown)).toMatchObject({
      error_code: 429,
      parameters: { retry_after: 31 },
    })
  })

  it.each([
    [{ error: 'CHAT_WRITE_FORBIDDEN' }, '400 Bad Request: have no rights to send a message'],
    [{ error: 'CHAT_WRITE_FORBIDDEN', code: 403 }, '403 Forbidden: CHAT_WRITE_FORBIDDEN'],
    [{ error: 'USER_IS_BLOCKED', code: 403 }, '403 Forbidden: bot was blocked by the user'],
    [{ error: 'PEER_FLOOD', code: 429, retryAfter: 7 }, '429 Too Many Requests: PEER_FLOOD'],
    [{ error: 'RPC_CALL_FAIL', code: 500 }, '500 Internal Server Error: RPC_CALL_FAIL'],
    [{ error: 'NOBODY_KNOWS_THIS_42', code: 409 }, '409 Conflict: NOBODY_KNOWS_THIS_42'],
    [{ error: 'NOBODY_KNOWS_THIS_42', code: 418 }, '418 NOBODY_KNOWS_THIS_42'],
  ])('has the code that the rule gives: %o', async (rule, answer) => {
    const { api, aziz, rules } = await setup()
    rules.add({ ...rule, method: 'sendMessage' })

    const error = api.sendMessage(aziz.id, 'x')

    expect(await refusal(error)).toBe(answer)
    expect(await error.catch((thrown: unknown) => thrown)).toMatchObject({
      parameters: 'retryAfter' in rule ? { retry_after: rule.retryAfter } : {},
    })
  })

  it('before: nothing was sent; after: the message stands in the chat', async () => {
    const test = await setup()
    const { api, aziz, failNext } = test
    const error = { type: 'error', code: 429, message: 'Too Many Requests: retry after 7' } as const
    failNext('sendMessage', { ...error, when: 'before' })
    failNext('sendMessage', { ...error, when: 'after' })

    const first = await api.sendMessage(aziz.id, 'bir').catch((thrown: unknown) => thrown)
    await refusal(api.sendMessage(aziz.id, 'ikki'))

    expect(first).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } })
    expect(textsOf(test)).toEqual(['/start', 'ikki'])
  })
})

describe('a broken connection on demand', () => {
  it.each(['close', 'reset'] as const)('ends by %s, before or after the message was sent', async (how) => {
    const test = await setup({ keepsConnections: false })
    const { api, aziz, failNext } = test
    failNext('sendMessage', { type: 'drop', when: 'before', how })
    failNext('sendMessage', { type: 'drop', when: 'after', how })

    const answers = [await refusal(api.sendMessage(aziz.id, 'bir')), await refusal(api.sendMessage(aziz.id, 'ikki'))]

    expect(answers).toEqual([expect.stringMatching(ended), expect.stringMatching(ended)])
    expect(textsOf(test)).toEqual(['/start', 'ikki'])
    await api.sendMessage(aziz.id, 'uch')
  })

  it.each(['silence', 'half-open'] as const)('says nothing (%s) until the client gives up', async (type) => {
    const test = await setup({ keepsConnections: false })
    const { api, aziz, failNext, ledger } = test
    failNext('sendMessage', { type, when: 'after' })
    const hangUp = new AbortController()

    const waiting = refusal(api.sendMessage(aziz.id, 'bir', {}, hangUp.signal as never))
    await expect.poll(() => ledger().map(({ error }) => error)).toContain(type)
    hangUp.abort()

    expect(await waiting).toBe('network error: The user aborted a request.')
    expect(textsOf(test)).toEqual(['/start', 'bir'])
  })

  it('answers with garbage, be it HTTP or not, and ends the connection', async () => {
    const test = await setup({ keepsConnections: false })
    const { api, aziz, failNext, ledger } = test
    const answers = new Set<string>()
    for (let count = 1; count <= 16; count++) {
      failNext('sendMessage', { type: 'garbage', when: 'before', sizeBytes: 300 })
      answers.add(await refusal(api.sendMessage(aziz.id, 'bir')))
      // What went wrong was what the rule did, and the rule is used up.
      expect(ledger().filter(({ error }) => error === 'garbage')).toHaveLength(count)
    }

    expect([...answers].toSorted()).toEqual([
      expect.stringMatching(/^network error: Parse Error/),
      'network error: no JSON',
    ])
    expect(textsOf(test)).toEqual(['/start'])
    expect(await refusal(api.sendMessage(aziz.id, 'ikki'))).toMatch(/^answered /)
  })

  it('leaves nothing of itself on the connections that a client keeps', async () => {
    const { api, aziz, failNext } = await setup()
    for (let count = 0; count < 16; count++) {
      failNext('sendMessage', { type: 'garbage', when: 'before', sizeBytes: 300 })

      expect(await refusal(api.sendMessage(aziz.id, 'bir'))).toMatch(/^network error: /)
      expect(await refusal(api.getMe())).toMatch(/^answered /)
    }
  })

  it('takes its time', async () => {
    const { api, aziz, failNext } = await setup()
    failNext('sendMessage', { type: 'new-salt' }, 300)
    const startedAt = performance.now()

    await api.sendMessage(aziz.id, 'x')

    expect(performance.now() - startedAt).toBeGreaterThan(290)
  })

  it('does not keep the server from stopping', async () => {
    const { api, aziz, failNext, server } = await setup()
    failNext('sendMessage', { type: 'new-salt' }, 600_000)
    failNext('getMe', { type: 'silence', when: 'before' })
    const waiting = [api.sendMessage(aziz.id, 'x'), api.getMe(), api.getUpdates({ timeout: 50 })].map(refusal)
    await api.getMyCommands()

    await server.stop()
    await server.stop()

    expect(await Promise.all(waiting)).toHaveLength(3)
  })
})

describe('the ledger', () => {
  it('has a line for each message and each refusal, written before the answer', async () => {
    const { api, aziz, bot, group, ledger, failNext } = await setup()

    const { message_id } = await api.sendMessage(aziz.id, '<b>salom</b>', { parse_mode: 'HTML' })
    await api.editMessageText(aziz.id, message_id, 'xayr')
    await refusal(api.sendMessage(-77, 'x'))
    const copies = await api.forwardMessages(group.peer, aziz.id, [message_id])
    failNext('sendMessage', { type: 'drop', when: 'after', how: 'reset' })
    await refusal(api.sendMessage(aziz.id, 'yo‘qoldi'))

    const common = { account: bot.id, isBot: true, randomId: null }
    expect(ledger()).toMatchObject([
      {
        ...common,
        method: 'sendMessage',
        chat: aziz.id,
        messageId: message_id,
        textHash: hashOf('salom'),
        applied: true,
        answered: true,
      },
      {
        ...common,
        method: 'editMessageText',
        messageId: message_id,
        textHash: hashOf('xayr'),
        applied: false,
        answered: true,
      },
      {
        ...common,
        method: 'sendMessage',
        chat: null,
        messageId: null,
        applied: false,
        error: 'Bad Request: chat not found',
      },
      { ...common, method: 'forwardMessages', chat: group.peer, messageId: copies[0]?.message_id, applied: true },
      { ...common, method: 'sendMessage', textHash: hashOf('yo‘qoldi'), applied: true, answered: false, error: 'drop' },
    ])
  })

  it('leaves polling out', async () => {
    const { api, ledger } = await setup()

    await api.getUpdates()
    await api.getMe()

    expect(ledger().map(({ method }) => method)).toEqual(['getMe'])
  })
})

function textsOf({ world, aziz, bot }: Setup): string[] {
  return world.messages.history(aziz.id, bot.id, { limit: 10, order: 'oldest first' }).map(({ text }) => text)
}

/** How a connection that the server ends looks to a client. */
const ended = /^network error: (socket hang up|read ECONNRESET)$/
