// First, because the files of the package import one another in a ring and this is where it opens.
import { helpers } from 'telegram'
import { FullPacketCodec } from 'telegram/network/connection/TCPFull.js'

/** The part of GramJS's socket that a codec reads from. */
type Reader = Parameters<FullPacketCodec['readPacket']>[0]

/** A connection that wants to know. */
export interface HearsTransportErrors {
  transportError(code: number): void
}

/** Length, sequence number and checksum: https://core.telegram.org/mtproto/mtproto-transports#full */
const headBytes = 8
const frameBytes = headBytes + 4
/** An answer is at most about 1 MB, and unpacked 16 MB; what claims to be longer is no packet. */
const packetMaxBytes = 1 << 24

/**
 * The full transport, with its lengths checked. GramJS's own reader believes them: a length from 0 to 7 makes it read a negative
 * number of bytes, for ever and without a pause, so that one packet of garbage stops the thread with all its accounts.
 */
export class CheckedPacketCodec extends FullPacketCodec {
  readonly #connection: HearsTransportErrors

  /** GramJS makes it with the connection that it belongs to. */
  constructor(connection: HearsTransportErrors) {
    super(connection)
    this.#connection = connection
  }

  override async readPacket(reader: Reader): Promise<Buffer> {
    const head = await reader.readExactly(headBytes)
    const length = head.readInt32LE(0)
    // Some servers of Telegram send the code where the length belongs: https://github.com/LonamiWebs/Telethon/issues/4042
    if (length < 0 && length > -1000) return this.#refuse(length)
    if (length <= frameBytes || length > packetMaxBytes) throw new Error(`a packet cannot have ${length} bytes`)

    const rest = await reader.readExactly(length - headBytes)
    const body = rest.subarray(0, -4)
    if (helpers.crc32(Buffer.concat([head, body])) !== rest.readUInt32LE(body.length))
      throw new Error('a packet was damaged')
    return body.length === 4 ? this.#refuse(body.readInt32LE(0)) : body
  }

  /** Four bytes are no message but a negative code: https://core.telegram.org/mtproto/mtproto-transports#transport-errors */
  #refuse(code: number): never {
    this.#connection.transportError(code)
    throw new Error(`Telegram refused the connection with ${code}`)
  }
}
