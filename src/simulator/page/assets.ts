import { readFileSync, readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { Hono } from 'hono'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

interface Asset {
  readonly type: string
  readonly body: string
}

/** The page itself: plain files that a browser runs as they are. Only what was there at the start is served, by its exact name. */
export function addAssetRoutes(app: Hono): void {
  const assets = readAssets(new URL('./assets/', import.meta.url))
  const answer = (name: string): Response | undefined => {
    const asset = assets.get(name)
    return asset && new Response(asset.body, { headers: { 'Content-Type': asset.type, 'Cache-Control': 'no-cache' } })
  }
  app.get('/', (c) => answer('index.html') ?? c.notFound())
  app.get('/assets/:name', (c) => answer(c.req.param('name')) ?? c.notFound())
}

function readAssets(folder: URL): Map<string, Asset> {
  const assets = new Map<string, Asset>()
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)]
    if (type !== undefined) assets.set(name, { type, body: readFileSync(new URL(name, folder), 'utf8') })
  }
  return assets
}
