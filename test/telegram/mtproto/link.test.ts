import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { device, noAbort, openLink, sendTo, untilSent, valueOf } from './link-setup.ts'

const method = 'messages.sendMessage'

describe('a link', () => {
  it('connects when it is asked for something, not before, and once', async () => {
    const { link, telegram, send } = await openLink()

    expect([link.isOpen, telegram.server.counts().connections]).toEqual([false, 0])
    await send({ randomId: '1' })
    await send({ randomId: '2' })

    expect([link.isOpen, telegram.server.counts().connections]).toEqual([true, 1])
    expect(valueOf(await link.self(noAbort))).toMatchObject({ firstName: 'Aziz', isPremium: false })
  })

  it('is closed for good only until the next call', async () => {
    const { link, telegram, send, texts } = await openLink()
    await send({ randomId: '1' })

    await link.close()
    await link.close()
    await connectionsBecome(telegram, 0)
    expect(link.isOpen).toBe(false)
    await send({ randomId: '2' })

    expect(texts()).toHaveLength(2)
    expect(telegram.server.counts().connections).toBe(1)
  })

  it('tells how long it was idle', async () => {
    const clock = new ShiftableClock({ nowMs: () => 1_000_000 })
    const { link, send } = await openLink({ deps: { clock } })
    expect(link.lastUsedAtMs).toBe(1_000_000)
    clock.advance(5000)

    await send()
    clock.advance(5000)

    expect(link.lastUsedAtMs).toBe(1_005_000)
  })

  it('sends one after another what is asked for at once, so that one refusal is no refusal of all', async () => {
    const { send, texts, ...telegram } = await openLink()
    telegram.break({ method, times: 1, error: 'CHAT_WRITE_FORBIDDEN' })

    const outcomes = await Promise.all(['1', '2', '3'].map((randomId) => send({ randomId, text: `text ${randomId}` })))

    expect(outcomes.map(({ type }) => type)).toEqual(['refused', 'sent', 'sent'])
    expect(texts().toSorted()).toEqual(['text 2', 'text 3'])
  })

  it('sends while something that it reads is unanswered', async () => {
    const { link, telegram, send, ...rest } = await openLink()
    rest.break({ method: 'messages.getDialogs', times: 1, silence: true })
    const abort = new AbortController()
    const reading = link.fetchDialogs(null, abort.signal)
    await rest.heard()

    const outcomes = [await send({ randomId: '1' }), await send({ randomId: '2' })]

    expect(outcomes.map(({ type }) => type)).toEqual(['sent', 'sent'])
    expect(telegram.server.counts().connections).toBe(1)
    abort.abort()
    expect(await reading).toMatchObject({ type: 'unknown', error: 'AbortError' })
  })

  it('lets a message come to its end when what it reads beside it is given up', async () => {
    const { link, adapter, send, sends, ...rest } = await openLink()
    rest.break({ method: 'messages.getDialogs', times: 1, silence: true })
    rest.break({ method, times: 1, delayMs: 300 })
    const abort = new AbortController()
    const readIsHeard = rest.heard()
    const reading = link.fetchDialogs(null, abort.signal)
    await readIsHeard
    const messageIsHeard = rest.heard()
    const sending = send({ randomId: '1' })
    await messageIsHeard
    abort.abort()

    expect(await reading).toMatchObject({ type: 'unknown' })
    expect(await sending).toMatchObject({ type: 'sent' })
    valueOf(await link.fetchDialogs(null, noAbort))
    expect(sends()).toHaveLength(1)
    expect(adapter.counters.clients).toBe(2)
  })

  it('ends what it reads with the connection when a message beside it is given up', async () => {
    const { link, send, ...rest } = await openLink()
    rest.break({ method: ['messages.getDialogs', method], times: 2, silence: true })
    const abort = new AbortController()
    const readIsHeard = rest.heard()
    const reading = link.fetchDialogs(null, noAbort)
    await readIsHeard
    const messageIsHeard = rest.heard()
    const sending = send({}, abort.signal)
    await messageIsHeard
    abort.abort()

    expect([await sending, await reading]).toMatchObject([{ type: 'unknown' }, { type: 'unknown' }])
    expect(await send()).toMatchObject({ type: 'sent' })
  })

  it('says that nothing was sent while nobody listens, and sends once somebody does', async () => {
    const { telegram, send } = await openLink()
    await telegram.stop()

    const outcome = await send()

    expect(outcome).toEqual({ type: 'notSent', error: 'ECONNREFUSED' })
    const again = await telegram.restart()
    expect(await send()).toMatchObject({ type: 'sent' })
    expect(again.server.counts().connections).toBe(1)
  })

  it('comes back within a call when Telegram restarts, without a second message', async () => {
    const { telegram, aziz, chat, send, ...rest } = await openLink()
    rest.break({ method, times: 1, silence: true, when: 'after' })
    const sending = send()
    await rest.heard()

    const again = await telegram.restart()

    expect(await sending).toMatchObject({ type: 'sent' })
    const texts = again.world.messages.history(aziz.id, chat.peer, { limit: 9 }).map(({ text }) => text)
    expect(texts.filter((text) => text === 'salom')).toHaveLength(1)
  })

  it('does not reconnect for nobody when its connection is lost', async () => {
    const { telegram, link, send, adapter } = await openLink()
    await send({ randomId: '1' })

    for (const connection of telegram.server.connections()) connection.reset()
    await until(() => !link.isOpen)
    await send({ randomId: '2' })

    expect(adapter.counters.clients).toBe(2)
    expect(telegram.server.counts().connections).toBe(1)
  })

  it('gives up a frozen Telegram at its deadline, and never speaks on two connections when it thaws', async () => {
    const { telegram, send, texts, adapter, sends } = await openLink({ deps: { deadlineMs: 800 } })
    await untilSent(() => send({ randomId: '1', text: 'before' }))
    const { deadlines } = adapter.counters
    telegram.server.freeze()

    const frozen = [await send(), await send(), await send()]
    telegram.server.thaw()
    const thawed = adapter.counters.deadlines
    await untilSent(send)

    expect(frozen[0]).toMatchObject({ type: 'unknown', error: 'TimeoutError' })
    // The connection itself was not answered, so nothing of the message left.
    expect(frozen.slice(1)).toMatchObject([{ type: 'notSent' }, { type: 'notSent' }])
    expect(texts()).toEqual(['salom', 'before'])
    expect(thawed - deadlines).toBe(3)
    expect(sends().filter(({ error }) => error === 'AUTH_KEY_DUPLICATED')).toEqual([])
  })

  it('ends a call when its caller gives up: unknown once it was written', async () => {
    const { send, texts, ...rest } = await openLink()
    rest.break({ method, times: 1, silence: true, when: 'after' })
    const abort = new AbortController()

    const sending = send({}, abort.signal)
    await rest.heard()
    abort.abort()

    expect(await sending).toEqual({ type: 'unknown', error: 'AbortError' })
    expect(await send({ randomId: '2' }, abort.signal)).toEqual({ type: 'notSent', error: 'AbortError' })
    expect(await send()).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual(['salom'])
  })

  it('ends a running call, and those behind it, when it is closed', async () => {
    const { link, send, ...rest } = await openLink()
    rest.break({ method, silence: true })
    const calls = [send({ randomId: '1' }), send({ randomId: '2' })]
    await rest.heard()

    await link.close()

    expect(await Promise.all(calls)).toMatchObject([{ type: 'unknown' }, { type: 'notSent' }])
    expect(link.isOpen).toBe(false)
  })

  it('writes nothing once the account belongs to another shard', async () => {
    const { adapter, session, to, sends } = await openLink()
    let isMine = true
    const link = adapter.open({ session, device, proxy: undefined }, { mayUse: () => isMine })
    await sendTo(link, { to, randomId: '1' })

    isMine = false
    const connected = await sendTo(link, { to, randomId: '2' })
    const unconnected = await sendTo(link, { to, randomId: '3' })

    expect([connected, unconnected]).toMatchObject([{ type: 'notSent' }, { type: 'notSent' }])
    expect(sends().map(({ randomId }) => randomId)).toEqual(['1'])
    await link.close()
  })

  it('tells when it opens, when and why it closes, and what asks for attention', async () => {
    const { adapter, session, to, rules, telegram } = await openLink()
    const told: unknown[] = []
    const link = adapter.open(
      { session, device, proxy: undefined },
      {
        onOpened: (tookMs) => void told.push(typeof tookMs),
        onClosed: (reason) => void told.push(reason),
        onAlert: ({ level, row }) => void told.push([level, row]),
      },
    )

    await sendTo(link, { to, randomId: '1' })
    for (const connection of telegram.server.connections()) connection.reset()
    await until(() => !link.isOpen)
    rules.add({ method, error: 'API_ID_INVALID', times: 1 })
    await sendTo(link, { to, randomId: '2' })
    await link.close()

    expect(told).toEqual(['number', 'lost', 'number', ['page', 'API_ID_INVALID'], expect.any(String)])
  })

  it('throws on what is a mistake of ours', async () => {
    const { send } = await openLink()

    await expect(send({ randomId: '0' })).rejects.toThrow('random_id of 0')
    expect(await send()).toMatchObject({ type: 'sent' })
  })
})

async function connectionsBecome(telegram: { server: { counts(): { connections: number } } }, count: number) {
  await until(() => telegram.server.counts().connections === count)
}

/** Polls; the test's own deadline ends it. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
