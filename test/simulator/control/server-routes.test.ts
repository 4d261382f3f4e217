import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { startControl } from '../../support/control.ts'
import { refusalOf, sendCode } from '../../support/account.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'

describe('stored sessions', () => {
  it('sign a real client in without a key exchange, many at once', async () => {
    const { client, mtproto } = await startControl()
    const users = await client.world.makeUsers([{ firstName: 'Aziz' }, { firstName: 'Malika', dcId: 3 }])
    const sessions = await client.world.makeSessions(users.map(({ id }) => id))

    const names = await Promise.all(
      sessions.map(async ({ gramjs }) => {
        const account = await connectGramjs({ port: mtproto.server.port, session: gramjs })
        const [self] = await account.invoke(getSelf)
        return self instanceof Api.User ? self.firstName : undefined
      }),
    )

    expect(names).toEqual(['Aziz', 'Malika'])
    expect(sessions.map(({ dcId, address }) => [dcId, address])).toEqual([
      [2, '127.0.0.1'],
      [3, '127.0.0.3'],
    ])
    expect(sessions[0]?.authKey).toMatch(/^[0-9a-f]{512}$/)
    expect(await client.world.sessions(users[0]?.id ?? 0)).toMatchObject([
      { dcId: 2, connections: 1, isDuplicated: false },
    ])
  })

  it('are good after a restart', async () => {
    const before = await startControl()
    const { id } = await before.client.world.makeUser({ firstName: 'Aziz' })
    const [session] = await before.client.world.makeSessions([id])

    const { mtproto } = await before.restart()

    const account = await connectGramjs({ port: mtproto.server.port, session: session?.gramjs ?? '' })
    expect(await account.invoke(getSelf)).toHaveLength(1)
  })

  it('are ended from another device, or forgotten by the servers', async () => {
    const { client, mtproto, account, userId } = await signedIn()
    const [other] = await client.world.makeSessions([userId])

    expect(await client.world.endSessions(userId)).toEqual({ ended: 2 })
    expect(await refusalOf(account.invoke(getSelf))).toBe('AUTH_KEY_UNREGISTERED')

    const [third] = await client.world.makeSessions([userId])
    expect(await client.world.forgetKeys(userId)).toEqual({ forgotten: 1 })
    expect(mtproto.keys.state(BigInt(third?.authKeyId ?? 0))).toBeUndefined()
    expect(mtproto.keys.state(BigInt(other?.authKeyId ?? 0))).toMatchObject({ userId: null })
  })
})

describe('login codes', () => {
  it('are shown for the phone that asked', async () => {
    const { client, account } = await signedIn()
    await client.world.makeUser({ firstName: 'Malika', phone: '998901234567' })

    const [code] = await Promise.all([client.waitForCode('+998901234567'), sendCode(account, '998901234567')])

    expect(code).toMatch(/^\d{5}$/)
  })
})

describe('the servers', () => {
  it('tell their health', async () => {
    const { client } = await signedIn()

    expect(await client.server.health()).toMatchObject({
      users: 1,
      chats: 0,
      isFrozen: false,
      connections: 1,
      sessions: 1,
    })
  })

  it('freeze until they are thawed, or for a while', async () => {
    const { client, account } = await signedIn()
    await client.server.freeze()
    let isAnswered = false
    const asked = account.invoke(getSelf).then(() => (isAnswered = true))

    expect((await client.server.health()).isFrozen).toBe(true)
    await client.until('two ticks', twoTicks(), { on: ['tick'] })
    expect(isAnswered).toBe(false)
    await client.server.thaw()
    await asked

    await client.server.freeze(50)
    await account.invoke(getSelf)
    expect((await client.server.health()).isFrozen).toBe(false)
  })

  it('skip time', async () => {
    const { client } = await startControl()
    const before = await client.server.nowMs()

    const after = await client.server.advance(86_400_000)

    expect(after - before).toBeGreaterThanOrEqual(86_400_000)
    expect((await client.server.nowMs()) - after).toBeLessThan(60_000)
  })

  it('skip no time past 2037, where 32-bit seconds end', async () => {
    const { client } = await startControl()
    const yearMs = 366 * 86_400_000
    const end = Date.UTC(2037, 11, 31)
    while ((await client.server.nowMs()) + yearMs < end) await client.server.advance(yearMs)

    await expect(client.server.advance(yearMs)).rejects.toThrow('ms would take the clock past 2037-12-31')

    expect(await client.server.nowMs()).toBeLessThan(end)
  })

  it('make every salt wrong, which a client mends by itself', async () => {
    const { client, account } = await signedIn()

    await client.server.bumpSalts()

    expect(await account.invoke(getSelf)).toHaveLength(1)
  })

  it.each(['close', 'reset'] as const)('drop the connections of one account (%s), and it comes back', async (how) => {
    const { client, account, userId } = await signedIn()
    const stranger = await client.world.makeUser({ firstName: 'Malika' })

    expect((await client.server.connections(userId)).count).toBe(1)
    expect(await client.server.dropConnections(how, stranger.id)).toEqual({ dropped: 0 })
    expect(await client.server.dropConnections(how, userId)).toEqual({ dropped: 1 })

    expect(await account.invoke(getSelf)).toHaveLength(1)
    expect((await client.server.connections()).count).toBe(1)
  })

  it('fall silent on a connection that stays open', async () => {
    const { client, account } = await signedIn()

    expect(await client.server.dropConnections('silence')).toEqual({ dropped: 1 })
    const asked = account.invoke(getSelf).then(
      () => 'answered',
      () => 'refused',
    )

    await client.until('two ticks', twoTicks(), { on: ['tick'] })
    expect(await Promise.race([asked, Promise.resolve('silent')])).toBe('silent')
    expect((await client.server.connections()).count).toBe(1)
  })
})

const getSelf = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })

/** Time that the servers themselves tell. */
function twoTicks(): () => Promise<boolean> {
  let asked = 0
  return () => Promise.resolve(++asked > 2)
}

async function signedIn() {
  const control = await startControl()
  const { id: userId } = await control.client.world.makeUser({ firstName: 'Aziz' })
  const [session] = await control.client.world.makeSessions([userId])
  const account = await connectGramjs({ port: control.mtproto.server.port, session: session?.gramjs ?? '' })
  return { ...control, account, userId }
}
