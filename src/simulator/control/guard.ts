import type { MiddlewareHandler } from 'hono'
import { shown } from '../json-input.ts'
import { BadInput } from './bad-input.ts'

/**
 * The control API can do anything, and any page in a browser of this machine can reach its port. A name that an attacker points at
 * 127.0.0.1 shows in `Host`, a foreign page in `Origin`; both are refused. Programs send no Origin.
 */
export function guardOwnHost(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const names = [`127.0.0.1:${port()}`, `localhost:${port()}`]
    const host = c.req.header('host') ?? ''
    const origin = c.req.header('origin')
    if (!names.includes(host))
      throw new BadInput(`the host ${shown(host)} is not this one: open http://${names[0]}`, 403)
    if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) {
      throw new BadInput(`pages of ${shown(origin)} may not use the control API`, 403)
    }
    await next()
  }
}
