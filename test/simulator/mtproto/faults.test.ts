import { once } from 'node:events'
import { connect } from 'node:net'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import { UpdateConnectionState } from 'telegram/network/index.js'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { refusalOf } from '../../support/account.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import { isOpen, nextHit, startSending, triesOf } from './faults-setup.ts'

const fine = { answered: true, error: null }

describe('a send whose connection breaks', () => {
  it.each(['close', 'reset'] as const)('is repeated by the client and applied once (%s)', async (drop) => {
    const sendThrough = async (when: 'before' | 'after') => {
      const { addRule, send, tries, texts } = await startSending()
      addRule({ drop, when })
      return { messageId: await send(5), tries: tries(), texts: texts() }
    }

    const [before, after] = await Promise.all([sendThrough('before'), sendThrough('after')])

    expect(before.tries).toEqual([
      { applied: false, answered: false, error: 'drop', messageId: null },
      { ...fine, applied: true, messageId: before.messageId },
    ])
    expect(after.tries).toEqual([
      { applied: true, answered: false, error: 'drop', messageId: after.messageId },
      { ...fine, applied: false, messageId: after.messageId },
    ])
    expect([before.texts, after.texts]).toEqual([['salom'], ['salom']])
  })
})

describe('a send that nobody answers', () => {
  const ways: [string, Rule][] = [
    ['silence', { silence: true }],
    ['half-open', { halfOpen: true }],
    ['garbage', { garbageBytes: 4_096 }],
  ]
  it.for(ways.flatMap(([error, rule]) => (['before', 'after'] as const).map((when) => ({ error, when, rule }))))(
    'was applied or not, and is asked again over a new connection ($error $when)',
    async ({ error, when, rule }) => {
      const { telegram, session, client, addRule, send, sendBy, tries, texts } = await startSending()
      addRule({ ...rule, when })
      const hit = nextHit(telegram)

      void send(5) // Never settles.
      await hit
      await client.destroy()
      const messageId = await sendBy(await connectGramjs({ port: telegram.port, session }), 5)

      const wasApplied = when === 'after'
      expect(tries()).toEqual([
        { applied: wasApplied, answered: false, error, messageId: wasApplied ? messageId : null },
        { ...fine, applied: !wasApplied, messageId },
      ])
      expect(texts()).toEqual(['salom'])
    },
  )

  it('is alone in that: its connection goes on', async () => {
    const { addRule, send, client, telegram } = await startSending()
    addRule({ silence: true })
    const hit = nextHit(telegram)

    const lost = send(5)
    await hit
    await client.invoke(new Api.Ping({ pingId: bigInt(1) }))
    const again = await send(5)

    expect(again).toBeGreaterThan(0)
    expect(await isOpen(lost)).toBe(true)
  })

  it('leaves the connection half-open where the rule says so: not even pings are answered', async () => {
    const { addRule, send, tries, client, telegram } = await startSending()
    addRule({ halfOpen: true, when: 'after' })
    const hit = nextHit(telegram)

    const lost = send(5)
    await hit
    // The connection falls silent once what was applied is on disk: a ping before that is answered.
    await new Promise<void>((resolve) => telegram.files.commit.whenDurable(resolve))
    const ping = client.invoke(new Api.Ping({ pingId: bigInt(1) }))
    const unheard = send(6)

    expect(await isOpen(Promise.race([lost, ping, unheard]))).toBe(true)
    expect(tries()).toMatchObject([{ applied: true, answered: false, error: 'half-open' }])
  })

  it('waits as long as the server is frozen, and is answered then', async () => {
    const { send, tries, telegram, client } = await startSending()

    telegram.server.freeze()
    const sending = send(5)
    const ping = client.invoke(new Api.Ping({ pingId: bigInt(1) }))
    await once(connect(telegram.port, '127.0.0.1').unref(), 'connect')
    expect(await isOpen(Promise.race([sending, ping]))).toBe(true)
    telegram.server.thaw()

    expect(tries()).toHaveLength(0)
    const messageId = await sending
    await ping
    expect(tries()).toEqual([{ ...fine, applied: true, messageId }])
  })
})

describe('an error', () => {
  it('may come although the message was sent: a repeat tells its id', async () => {
    const { addRule, send, tries } = await startSending()
    addRule({ error: 'INTERNAL', when: 'after' })

    const refusal = await refusalOf(send(5))
    const messageId = await send(5)

    expect(refusal).toBe('INTERNAL')
    expect(tries()).toEqual([
      { applied: true, answered: true, error: 'INTERNAL', messageId },
      { ...fine, applied: false, messageId },
    ])
  })

  it('of its own is what a refused request is answered with, whatever was to happen after applying', async () => {
    const { addRule, send, tries } = await startSending()
    addRule({ drop: 'reset', when: 'after' })

    expect(await refusalOf(send(5, ''))).toBe('MESSAGE_EMPTY')
    expect(tries()).toMatchObject([{ applied: false, answered: true, error: 'MESSAGE_EMPTY' }])
  })
})

describe('what the protocol itself mends', () => {
  it.for<[string, Rule, string]>([
    ['a salt that turned wrong', { newSalt: true }, 'new-salt'],
    ['a message id that is too low', { badMessage: 16 }, 'bad-message'],
    ['a message id that is too high', { badMessage: 17 }, 'bad-message'],
    ['a transport flood', { transportError: -429 }, 'transport-error'],
  ])('is %s: the client sends again, and the message stands there once', async ([, rule, error]) => {
    const { addRule, send, tries, texts } = await startSending()
    addRule(rule)

    const messageId = await send(5)

    expect(tries()).toEqual([
      { applied: false, answered: false, error, messageId: null },
      { ...fine, applied: true, messageId },
    ])
    expect(texts()).toEqual(['salom'])
  })

  it('is not a message that is wrong in another way', async () => {
    const { addRule, send, tries } = await startSending()
    addRule({ badMessage: 35 })

    await expect(send(5)).rejects.toMatchObject({ code: 35 })
    expect(tries()).toMatchObject([{ applied: false, answered: false, error: 'bad-message' }])
  })
})

describe('a forgotten auth key', () => {
  it('breaks the client, and stays forgotten over a restart', async () => {
    const { addRule, send, client, telegram, user, tries } = await startSending()
    await client.getMe()
    const broken = new Promise<void>((resolve) => {
      client.addEventHandler((event: unknown) => {
        if (event instanceof UpdateConnectionState && event.state === UpdateConnectionState.broken) resolve()
      })
    })
    addRule({ forgetKey: true })

    const lost = send(5)
    await broken

    expect(await isOpen(lost)).toBe(true)
    expect(tries()).toMatchObject([{ applied: false, answered: false, error: 'forget-key' }])
    expect((await telegram.restart()).keys.of(user.id)).toEqual([])
  })
})

describe('the memory of random ids', () => {
  it('answers a repeat with the first message, or as if the first were still running', async () => {
    const { addRule, send, tries } = await startSending()
    addRule({ repeatAnswer: 'duplicate' })

    const messageId = await send(5)
    const refusal = await refusalOf(send(5))

    expect(refusal).toBe('RANDOM_ID_DUPLICATE')
    expect(await send(5)).toBe(messageId)
    expect(tries().map(({ applied, error }) => [applied, error])).toEqual([
      [true, null],
      [false, 'RANDOM_ID_DUPLICATE'],
      [false, null],
    ])
  })

  it('can be switched off: a repeat is a double then, which the ledger tells', async () => {
    const { send, telegram, texts } = await startSending()
    telegram.rules.rememberRandomIds(false)

    const ids = [await send(5), await send(5)]

    expect(new Set(ids).size).toBe(2)
    expect(texts()).toEqual(['salom', 'salom'])
    expect(telegram.judge.appliedTwice().twice.map(({ by, count }) => [by, count])).toEqual([
      ['text', 2],
      ['random_id', 2],
    ])
  })
})

describe('latency', () => {
  it('holds an answer for its time', async () => {
    const { telegram, send, user } = await startSending()
    telegram.addRule({ delayMs: { min: 200, max: 220 }, account: user.id, method: 'messages.*' })
    const beganMs = performance.now()

    await send(5)

    expect(performance.now() - beganMs).toBeGreaterThanOrEqual(199)
  })

  it('holds no answers but those that it is for', async () => {
    const { telegram, send, client, user } = await startSending()
    telegram.addRule({ delayMs: 600_000, account: user.id, method: 'messages.*' })
    const hit = nextHit(telegram)
    const sending = send(5).catch(() => 'ended with the client')
    await hit

    await client.invoke(new Api.help.GetNearestDc())

    expect(await isOpen(sending)).toBe(true)
    expect(triesOf(telegram, user.id)).toEqual([])
  })

  it('ends with the server: what it held is not applied, and the client asks the next server', async () => {
    const { telegram, addRule, send, user } = await startSending()
    addRule({ delayMs: 400 })
    const hit = nextHit(telegram)
    const sending = send(5)
    await hit

    const restarted = await telegram.restart()
    const messageId = await sending

    expect(triesOf(restarted, user.id)).toEqual([{ ...fine, applied: true, messageId }])
  })
})
