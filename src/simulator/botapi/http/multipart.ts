/** One part of a multipart/form-data body. A part with a file name is a file. */
export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  readonly data: Buffer
}

/** Not multipart/form-data (https://www.rfc-editor.org/rfc/rfc7578), or more parts than any method has a use for. */
export class MultipartFailure extends Error {
  override readonly name = 'MultipartFailure'
}

const partsMax = 200
const headersMax = 16 * 1024

/** Reads a whole body. Clients differ in quotes, case and spaces of the headers; all of them are accepted. @throws MultipartFailure */
export function parseMultipart(body: Buffer, contentType: string): Part[] {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) throw new MultipartFailure('the content type names no boundary')
  const delimiter = Buffer.from(`--${mark}`)
  const parts: Part[] = []
  let at = body.indexOf(delimiter)
  if (at < 0) throw new MultipartFailure('the boundary does not occur')
  for (;;) {
    at += delimiter.length
    if (isClosing(body, at)) return parts
    const start = afterLineBreak(body, at)
    const next = body.indexOf(Buffer.from(`\r\n--${mark}`), start - 2)
    if (next < 0) throw new MultipartFailure('the closing boundary is missing')
    if (parts.length === partsMax) throw new MultipartFailure(`there are more than ${partsMax} parts`)
    parts.push(parsePart(body.subarray(start, next)))
    at = next + 2
  }
}

function isClosing(body: Buffer, at: number): boolean {
  return body[at] === 0x2d && body[at + 1] === 0x2d
}

function afterLineBreak(body: Buffer, at: number): number {
  const end = body.indexOf('\r\n', at)
  if (end < 0 || body.subarray(at, end).toString('latin1').trim() !== '')
    throw new MultipartFailure('a boundary does not end its line')
  return end + 2
}

function parsePart(part: Buffer): Part {
  const end = part.indexOf('\r\n\r\n')
  if (end < 0 || end > headersMax) throw new MultipartFailure('a part has no end of its headers')
  const headers = part.subarray(0, end).toString('utf8').split('\r\n')
  const disposition = headers.find((header) => /^content-disposition\s*:/i.test(header))
  const name = disposition === undefined ? undefined : parameter(disposition, 'name')
  if (disposition === undefined || name === undefined) throw new MultipartFailure('a part has no name')
  return { name, fileName: parameter(disposition, 'filename'), data: part.subarray(end + 4) }
}

function parameter(header: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, 'i').exec(header)
  return match?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? match?.[2]?.trim()
}
