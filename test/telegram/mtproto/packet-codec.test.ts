import { PassThrough } from 'node:stream'
import { helpers } from 'telegram'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { CheckedPacketCodec } from '../../../src/telegram/mtproto/packet-codec.ts'

describe('a packet of the full transport', () => {
  it('is read when its length and checksum fit', async () => {
    const { read } = setup(framed(Buffer.from('twelve bytes')))

    expect(String(await read())).toBe('twelve bytes')
  })

  // GramJS's own codec reads such a length for ever and stops the thread: a failure here is a test that never ends.
  it.each([0, 1, 4, 7, 8, 11, 12, (1 << 24) + 1, 0x7fffffff, -1000, -0x80000000])(
    'is refused when it claims to have %i bytes',
    async (length) => {
      const { read, codes } = setup(withLength(length))

      await expect(read()).rejects.toThrow(`a packet cannot have ${length} bytes`)
      expect(codes).toEqual([])
    },
  )

  it('is refused when a bit of it changed', async () => {
    const packet = framed(Buffer.from('twelve bytes'))
    packet.writeUInt8(packet.readUInt8(9) ^ 1, 9)

    await expect(setup(packet).read()).rejects.toThrow('a packet was damaged')
  })

  it.each([-404, -429, -444, -403])('of four bytes is the transport error %i', async (code) => {
    const body = Buffer.alloc(4)
    body.writeInt32LE(code)
    const { read, codes } = setup(framed(body))

    await expect(read()).rejects.toThrow(`refused the connection with ${code}`)
    expect(codes).toEqual([code])
  })

  it('may be a transport error without a frame', async () => {
    const { read, codes } = setup(withLength(-429))

    await expect(read()).rejects.toThrow('refused the connection with -429')
    expect(codes).toEqual([-429])
  })

  it('never hangs or crashes on garbage', async () => {
    const seed = 20_260_725
    const random = seededRandom(seed)
    for (let round = 0; round < 2000; round++) {
      const garbage = random.bytes(random.int(8, 64))
      // A length that fits waits for its bytes, and rightly so; these end.
      const { read } = setup(garbage, { ends: true })

      await expect(read(), `seed ${seed}, round ${round}`).rejects.toThrow()
    }
  })
})

/** The codec over what a server wrote, read as GramJS's socket does it. */
function setup(bytes: Buffer, { ends = false } = {}) {
  const stream = new PassThrough()
  stream.write(bytes)
  if (ends) stream.end()
  const codes: number[] = []
  const codec = new CheckedPacketCodec({ transportError: (code) => codes.push(code) })
  const readExactly = async (size: number): Promise<Buffer> => {
    if (size < 0) throw new Error('this would never end')
    const read = stream.read(size) as Buffer | null
    if (read?.length !== size) throw new Error('the connection ended')
    return Promise.resolve(read)
  }
  const socket = { readExactly } as Parameters<CheckedPacketCodec['readPacket']>[0]
  return { codes, read: () => codec.readPacket(socket) }
}

function framed(body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeInt32LE(body.length + 12, 0)
  const crc = Buffer.alloc(4)
  crc.writeUInt32LE(helpers.crc32(Buffer.concat([head, body])))
  return Buffer.concat([head, body, crc])
}

function withLength(length: number): Buffer {
  const bytes = Buffer.alloc(64, 7)
  bytes.writeInt32LE(length, 0)
  return bytes
}
