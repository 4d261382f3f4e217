import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import type { Proxy } from '../../../src/telegram/contract.ts'
import type { MtprotoDeps } from '../../../src/telegram/mtproto/adapter.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { adapterTo, device, noAbort, openLink, sendTo, valueOf } from './link-setup.ts'

describe('an account behind a proxy', () => {
  it.each([
    ['without a password', {}],
    ['with a password', { username: 'karvon', password: 'maxfiy' }],
  ])('reaches Telegram only through it (%s)', async (_, credentials) => {
    const proxy = await startSocksProxy(credentials)
    const { telegram, send, link, texts, connectionsSoFar } = await behind({ port: proxy.port, ...credentials })

    expect(await send('1')).toMatchObject({ type: 'sent' })
    await link.close()
    expect(await send('2')).toMatchObject({ type: 'sent' })

    const telegramAddress = `127.0.0.1:${telegram.port}`
    expect(proxy.destinations).toEqual([telegramAddress, telegramAddress])
    expect(texts()).toHaveLength(2)
    expect(await connectionsSoFar()).toBe(2)
  })

  it('signs in through it, also in another DC', async () => {
    const proxy = await startSocksProxy()
    const { telegram, adapter } = await behind({ port: proxy.port })
    const start = { phone: new Secret('9996631234'), device, proxy: { host: '127.0.0.1', port: proxy.port } }

    const sent = await adapter.openLogin().sendCode(start, noAbort)

    expect(sent.type).toBe('code-sent')
    expect(proxy.destinations).toEqual([`127.0.0.1:${telegram.port}`, `127.0.0.3:${telegram.port}`])
  })

  it('comes back through it after it cut the line', async () => {
    const proxy = await startSocksProxy()
    const { send, texts, rules, connectionsSoFar } = await behind({ port: proxy.port })
    await send('1')
    rules.add({ method: 'messages.sendMessage', times: 1, silence: true, when: 'after' })
    const sending = send('2')
    await new Promise<void>((resolve) => rules.listen(() => setImmediate(resolve)))

    proxy.drop()

    expect(await sending).toMatchObject({ type: 'sent' })
    expect(texts()).toHaveLength(2)
    expect(proxy.destinations).toHaveLength(2)
    expect(await connectionsSoFar()).toBe(2)
  })

  it('never goes around it while it is down', async () => {
    const proxy = await startSocksProxy()
    const { send, link, connectionsSoFar } = await behind({ port: proxy.port, deps: { deadlineMs: 1500 } })
    await proxy.stop()

    const outcomes = [await send('1'), await send('2'), await link.self(noAbort)]

    for (const outcome of outcomes) expect(outcome).toMatchObject({ type: 'notSent' })
    expect(await connectionsSoFar()).toBe(0)
  })

  it('never goes around it when it goes down on the way', async () => {
    const proxy = await startSocksProxy()
    const { send, connectionsSoFar } = await behind({ port: proxy.port, deps: { deadlineMs: 10_000 } })
    expect(await send('1')).toMatchObject({ type: 'sent' })

    await proxy.stop()
    const outcomes = [await send('2'), await send('3')]

    // The first may have been written before the link saw that its line was cut.
    expect(outcomes.map(({ type }) => type)).not.toContain('sent')
    expect(outcomes[1]).toMatchObject({ type: 'notSent' })
    expect(await connectionsSoFar()).toBe(1)
  })

  it('waits no longer than its deadline for one that says nothing', async () => {
    const proxy = await startSocksProxy({ mood: 'hang' })
    const { send, connectionsSoFar } = await behind({ port: proxy.port, deps: { deadlineMs: 300 } })

    expect(await send('1')).toEqual({ type: 'notSent', error: 'TimeoutError' })
    expect(await connectionsSoFar()).toBe(0)
  })

  it.each([
    ['a wrong password', { username: 'karvon', password: 'maxfiy' }, 'Socks5 Authentication failed'],
    ['every destination', { mood: 'refuse' }, 'Socks5 proxy rejected connection'],
  ] as const)('is paused, with its owner told, when it refuses %s', async (_, options, error) => {
    const proxy = await startSocksProxy(options)
    const wrong = { username: 'karvon', password: 'canary-of-a-proxy' }
    const { send, connectionsSoFar } = await behind({ port: proxy.port, ...('username' in options && wrong) })

    const outcome = await send('1')

    expect(outcome).toEqual({ type: 'accountPaused', error, concerns: 'proxy', days: [], fromPeers: 1 })
    expect(inspect(outcome)).not.toContain('canary')
    expect(await connectionsSoFar()).toBe(0)
  })
})

interface Way {
  readonly port: number
  readonly username?: string
  readonly password?: string
  readonly deps?: Partial<MtprotoDeps>
}

async function behind({ port, username, password, deps = {} }: Way) {
  // The way around the proxy has the deadline of the product: it only counts connections.
  const { session, to, link: direct, ...rest } = await openLink()
  const adapter = adapterTo(rest.telegram, deps)
  const credentials = username === undefined ? {} : { username, password: new Secret(password ?? '') }
  const proxy: Proxy = { host: '127.0.0.1', port, ...credentials }
  const link = adapter.open({ session, device, proxy })
  onTestFinished(() => link.close())
  /** How many connections Telegram has seen: their numbers rise and are never used again, so one more tells. */
  const connectionsSoFar = async () => {
    await link.close()
    valueOf(await direct.self(noAbort))
    return Math.max(...rest.telegram.server.connections().map(({ id }) => id)) - 1
  }
  return { ...rest, adapter, link, connectionsSoFar, send: (randomId: string) => sendTo(link, { to, randomId }) }
}
