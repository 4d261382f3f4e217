import { describe, expect, it } from 'vitest'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { connected, openLink, untilSent } from './link-setup.ts'

/** Long enough for a request to reach Telegram on a busy machine, short enough for a test. */
const deadlineMs = 1500
const method = 'messages.sendMessage'

/** What goes wrong once, on the way to Telegram or on the way back. */
const breaks: readonly (readonly [string, Rule])[] = [
  ['the answer is lost', { silence: true, when: 'after' }],
  ['the request is lost', { silence: true }],
  ['the connection half dies before the message is taken', { halfOpen: true }],
  ['the connection half dies after the message was taken', { halfOpen: true, when: 'after' }],
  ['an internal server dies after the message was taken', { error: 'INTERNAL', code: 500, when: 'after' }],
]

/** The same, but GramJS comes back by itself within the call. */
const blinks: readonly (readonly [string, Rule])[] = [
  ['the connection closes before the message is taken', { drop: 'close' }],
  ['the connection closes after the message was taken', { drop: 'close', when: 'after' }],
  ['the connection is reset before the message is taken', { drop: 'reset' }],
  ['the connection is reset after the message was taken', { drop: 'reset', when: 'after' }],
  ['every salt is changed', { newSalt: true }],
  ['the clock is said to be wrong', { badMessage: 16 }],
]

describe('a send of which nobody knows the end', () => {
  it.each(breaks)('is unknown when %s, and one message after the repeat', async (_, rule) => {
    const { send, texts, sends, link, ...telegram } = await openLink({ deps: { deadlineMs } })
    await connected(link)
    telegram.break({ method, times: 1, ...rule })

    const first = await send()
    const second = await untilSent(send)

    expect(first).toMatchObject({ type: 'unknown' })
    expect(second).toEqual({ type: 'sent', messageId: expect.any(Number), result: null })
    expect(texts()).toEqual(['salom'])
    expect(sends().filter(({ applied }) => applied)).toHaveLength(1)
  })

  it.each<readonly [string, Rule]>([
    ['refused', { error: 'CHAT_WRITE_FORBIDDEN' }],
    ['told to wait', { error: 'FLOOD_WAIT_31' }],
  ])('is unknown when GramJS repeated within the call what had failed, and was %s', async (_, rule) => {
    const { send, texts, link, ...telegram } = await openLink({ deps: { deadlineMs: 60_000 } })
    await connected(link)
    telegram.break({ method, times: 1, error: 'RPC_CALL_FAIL', when: 'after' })
    telegram.break({ method, times: 1, ...rule })

    const first = await send()
    const second = await send()

    expect(first).toEqual({ type: 'unknown', error: 'RPC_CALL_FAIL' })
    expect(second).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual(['salom'])
  })

  it('is unknown when GramJS repeated it on a new connection, and was refused', async () => {
    const { send, texts, link, ...telegram } = await openLink({ deps: { deadlineMs: 60_000 } })
    await connected(link)
    telegram.break({ method, times: 1, drop: 'reset', when: 'after' })
    telegram.break({ method, times: 1, error: 'CHAT_WRITE_FORBIDDEN' })

    const first = await send()
    const second = await untilSent(send)

    expect(first).toMatchObject({ type: 'unknown' })
    expect(second).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual(['salom'])
  })

  it('is one message after a repeat, whatever garbage came instead of the answer', async () => {
    const { send, texts, ...telegram } = await openLink({ deps: { deadlineMs } })
    telegram.break({ method, times: 3, garbageBytes: 400, when: 'after' })

    for (let round = 0; round < 3; round++) await send()

    await untilSent(send)
    expect(texts()).toEqual(['salom'])
  })

  it.each(blinks)('is sent within the same call when %s', async (_, rule) => {
    const { send, texts, ...telegram } = await openLink({ deps: { deadlineMs: 60_000 } })
    telegram.break({ method, times: 1, ...rule })

    expect(await send()).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual(['salom'])
  })
})

describe('what Telegram says about a send', () => {
  it.each<readonly [Rule, object]>([
    [{ error: 'FLOOD_WAIT_31' }, { type: 'wait', waitMs: 31_000, scope: 'send', error: 'FLOOD_WAIT_31' }],
    [{ error: 'SLOWMODE_WAIT_7' }, { type: 'wait', waitMs: 7000, scope: 'peer', error: 'SLOWMODE_WAIT_7' }],
    [{ error: 'PEER_FLOOD' }, { type: 'accountPaused', error: 'PEER_FLOOD', concerns: 'account', days: [1, 2, 7] }],
    [{ error: 'CHAT_WRITE_FORBIDDEN' }, { type: 'refused', error: 'CHAT_WRITE_FORBIDDEN', what: 'peer' }],
    [{ error: 'MESSAGE_TOO_LONG' }, { type: 'contentRefused', error: 'MESSAGE_TOO_LONG' }],
    [{ error: 'CHANNEL_INVALID' }, { type: 'stale', error: 'CHANNEL_INVALID', what: 'peer' }],
    [{ error: 'RANDOM_ID_DUPLICATE' }, { type: 'busyDuplicate', error: 'RANDOM_ID_DUPLICATE' }],
    [{ error: 'AUTH_KEY_UNREGISTERED' }, { type: 'accountDead', error: 'AUTH_KEY_UNREGISTERED', isCertain: true }],
    [{ error: 'AUTH_KEY_DUPLICATED' }, { type: 'accountDead', error: 'AUTH_KEY_DUPLICATED', isCertain: true }],
    [{ duplicateKey: true }, { type: 'accountDead', error: 'AUTH_KEY_DUPLICATED', isCertain: true }],
    [
      { error: 'NEVER_SEEN', code: 401 },
      { type: 'accountDead', isCertain: false },
    ],
    [
      { error: 'NEVER_SEEN', code: 400 },
      { type: 'refused', contentAfterPeers: 3 },
    ],
    [{ forgetKey: true }, { type: 'accountDead', error: '-404', isCertain: false }],
    [{ transportError: -429 }, { type: 'unknown', error: '-429' }],
    [{ badMessage: 34 }, { type: 'unknown', error: 'bad_msg_notification 34' }],
    [{ error: 'USER_MIGRATE_3' }, { type: 'notSent', error: 'USER_MIGRATE_3' }],
  ])('%j is %j', async (rule, expected) => {
    const { send, texts, ...telegram } = await openLink({ deps: { deadlineMs: 60_000 } })
    telegram.break({ method, times: 1, ...rule })

    expect(await send()).toMatchObject(expected)
    expect(texts()).toEqual([])
  })

  it('does not keep a link from sending the next message', async () => {
    const { send, texts, link, ...telegram } = await openLink()
    telegram.break({ method, times: 1, error: 'USER_MIGRATE_3' })
    telegram.break({ method, times: 1, transportError: -429 })
    await send()
    await send()

    expect(await send()).toMatchObject({ type: 'sent' })
    expect(link.isOpen).toBe(true)
    expect(texts()).toEqual(['salom'])
  })
})
