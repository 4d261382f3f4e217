import { describe, expect, it } from 'vitest'
import { RawClient } from './raw-client.ts'
import { startWire } from './wire-setup.ts'

const getNearestDc = { _: 'help.getNearestDc' }

describe('a repeated message', () => {
  it('is not run again, and its answer comes again', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    const message = client.message(getNearestDc)

    client.sendPacket(client.seal(message))
    await client.result(message.msgId)
    client.sendPacket(client.seal(message))
    await client.until(() => client.received.filter(({ object }) => object['reqMsgId'] === message.msgId).length === 2)

    expect(wire.requests).toHaveLength(1)
  })

  it('gets its answer over a new connection of the same session', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const message = client.message(getNearestDc)
    client.sendPacket(client.seal(message))
    client.call({ _: 'ping', pingId: 5n })
    await client.next('pong')
    client.socket.destroy()
    await client.closed

    const again = await RawClient.open(wire, client)
    again.salt = client.salt
    again.sendPacket(again.seal(message))
    await again.result(again.call({ _: 'rpc_drop_answer', reqMsgId: 1n }))
    wire.requests[0]?.answer({ _: 'nearestDc', country: 'UZ', thisDc: 2, nearestDc: 2 })

    expect(await again.result(message.msgId)).toMatchObject({ country: 'UZ' })
    expect(wire.requests).toHaveLength(1)
  })

  it('is refused with 20 when it is too old to remember', async () => {
    const client = await RawClient.ready(await startWire())
    const early = client.message(getNearestDc)

    for (let i = 0; i < 600; i++) client.call({ _: 'msgs_ack', msgIds: [] })
    client.sendPacket(client.seal(early))

    expect((await client.next('bad_msg_notification', early.msgId)).object['errorCode']).toBe(20)
  })
})

describe('service messages', () => {
  it('tells what became of messages', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const [running, never, done] = [
      client.call(getNearestDc),
      client.nextMsgId(),
      client.call({ _: 'ping', pingId: 1n }),
    ]

    const asked = client.call({ _: 'msgs_state_req', msgIds: [running, never, done, client.nextMsgId() + (1n << 40n)] })
    const { object } = await client.next('msgs_state_info', asked)

    expect([...(object['info'] as Buffer)]).toEqual([4, 2, 68, 3])
  })

  it('sends an answer again until it is acknowledged', async () => {
    const client = await RawClient.ready(await startWire())
    const call = client.call(getNearestDc)
    const { msgId } = await client.next('rpc_result', call)

    client.call({ _: 'msg_resend_req', msgIds: [msgId] })
    await client.until(() => client.received.filter(({ object }) => object['reqMsgId'] === call).length === 2)
    client.call({ _: 'msgs_ack', msgIds: client.received.map((message) => message.msgId) })
    const late = client.call({ _: 'msg_resend_req', msgIds: [msgId] })

    expect((await client.next('msgs_state_info', late)).object['info']).toEqual(Buffer.from([1]))
  })

  it('drops the answer of a running call when the client does not want it', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const call = client.call(getNearestDc)

    const dropped = await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: call }))
    const unknown = await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))
    wire.requests[0]?.answer({ _: 'nearestDc', country: 'UZ', thisDc: 2, nearestDc: 2 })
    client.call({ _: 'ping', pingId: 77n })
    await client.until(() => client.received.some(({ object }) => object['pingId'] === 77n))

    expect(dropped).toEqual({ _: 'rpc_answer_dropped_running' })
    expect(unknown).toEqual({ _: 'rpc_answer_unknown' })
    expect(client.received.filter(({ object }) => object['reqMsgId'] === call)).toEqual([])
  })

  it('closes a session that its client destroys, but not the one that asks', async () => {
    const wire = await startWire()
    const old = await RawClient.ready(wire)
    const client = await RawClient.ready(wire, { key: old.key })

    client.call({ _: 'destroy_session', sessionId: old.sessionId })
    client.call({ _: 'destroy_session', sessionId: client.sessionId })

    expect((await client.next('destroy_session_ok')).object['sessionId']).toBe(old.sessionId)
    expect((await client.next('destroy_session_none')).object['sessionId']).toBe(client.sessionId)
    expect(wire.sessions.map(({ id }) => id)).toEqual([client.sessionId])
  })

  it('forgets a key that its client destroys', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    client.call({ _: 'destroy_auth_key' })
    await client.next('destroy_auth_key_ok')
    await client.closed

    expect(wire.keys.find(client.key.id, client.key.dcId)).toBeUndefined()
    expect(client.plain).toEqual([Buffer.from('6cfeffff', 'hex')])
  })

  it('refuses thousands of ids in one question', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    const line = wire.closingWith('msgs_state_req with 9000 ids')

    client.call({ _: 'msgs_state_req', msgIds: Array.from({ length: 9_000 }, (_, i) => BigInt(i)) })

    await client.closed
    await line
  })

  it('forgets a session a minute after its connection', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    const [session] = wire.sessions

    client.socket.destroy()
    await client.closed
    await expect.poll(() => session?.isConnected).toBe(false)
    expect(wire.sessions).toHaveLength(1)
    wire.clock.advance(61_000)

    await expect.poll(() => wire.sessions).toEqual([])
    expect(wire.server.counts()).toEqual({ connections: 0, sessions: 0 })
  })
})
