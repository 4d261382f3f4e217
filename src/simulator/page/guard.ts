import type { Context, MiddlewareHandler } from 'hono'

/** The names and titles on this page are hostile input: what slips through the rendering must still be unable to do anything. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  // Turns innerHTML and its kind off altogether: the page builds elements.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
} as const

/**
 * Every answer of the page passes here. The server is on loopback, but every site that a browser on this machine opens can reach
 * loopback too: a foreign name for our address (DNS rebinding) is refused, and so is a write that another site makes.
 */
export function guard(): MiddlewareHandler {
  return async (c, next) => {
    const refusal = refusalOf(c)
    if (refusal === undefined) await next()
    else c.res = refusal
    // A route that is stricter than the page keeps its own.
    for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}

function refusalOf(c: Context): Response | undefined {
  if (!isLoopback(c.req.header('host') ?? '')) {
    return c.json({ error: 'WRONG_HOST', problem: 'open this page by its loopback address, http://127.0.0.1' }, 421)
  }
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return undefined
  if (c.req.method !== 'POST') return c.json({ error: 'METHOD_NOT_ALLOWED', problem: 'use GET or POST' }, 405)
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    return c.json({ error: 'JSON_NEEDED', problem: 'send Content-Type: application/json' }, 415)
  }
  if (isSameOrigin(c)) return undefined
  return c.json({ error: 'FOREIGN_ORIGIN', problem: 'only this page itself may write here' }, 403)
}

/** Browsers say where a request comes from; what says nothing is no browser, and must at least name our origin. */
function isSameOrigin(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  return c.req.header('origin') === `http://${c.req.header('host')}`
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host)
}
