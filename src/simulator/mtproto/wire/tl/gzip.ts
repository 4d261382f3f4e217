import { gzipSync, unzipSync } from 'node:zlib'
import { TlDecodeError } from './object.ts'

const inflatedBytesMax = 10 * 1024 * 1024

/** @throws TlDecodeError for what is no gzip, and for a bomb: inflating stops at 10 MiB. */
export function inflate(packed: Buffer): Buffer {
  try {
    return unzipSync(packed, { maxOutputLength: inflatedBytesMax })
  } catch (error) {
    throw new TlDecodeError(`gzip_packed cannot be inflated: ${(error as Error).message}`)
  }
}

export function deflate(data: Buffer): Buffer {
  return gzipSync(data, { level: 6 })
}
