import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { startControl } from '../../support/control.ts'
import type { TestControl } from '../../support/control.ts'
import { refusalOf } from '../../support/account.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'

describe('rules over HTTP', () => {
  it('are added, listed, read and removed, with what they did', async () => {
    const { client, rules, files } = await startControl()
    const { id } = await client.rules.add({ error: 'PEER_FLOOD', account: 7, times: 2 })
    const other = await client.rules.add({ delayMs: { p50: 10, p99: 20 } })
    const request = { surface: 'mtproto', account: 7, method: 'messages.sendMessage', chat: -1 } as const
    rules.decide({ ...request, nowMs: files.clock.nowMs() })

    expect(await client.rules.get(id)).toEqual({
      id,
      rule: { error: 'PEER_FLOOD', account: 7, times: 2 },
      seen: 1,
      hits: 1,
      earlyRequests: 0,
      isSpent: false,
      waiting: 0,
    })
    expect((await client.rules.list()).map((rule) => rule.id)).toEqual([id, other.id])
    expect(await client.rules.remove(id)).toMatchObject({ id, hits: 1 })
    await expect(client.rules.remove(id)).rejects.toThrow(`there is no rule ${id}`)
    expect(await client.rules.clear()).toMatchObject([{ id: other.id }])
    expect(await client.rules.list()).toEqual([])
  })

  it('go on after a restart with what is left of them, and so do the switches', async () => {
    const before = await startControl()
    const { id } = await before.client.rules.add({ error: 'PEER_FLOOD', times: 3 })
    await before.client.rules.rememberRandomIds(false)
    await before.client.rules.keepBotLimits(false)
    const request = { surface: 'mtproto', account: 7, method: 'messages.sendMessage', chat: -1, nowMs: 0 } as const
    before.rules.decide(request)

    const { client, rules, botLimits } = await before.restart()

    expect(await client.rules.get(id)).toMatchObject({ hits: 1, isSpent: false })
    expect([1, 2, 3].map(() => rules.decide(request).action?.type)).toEqual(['error', 'error', undefined])
    expect(await client.rules.get(id)).toMatchObject({ hits: 3, isSpent: true })
    expect([rules.remembersRandomIds, rules.keepsBotLimits, botLimits()]).toEqual([false, false, false])
  })
})

describe('a rule that a real client meets', () => {
  it('is an error by name, once, and the next request is answered', async () => {
    const { client, gramjs, userId } = await signedIn()
    const { id } = await client.rules.add({
      error: 'CHAT_WRITE_FORBIDDEN',
      account: userId,
      method: 'users.getUsers',
      times: 1,
    })

    expect(await refusalOf(gramjs.invoke(getSelf))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await gramjs.invoke(getSelf)).toHaveLength(1)
    expect(await client.rules.get(id)).toMatchObject({ hits: 1, isSpent: true })
  })

  it('is a flood wait that ends by the simulated clock', async () => {
    const { client, gramjs } = await signedIn()
    const { id } = await client.rules.add({ floodWait: { seconds: 3600 }, method: 'users.*', times: 1 })

    expect(await refusalOf(gramjs.invoke(getSelf))).toBe('FLOOD_WAIT_3600')
    expect(await refusalOf(gramjs.invoke(getSelf))).toMatch(/^FLOOD_WAIT_(3600|35\d\d)$/)
    await client.server.advance(3_600_000)

    expect(await gramjs.invoke(getSelf)).toHaveLength(1)
    expect(await client.rules.get(id)).toMatchObject({ hits: 1, earlyRequests: 1, waiting: 0 })
  })

  it('is a dropped connection, and the client comes back by itself', async () => {
    const { client, gramjs } = await signedIn()
    const { id } = await client.rules.add({ drop: 'reset', method: 'users.getUsers', times: 1 })

    expect(await gramjs.invoke(getSelf)).toHaveLength(1)

    expect((await client.rules.get(id)).hits).toBe(1)
    const { lines } = await client.ledger.lines({ method: 'users.getUsers' })
    expect(lines[0]).toMatchObject({ answered: false, error: 'drop' })
    expect(lines.at(-1)).toMatchObject({ answered: true, error: null })
  })

  it('kills a session as AUTH_KEY_DUPLICATED', async () => {
    const { client, gramjs, userId } = await signedIn()
    await client.rules.add({ duplicateKey: true, method: 'users.getUsers', times: 1 })

    expect(await refusalOf(gramjs.invoke(getSelf))).toBe('AUTH_KEY_DUPLICATED')
    expect(await refusalOf(gramjs.invoke(getSelf))).toBe('AUTH_KEY_DUPLICATED')
    expect((await client.world.sessions(userId))[0]?.isDuplicated).toBe(true)
  })
})

const getSelf = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })

/** A real client on a stored session: no key exchange, no code. */
async function signedIn() {
  const control: TestControl = await startControl()
  const { id: userId } = await control.client.world.makeUser({ firstName: 'Aziz' })
  const [session] = await control.client.world.makeSessions([userId])
  const gramjs = await connectGramjs({ port: control.mtproto.server.port, session: session?.gramjs ?? '' })
  return { ...control, gramjs, userId }
}
