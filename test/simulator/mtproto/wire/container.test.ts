import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { RawClient } from './raw-client.ts'
import { codec, packed } from './raw-session.ts'
import { nearestDc, startWire } from './wire-setup.ts'

const getNearestDc = { _: 'help.getNearestDc' }
const update: TlObject = { _: 'updateShort', update: { _: 'updatePtsChanged' }, date: 1 }

describe('containers and packing', () => {
  it('runs all calls of a container and answers in one', async () => {
    const client = await RawClient.ready(await startWire())

    const messages = [
      client.message(getNearestDc),
      client.message({ _: 'ping', pingId: 9n }),
      client.message(getNearestDc),
    ]
    client.sendPacket(client.seal(client.container(messages)))
    await client.result(messages[2]?.msgId ?? 0n)

    const answers = client.received.slice(-3)
    expect(answers.map(({ object }) => object._)).toEqual(['rpc_result', 'pong', 'rpc_result'])
    expect(answers.every(({ isInContainer }) => isInContainer)).toBe(true)
  })

  it('announces a session with the lowest id in its first container', async () => {
    const wire = await startWire()
    const known = await RawClient.ready(wire)
    const client = await RawClient.open(wire)
    client.salt = known.salt

    const messages = [client.message(getNearestDc), client.message(getNearestDc)]
    client.sendPacket(client.seal(client.container(messages)))

    expect((await client.next('new_session_created')).object['firstMsgId']).toBe(messages[0]?.msgId)
  })

  it('runs all calls of one that holds more than a session remembers', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)

    const messages = Array.from({ length: 600 }, () => client.message(getNearestDc))
    client.sendPacket(client.seal(client.container(messages)))
    await client.next('pong', client.call({ _: 'ping', pingId: 9n }))

    expect(wire.requests).toHaveLength(600)
    expect(client.received.map(({ object }) => object._)).not.toContain('bad_msg_notification')
  })

  it('refuses a container in a container and one with 1 025 messages, and goes on', async () => {
    const client = await RawClient.ready(await startWire())
    const nested = client.container([client.message(getNearestDc)])
    const many = client.container(Array.from({ length: 1_025 }, () => client.message({ _: 'msgs_ack', msgIds: [] })))

    client.sendPacket(client.seal(client.container([nested])))
    client.sendPacket(client.seal(many))

    expect((await client.next('bad_msg_notification', nested.msgId)).object['errorCode']).toBe(64)
    expect((await client.next('bad_msg_notification', many.msgId)).object['errorCode']).toBe(64)
    expect(await client.result(client.call(getNearestDc))).toMatchObject({ _: 'nearestDc' })
  })

  it('ends a packet with each error, because GramJS drops what follows one in a container', async () => {
    const wire = await startWire({
      onRequest(request) {
        if (request.body._ === 'help.getConfig') request.refuse({ code: 400, message: 'X' })
        else request.answer(nearestDc)
      },
    })
    const client = await RawClient.ready(wire)
    const names = ['help.getNearestDc', 'help.getConfig', 'help.getConfig', 'help.getNearestDc', 'help.getNearestDc']

    const messages = names.map((_) => client.message({ _ }))
    client.sendPacket(client.seal(client.container(messages)))
    await client.result(messages[4]?.msgId ?? 0n)

    expect(client.received.slice(-5).map(({ isInContainer }) => isInContainer)).toEqual([true, true, false, true, true])
  })

  it('unpacks calls, also in a container and around one', async () => {
    const client = await RawClient.ready(await startWire())
    const packedCall = () => client.message(packed(codec.encode(getNearestDc)))
    const [one, two, three] = [packedCall(), packedCall(), packedCall()]
    const inner = client.message(getNearestDc)
    const container = client.container([inner])

    client.sendPacket(client.seal(one))
    client.sendPacket(client.seal(client.container([two, three])))
    client.sendPacket(client.seal({ ...container, body: packed(container.body) }))

    for (const { msgId } of [one, two, three, inner]) {
      expect(await client.result(msgId)).toMatchObject({ _: 'nearestDc' })
    }
  })

  it('packs answers above 4 KiB and leaves smaller ones', async () => {
    const users = (count: number): TlObject[] =>
      Array.from({ length: count }, (_, i) => ({ _: 'userEmpty', id: BigInt(i) }))
    const wire = await startWire({
      methods: { 'users.getUsers': ({ body }) => users((body['id'] as unknown[]).length) },
    })
    const client = await RawClient.ready(wire)
    const call = (count: number) =>
      client.call({ _: 'users.getUsers', id: users(count).map(() => ({ _: 'inputUserSelf' })) })

    const [small, large] = [call(10), call(1_000)]

    expect(await client.result(small)).toHaveLength(10)
    expect(await client.result(large)).toEqual(users(1_000))
    expect((await client.next('rpc_result', small)).isPacked).toBe(false)
    expect((await client.next('rpc_result', large)).isPacked).toBe(true)
  })

  it('splits what is too much for one packet', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    const data = { _: 'dataJSON', data: randomBytes(30_000).toString('base64') }

    for (let i = 0; i < 250; i++)
      wire.sessions[0]?.push(i % 10 ? update : { ...update, update: { _: 'updateBotWebhookJSON', data } })
    await client.until(() => client.received.filter(({ object }) => object._ === 'updateShort').length === 250)
  })
})
