import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, refusalOf, signIn } from '../../support/account.ts'
import { clientOf, updatesOf } from '../../support/chatting.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import { makeGramjs } from '../../support/gramjs.ts'
import { isOpen, nextHit, startSending } from './faults-setup.ts'

const whoAmI = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] })
const ask = (client: TelegramClient) => client.invoke(whoAmI)

describe('one auth key in two places', () => {
  it('dies when their requests interleave, for both, and stays dead over a restart', async () => {
    const { telegram, session, client, user } = await startSending()
    const port = telegram.port
    const copy = await connectGramjs({ port, session })

    await ask(copy)
    const refusals = [await refusalOf(ask(client)), await refusalOf(ask(copy)), await refusalOf(ask(client))]
    const restarted = await telegram.restart()
    const late = makeGramjs({ port, session })
    const refusedConnect = await refusalOf(late.connect())
    await late.destroy()

    expect([...refusals, refusedConnect]).toEqual(Array.from({ length: 4 }, () => 'AUTH_KEY_DUPLICATED'))
    expect(restarted.judge.counts([], { account: user.id, error: 'AUTH_KEY_DUPLICATED' })).toMatchObject([
      { applied: 0 },
    ])
  })

  it('is no session any more: no message is pushed to it, and no list shows it', async () => {
    const { telegram, session, client, user, group, sendBy } = await startSending()
    await client.getMe()
    const copy = await connectGramjs({ port: telegram.port, session })
    const healthy = await clientOf(telegram, user)
    await ask(copy)
    await refusalOf(ask(client))
    const [dead, alive] = [updatesOf(client), updatesOf(healthy)]

    const malika = telegram.world.users.create({ firstName: 'Malika' })
    telegram.world.chats.changeMember(group, malika.id, { role: 'member' }, malika.id)
    await sendBy(healthy, 5)
    telegram.world.messages.send({ fromId: malika.id, to: group.peer, text: 'assalom' })
    await alive.next(Api.UpdateNewChannelMessage)
    const { authorizations } = await healthy.invoke(new Api.account.GetAuthorizations())

    expect(dead.seen.filter((update) => update instanceof Api.UpdateNewChannelMessage)).toEqual([])
    expect(authorizations).toHaveLength(1)
  })

  it('leaves the phone free to sign in with another key', async () => {
    const { telegram } = await startSending()
    const client = await connectTo(telegram)
    await signIn(client, '9996621234')
    telegram.addRule({ duplicateKey: true, method: 'users.getUsers', times: 1 })

    expect(await refusalOf(ask(client))).toBe('AUTH_KEY_DUPLICATED')
    expect(await refusalOf(client.invoke(new Api.help.GetNearestDc()))).toBe('AUTH_KEY_DUPLICATED')
    const next = await connectTo(telegram)
    await signIn(next, '9996621234')

    expect(await ask(next)).toMatchObject([{ phone: '9996621234' }])
  })
})

describe('one auth key in one place', () => {
  it('lives through any number of reconnects', async () => {
    const { telegram, session, client, user } = await startSending()
    const [authKey] = telegram.keys.of(user.id)
    await client.destroy()

    for (let round = 0; round < 30; round++) {
      const next = await connectGramjs({ port: telegram.port, session })
      await ask(next)
      if (round % 2 === 0) await next.destroy()
      else for (const connection of telegram.server.connectionsOf(authKey?.key.id ?? 0n)) connection.reset()
      // The next client is there before this one would come back, a second later.
      if (round % 2 === 1) await next.destroy()
    }

    expect(await ask(await connectGramjs({ port: telegram.port, session }))).toHaveLength(1)
  })

  it('lives when its old connection is half-open and never heard again', async () => {
    const { telegram, session, client, addRule, send, sendBy } = await startSending()
    await ask(client)
    addRule({ halfOpen: true })
    const hit = nextHit(telegram)
    void send(5)
    await hit

    const next = await connectGramjs({ port: telegram.port, session })
    const answers = []
    for (let round = 0; round < 5; round++) {
      void client.invoke(whoAmI)
      answers.push(await sendBy(next, 6 + round))
    }

    expect(new Set(answers).size).toBe(5)
    expect(await isOpen(ask(client))).toBe(true)
  })

  it('lives when a frozen server finds the requests of both connections waiting', async () => {
    const { telegram, session, client } = await startSending()
    await ask(client)

    telegram.server.freeze()
    const waiting = Array.from({ length: 3 }, () => ask(client))
    void Promise.allSettled(waiting)
    await client.destroy()
    const connecting = connectGramjs({ port: telegram.port, session })
    telegram.server.thaw()

    const next = await connecting
    expect(await ask(next)).toHaveLength(1)
    expect(await ask(next)).toHaveLength(1)
  })

  it('lives with a second connection that only moves files', async () => {
    const { client } = await startSending()
    const { dcId } = client.session
    const part = new Api.upload.SaveFilePart({ fileId: bigInt(7), filePart: 0, bytes: Buffer.from('salom') })

    for (let round = 0; round < 3; round++) {
      // With a DC, the client opens another connection on the same key, as it does for files.
      await client.invoke(part, dcId).catch(() => undefined)
      await ask(client)
    }

    expect(await client.invoke(whoAmI)).toHaveLength(1)
  })

  it('dies by a second connection that does anything else', async () => {
    const { client } = await startSending()
    await ask(client)
    await client.invoke(whoAmI, client.session.dcId)

    expect(await refusalOf(ask(client))).toBe('AUTH_KEY_DUPLICATED')
  })
})
