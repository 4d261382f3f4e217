import { ProtocolError } from './protocol-error.ts'

export const containerId = 0x73f1f8dc
const messagesMax = 1_024
const envelopeBytes = 16

export interface ContainedMessage {
  readonly msgId: bigint
  readonly seqno: number
  readonly body: Buffer
}

/**
 * The messages of a msg_container, as views. All are found before the first is handled, so that a lying container does nothing.
 * @returns undefined for one with too many messages, which the client may send again in parts. Throws ProtocolError for a lie.
 */
export function parseContainer(body: Buffer): ContainedMessage[] | undefined {
  if (body.length < 8) throw new ProtocolError('a container without a count')
  const count = body.readUInt32LE(4)
  if (count > messagesMax) return undefined

  const messages: ContainedMessage[] = []
  let offset = 8
  for (let i = 0; i < count; i++) {
    const start = offset + envelopeBytes
    const sizeBytes = start <= body.length ? body.readInt32LE(offset + 12) : -1
    if (sizeBytes < 4 || sizeBytes % 4 !== 0 || sizeBytes > body.length - start) {
      throw new ProtocolError(`message ${i} of ${count} in a container of ${body.length} bytes does not fit`)
    }
    messages.push({
      msgId: body.readBigInt64LE(offset),
      seqno: body.readInt32LE(offset + 8),
      body: body.subarray(start, start + sizeBytes),
    })
    offset = start + sizeBytes
  }
  return messages
}
