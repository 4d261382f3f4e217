export interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Width and height from the header of a PNG, JPEG, GIF or WebP file; undefined for everything else, and for a header that is cut
 * short or says what no picture has.
 */
export function imageSize(data: Buffer): Size | undefined {
  try {
    const size = pngSize(data) ?? jpegSize(data) ?? gifSize(data) ?? webpSize(data)
    return size !== undefined && Math.max(size.width, size.height) <= sideMax ? size : undefined
  } catch (error) {
    // Reading past the end of the buffer.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** What a PNG may have (https://www.w3.org/TR/png-3/#7Integers-and-byte-order), and what MTProto can tell of: the others stay far below. */
const sideMax = 2 ** 31 - 1

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

function pngSize(data: Buffer): Size | undefined {
  if (!data.subarray(0, 8).equals(pngSignature) || data.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) }
}

function gifSize(data: Buffer): Size | undefined {
  if (!/^GIF8[79]a$/.test(data.toString('latin1', 0, 6))) return undefined
  return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) }
}

/** Segment by segment up to the frame header (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.3 and B.2.2). */
function jpegSize(data: Buffer): Size | undefined {
  if (data.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  while (data.readUInt8(at) === 0xff) {
    const marker = data.readUInt8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) }
    // A fill byte stands before a marker; markers of their own have no length.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else at += 2 + data.readUInt16BE(at + 2)
  }
  return undefined
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(data: Buffer): Size | undefined {
  if (data.toString('latin1', 0, 4) !== 'RIFF' || data.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const kind = data.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 }
  if (kind === 'VP8 ') return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff }
  if (kind !== 'VP8L') return undefined
  const bits = data.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}
