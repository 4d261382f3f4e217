/** An unsigned number, big endian. */
export function numberOf(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
}

/** Big endian, with zeros in front up to `size` bytes. */
export function bytesOfNumber(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')
}

/** Big endian, with zeros in front up to `size` bytes: clients send numbers without them. */
export function padNumber(bytes: Buffer, size: number): Buffer {
  return bytes.length >= size ? bytes : Buffer.concat([Buffer.alloc(size - bytes.length), bytes])
}
