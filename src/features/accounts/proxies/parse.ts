import { isIP } from 'node:net'
import { isPublicAddress } from '../../../base/public-address.ts'
import { Secret } from '../../../base/secret.ts'
import type { Proxy } from '../../../telegram/contract.ts'

/** Why a line is no proxy that we take. */
export type ProxyProblem = 'shape' | 'http' | 'mtproto' | 'private' | 'port' | 'too-long'

/** `host`: which address is `private`, unless it is a word alone: that may be a password in the wrong place. */
export type ParsedProxy = { readonly proxy: Proxy } | { readonly problem: ProxyProblem; readonly host?: string }

/** RFC 1929: a byte says how long. */
const credentialMax = 255
const hostMax = 253

/**
 * Reads `host:port`, `host:port:user:password`, `user:password@host:port`, each also with `socks5://`. GramJS speaks no HTTP proxy and
 * MTProxy is another protocol.
 * @param mayBePrivate for tests: proxies on this machine
 */
export function parseProxy(line: string, mayBePrivate: boolean): ParsedProxy {
  const text = line.trim()
  if (/^https?:\/\//i.test(text) && !/proxy\?/i.test(text)) return { problem: 'http' }
  if (/^(?:tg:\/\/|https?:\/\/t\.me\/)proxy|^mtproto|[?&:]secret=/i.test(text)) return { problem: 'mtproto' }
  const [, scheme, rest = ''] = /^(?:([a-z0-9+.-]+):\/\/)?(.+)$/i.exec(text) ?? []
  if (scheme !== undefined && !/^socks5h?$/i.test(scheme)) return { problem: 'shape' }
  const parts = partsOf(rest.replace(/\/$/, ''))
  if (parts === undefined) return { problem: 'shape' }
  const { host, port: portText, username, password } = parts
  const port = Number(portText)
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) return { problem: 'port' }
  const plain = plainHost(host)
  if (plain === undefined) return { problem: 'shape' }
  if (!mayBePrivate && isPrivate(plain)) return { problem: 'private', ...(/[.:]/.test(plain) && { host: plain }) }
  if ([username, password].some((each) => Buffer.byteLength(each) > credentialMax)) return { problem: 'too-long' }
  const credentials = username === '' ? {} : { username, password: new Secret(password) }
  return { proxy: { host: plain, port, ...credentials } }
}

interface Parts {
  readonly host: string
  readonly port: string
  readonly username: string
  readonly password: string
}

function partsOf(text: string): Parts | undefined {
  const at = text.lastIndexOf('@')
  const [, host, port = '', behind] = /^(\[[^\]]+\]|[^:@\s]+):([^:@\s]*)(?::(.*))?$/.exec(text.slice(at + 1)) ?? []
  if (host === undefined) return undefined
  const credentials = at >= 0 ? text.slice(0, at) : (behind ?? '')
  if (at >= 0 && behind !== undefined) return undefined
  const [, username = '', password = ''] = /^([^:]*)(?::(.*))?$/s.exec(credentials) ?? []
  return {
    host,
    port,
    username: at >= 0 ? decoded(username) : username,
    password: at >= 0 ? decoded(password) : password,
  }
}

/** In a URL a password may be written with percents. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** As everybody writes it: `0x7f.1` and `127.1` become the addresses that they mean. */
function plainHost(host: string): string | undefined {
  if (host.length > hostMax) return undefined
  try {
    const { hostname } = new URL(`http://${host}/`)
    return /^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/.test(hostname) ? hostname.replace(/^\[|\]$/g, '') : undefined
  } catch {
    return undefined
  }
}

/** A name is looked up when it is connected to, and checked then. */
function isPrivate(host: string): boolean {
  if (isIP(host) !== 0) return !isPublicAddress(host)
  return !host.includes('.') || /(?:^|\.)(?:localhost|local|internal|lan|home|intranet)\.?$/.test(host)
}
