import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RawClient } from '../raw-client.ts'
import { rawTransports } from '../raw-framing.ts'
import { startWire } from '../wire-setup.ts'

describe('the transports', () => {
  it.for(rawTransports)('carries small and large messages over %s', async (transport) => {
    const part = randomBytes(512 * 1024)
    const wire = await startWire({
      methods: { 'upload.saveFilePart': ({ body }) => part.equals(body['bytes'] as Buffer) },
    })

    const client = await RawClient.ready(wire, { transport })
    const small = client.call({ _: 'help.getNearestDc' })
    const large = client.call({ _: 'upload.saveFilePart', fileId: 1n, filePart: 0, bytes: part })

    expect(await client.result(small)).toMatchObject({ country: 'UZ' })
    expect(await client.result(large)).toBe(true)
  })

  it.for(rawTransports)('understands %s in pieces of one byte', async (transport) => {
    const wire = await startWire()
    const client = await RawClient.ready(wire, { transport })
    const message = client.message({ _: 'help.getNearestDc' })

    for (const byte of client.frame(client.seal(message))) client.sendRaw(Buffer.from([byte]))

    expect(await client.result(message.msgId)).toMatchObject({ country: 'UZ' })
  })

  it.for([
    ['full with a length above 1 MiB', 'full', 'ffffff7f00000000'],
    ['full with a length that is no multiple of 4', 'full', '2b00000000000000'],
    ['full with a length below any message', 'full', '1000000000000000'],
    ['intermediate with a length above 1 MiB', 'intermediate', '04001000'],
    ['intermediate with a length that is no multiple of 4', 'intermediate', '2a000000'],
    ['abridged with a length above 1 MiB', 'abridged', '7f010004'],
    ['abridged with an empty packet', 'abridged', '00'],
    ['padded with a length above 1 MiB', 'padded', 'ffffff3f'],
  ] as const)('closes %s at once', async ([, transport, bytes]) => {
    const wire = await startWire()
    const line = wire.closingWith('a packet of')

    const client = await RawClient.open(wire, { transport })
    client.sendRaw(Buffer.from(bytes, 'hex'))
    await client.closed

    expect((await line).msg).toBe('mtproto connection closed')
  })

  it.for([
    ['an HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'HTTP or TLS'],
    ['64 bytes of no transport', 'x'.repeat(64), 'belong to no transport'],
  ] as const)('closes %s', async ([, text, reason]) => {
    const wire = await startWire()
    const line = wire.closingWith(reason)

    const client = await RawClient.open(wire)
    client.sendRaw(Buffer.from(text))
    await client.closed

    await line
  })

  it('closes full after a wrong checksum', async () => {
    const wire = await startWire()
    const line = wire.closingWith('wrong CRC-32')
    const client = await RawClient.open(wire)

    const changed = client.frame(randomBytes(40))
    changed[20] = (changed[20] ?? 0) ^ 1
    client.sendRaw(changed)

    await client.closed
    await line
  })

  it('closes full after a packet that is out of order', async () => {
    const wire = await startWire()
    const line = wire.closingWith('packet 3 came in the place of 2')
    const client = await RawClient.ready(wire)

    client.frame(randomBytes(40)) // Counted, and never sent.
    client.call({ _: 'ping', pingId: 1n })

    await client.closed
    await line
  })
})
