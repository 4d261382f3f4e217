import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { RpcRequest } from '../../../../src/simulator/mtproto/wire/contract.ts'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { RawClient } from './raw-client.ts'
import { plantKey } from './raw-session.ts'
import { nearestDc, startWire, stillClock } from './wire-setup.ts'

const getNearestDc = { _: 'help.getNearestDc' }
const update: TlObject = { _: 'updateShort', update: { _: 'updatePtsChanged' }, date: 1 }
const location = {
  _: 'inputDocumentFileLocation',
  id: 1n,
  accessHash: 1n,
  fileReference: Buffer.alloc(0),
  thumbSize: '',
}
const getFile: TlObject = { _: 'upload.getFile', location, offset: 0n, limit: 1_024 }
const fileOf = (bytes: number): TlObject => {
  return { _: 'upload.file', type: { _: 'storage.fileUnknown' }, mtime: 0, bytes: randomBytes(bytes) }
}
const notFound = Buffer.from('6cfeffff', 'hex') // -404

describe('keys and DCs', () => {
  it('answers an unknown key with -404 and closes', async () => {
    const wire = await startWire()
    const client = await RawClient.open(wire, { key: plantKey(await startWire()) })

    client.call(getNearestDc)
    await client.closed

    expect(client.plain).toEqual([notFound])
  })

  it('serves every DC at its own address on one port, and each knows only its keys', async () => {
    const dcs = [
      { id: 1, address: '127.0.0.1' },
      { id: 2, address: '127.0.0.2' },
    ]
    const wire = await startWire({ dcs })
    const key = plantKey(wire, 2)

    const there = await RawClient.ready(wire, { key, address: '127.0.0.2' })
    const elsewhere = await RawClient.open(wire, { key, address: '127.0.0.1' })
    elsewhere.call(getNearestDc)
    await there.result(there.call(getNearestDc))
    await elsewhere.closed

    expect(wire.requests.map(({ dcId, connection }) => [dcId, connection.dcId])).toEqual([[2, 2]])
    expect(elsewhere.plain).toEqual([notFound])
  })

  it('leaves out a DC whose address this machine lacks, and refuses to start without the first', async () => {
    const lacking = { id: 5, address: '203.0.113.7' }
    const wire = await startWire({ dcs: [{ id: 2, address: '127.0.0.1' }, lacking] })

    expect(wire.log).toContainEqual(expect.objectContaining({ address: lacking.address }))
    await expect(startWire({ dcs: [lacking] })).rejects.toThrow('EADDRNOTAVAIL')
    await expect(startWire({ port: wire.port })).rejects.toThrow('EADDRINUSE')
  })

  it('ends everything of a key that is forgotten', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    expect(wire.server.connectionsOf(client.key.id)).toHaveLength(1)

    wire.server.forgetAuthKey(client.key.id)
    await client.closed

    expect(client.plain).toEqual([notFound])
    expect(wire.sessions).toEqual([])
    expect(wire.server.connectionsOf(client.key.id)).toEqual([])
  })

  it('closes the connection when a message does not fit its key or its padding', async () => {
    const wire = await startWire()
    const lines = ['msg_key', 'a message of 4 bytes in 1072'].map((reason) => wire.closingWith(reason))
    const [changed, long] = [await RawClient.ready(wire), await RawClient.ready(wire)]

    const packet = changed.seal(changed.message(getNearestDc))
    packet[60] = (packet[60] ?? 0) ^ 1
    changed.sendPacket(packet)
    long.sendPacket(long.seal(long.message(getNearestDc), 1_036))

    await Promise.all([changed.closed, long.closed, ...lines])
    expect(wire.requests).toEqual([])
  })
})

describe('faults done to a connection', () => {
  it('closes, resets and goes silent', async () => {
    const wire = await startWire({
      onRequest: ({ connection, msgId }) => {
        if (connection.id === 1) connection.close(`fault ${msgId}`)
        else if (connection.id === 2) connection.reset()
        else connection.silence()
      },
    })
    const clients = [await RawClient.ready(wire), await RawClient.ready(wire), await RawClient.ready(wire)]
    const [closed, reset, silent] = clients as [RawClient, RawClient, RawClient]
    const endings: string[] = []
    closed.socket.once('end', () => endings.push('end'))
    reset.socket.once('error', ({ message }) => endings.push(message))

    for (const client of clients) client.call(getNearestDc)
    await Promise.all([closed.closed, reset.closed])
    silent.call({ _: 'ping', pingId: 5n })
    wire.clock.advance(3_600_000)
    await expect.poll(() => wire.server.counts().connections).toBe(1)

    expect(endings.toSorted()).toEqual(['end', 'read ECONNRESET'])
    expect(silent.received.filter(({ object }) => object['pingId'] === 5n)).toEqual([])
    expect(silent.socket.destroyed).toBe(false)
  })

  it('writes garbage and transport errors', async () => {
    const garbage = randomBytes(33)
    const wire = await startWire({
      onRequest({ connection }) {
        connection.sendTransportError(-429)
        connection.writeRaw(garbage)
        connection.close('fault')
      },
    })
    const client = await RawClient.ready(wire)
    const chunks: Buffer[] = []
    client.socket.removeAllListeners('data').on('data', (chunk) => chunks.push(chunk))

    client.call(getNearestDc)
    await client.closed

    const bytes = Buffer.concat(chunks)
    expect(bytes.readInt32LE(8)).toBe(-429)
    expect(bytes.subarray(16)).toEqual(garbage)
  })

  it('does nothing while it is frozen, and all of it afterwards', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const early = client.call(getNearestDc)
    await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))
    const before = client.received.length

    wire.server.freeze()
    wire.requests[0]?.answer(nearestDc)
    wire.sessions[0]?.push(update)
    const late = client.call({ _: 'ping', pingId: 5n })
    const newcomer = await RawClient.open(wire)
    newcomer.call(getNearestDc)
    // Another server answers meanwhile, in the same loop, so this one had its time.
    const elsewhere = await RawClient.ready(await startWire())
    await elsewhere.result(elsewhere.call(getNearestDc))
    expect(client.received).toHaveLength(before)
    expect(newcomer.received).toEqual([])
    wire.server.thaw()

    await client.result(early)
    await client.next('pong', late)
    await newcomer.next('bad_server_salt')
  })
})

describe('patience', () => {
  it.for([
    ['says nothing', Buffer.alloc(0)],
    ['sends half of a header', randomBytes(40)],
    ['sends half of a packet', Buffer.from('0001000000000000', 'hex')],
  ] as const)('ends after a minute with a client that %s', async ([, bytes]) => {
    const wire = await startWire()
    const client = connect(wire.port, '127.0.0.1')
    client.on('error', () => {})
    const closed = new Promise((resolve) => client.once('close', resolve))
    client.write(bytes)
    await expect.poll(() => wire.server.counts().connections).toBe(1)

    wire.clock.advance(61_000)

    await closed
    expect(wire.log.map(({ reason }) => reason)).toEqual([expect.stringMatching(/took too long|no encrypted message/)])
  })

  it('does not end with a client that is quiet between whole messages', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    const impatient = await RawClient.open(wire)
    impatient.sendRaw(Buffer.alloc(3))
    await expect.poll(() => wire.server.counts().connections).toBe(2)

    wire.clock.advance(250_000)
    await impatient.closed // The sweep has looked at both.

    expect(await client.result(client.call(getNearestDc))).toEqual(nearestDc)
  })

  it('ends with a client whose next ping does not come within the delay that it named', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    client.call({ _: 'ping_delay_disconnect', pingId: 1n, disconnectDelay: 1 })

    await client.closed
    expect(wire.log).toEqual([])
  })

  it('does not take a jump of the clock for a missing ping', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)
    client.call({ _: 'ping_delay_disconnect', pingId: 1n, disconnectDelay: 60 })
    const impatient = await RawClient.open(wire)
    impatient.sendRaw(Buffer.alloc(3))
    await expect.poll(() => wire.server.counts().connections).toBe(2)

    wire.clock.advance(250_000)
    await impatient.closed // The sweep has looked at both.

    expect(await client.result(client.call(getNearestDc))).toEqual(nearestDc)
  })

  it('ends with a client that does not read', async () => {
    const wire = await startWire()
    const line = wire.closingWith('wait to be read')
    const client = await RawClient.ready(wire)
    client.socket.pause()
    const data = { _: 'dataJSON', data: randomBytes(300_000).toString('base64') }
    const large: TlObject = { _: 'updateShort', update: { _: 'updateBotWebhookJSON', data }, date: 1 }

    const pusher = setInterval(() => wire.sessions[0]?.push(large), 1)
    await line
    clearInterval(pusher)

    await expect.poll(() => wire.server.counts().connections).toBe(0)
  })

  it.each([
    ['a few large ones', 100_000, 11, false],
    ['many small ones', 4, 257, false],
    ['those of one container', 100_000, 11, true],
  ])('takes no more from a client than the disk is ready to answer, and goes on then: %s', async (...row) => {
    const [, bytes, most, isContainer] = row
    const answer = fileOf(bytes)
    const waiting: (() => void)[] = []
    const wire = await startWire({
      onRequest(request) {
        if (request.body._ === getNearestDc._) request.answer(nearestDc)
        else waiting.push(request.prepare(answer))
      },
    })
    const [greedy, other] = [await RawClient.ready(wire), await RawClient.ready(wire)]
    const messages = Array.from({ length: 600 }, () => greedy.message(getFile))
    if (isContainer) greedy.sendPacket(greedy.seal(greedy.container(messages.slice(0, 30))))
    else for (const message of messages) greedy.sendPacket(greedy.seal(message))

    await expect.poll(() => waiting.length).toBe(most)
    for (let i = 0; i < 5; i++) await other.result(other.call(getNearestDc))
    expect(waiting).toHaveLength(most)

    for (const send of waiting.splice(0)) send()
    const next = isContainer ? most : Math.min(most, 600 - most)
    await expect.poll(() => waiting.length).toBe(next)
  })

  it('ends with a client whose answers become too many at once, and with the work for it', async () => {
    const held: RpcRequest[] = []
    const wire = await startWire({ onRequest: (request) => held.push(request) })
    const line = wire.closingWith('wait to be read')
    const client = await RawClient.ready(wire)
    for (let i = 0; i < 100; i++) client.call(getFile)
    await expect.poll(() => held.length).toBe(100)

    for (const request of held) request.answer(fileOf(100_000))

    await Promise.all([line, client.closed])
    expect(client.received.filter(({ object }) => object._ === 'rpc_result')).toEqual([])
  })

  it('writes at most 20 lines a second and counts the rest', async () => {
    const wire = await startWire({ clock: stillClock() })

    for (let i = 0; i < 60; i++) {
      const client = connect(wire.port, '127.0.0.1')
      client.on('error', () => {})
      client.end('GET / HTTP/1.1\r\n\r\n')
      await new Promise((resolve) => client.once('close', resolve))
    }
    const line = wire.closingWith('more mtproto connections closed')
    wire.clock.advance(1_000)
    await line

    const closed = wire.log.reduce((sum, { closed: more, reason }) => sum + (more ?? (reason ? 1 : 0)), 0)
    expect(closed).toBe(60)
    expect(wire.log.filter(({ reason }) => reason !== undefined)).toHaveLength(20)
  })
})
