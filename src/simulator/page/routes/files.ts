import { toUSVString } from 'node:util'
import type { Hono } from 'hono'
import type { World } from '../../world/world.ts'
import { BadRequest } from '../request.ts'

/** The bytes of a stored file; undefined when they are gone. */
export type ContentOf = (fileId: number) => Promise<Uint8Array | undefined>

/** How the pictures that a browser shows begin, in hex. By the bytes, because name and type are the sender's word. */
const signatures: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'image/png', pattern: /^89504e470d0a1a0a/ },
  { type: 'image/jpeg', pattern: /^ffd8ff/ },
  { type: 'image/gif', pattern: /^474946383[79]61/ },
  { type: 'image/webp', pattern: /^52494646.{8}57454250/ },
]

/** Photos and documents. Only pictures open in the browser; everything else is a download, and can do nothing where it opens. */
export function addFileRoutes(app: Hono, { world, contentOf }: { world: World; contentOf: ContentOf }): void {
  app.get('/phone/file/:id', async (c) => {
    const id = Number(c.req.param('id'))
    const file = Number.isSafeInteger(id) ? world.files.find(id) : undefined
    const content = file && (await contentOf(file.id))
    if (content === undefined) throw new BadRequest('NO_SUCH_FILE', 'this file is not in the world', 404)
    return new Response(new Uint8Array(content), { headers: headersFor(file?.name ?? '', content) })
  })
}

function headersFor(name: string, content: Uint8Array): Record<string, string> {
  const head = Buffer.from(content.subarray(0, 16)).toString('hex')
  const type = signatures.find(({ pattern }) => pattern.test(head))?.type
  return {
    'Content-Type': type ?? 'application/octet-stream',
    'Content-Disposition': type === undefined ? `attachment; filename*=UTF-8''${encoded(name)}` : 'inline',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, max-age=3600',
  }
}

/** https://datatracker.ietf.org/doc/html/rfc8187#section-3.2.1; half a surrogate pair would make encodeURIComponent throw. */
function encoded(name: string): string {
  const short = toUSVString(name.slice(0, 120))
  return encodeURIComponent(short === '' ? 'file' : short).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
}
