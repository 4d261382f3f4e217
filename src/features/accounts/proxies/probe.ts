import { lookup } from 'node:dns/promises'
import { createConnection, isIPv4 } from 'node:net'
import type { Socket } from 'node:net'
import { isPublicAddress } from '../../../base/public-address.ts'
import type { Proxy } from '../../../telegram/contract.ts'

/**
 * What a proxy does when it is asked for Telegram. One word for everything that does not answer: whoever names an address must not learn
 * from us what stands there.
 */
export type ProbeResult = 'works' | 'no-answer' | 'not-socks' | 'wrong-password' | 'no-way' | 'private'

export interface ProbeOptions {
  readonly target: { readonly host: string; readonly port: number }
  /** For tests: proxies on this machine. */
  readonly mayBePrivate: boolean
  readonly deadlineMs?: number
}

const deadlineMs = 10_000

/** Asks the proxy for a connection to Telegram (RFC 1928, RFC 1929), says nothing on it, and lets it go. Never directly. */
export async function probeProxy(proxy: Proxy, options: ProbeOptions): Promise<ProbeResult> {
  const ending = AbortSignal.timeout(options.deadlineMs ?? deadlineMs)
  const resolved = lookup(proxy.host).catch(() => undefined)
  const found = await Promise.race([resolved, ended(ending)])
  if (found === undefined) return 'no-answer'
  if (!options.mayBePrivate && !isPublicAddress(found.address)) return 'private'
  // To the address that was looked at: a second look could find another one.
  const socket = createConnection({ host: found.address, port: proxy.port })
  try {
    return await Promise.race([ask(socket, proxy, options.target), ended(ending).then(() => 'no-answer' as const)])
  } catch {
    return 'no-answer'
  } finally {
    socket.destroy()
  }
}

const [version, noAuthentication, byPassword] = [5, 0, 2]

async function ask(socket: Socket, proxy: Proxy, { host, port }: ProbeOptions['target']): Promise<ProbeResult> {
  const read = readerOf(socket)
  const { username } = proxy
  const methods = username === undefined ? [noAuthentication] : [noAuthentication, byPassword]
  socket.write(Buffer.from([version, methods.length, ...methods]))
  const [answered, method] = await read(2)
  if (answered !== version) return 'not-socks'
  if (method === byPassword && username !== undefined) {
    const [name, password] = [Buffer.from(username), Buffer.from(proxy.password?.reveal() ?? '')]
    socket.write(Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([password.length]), password]))
    const [, status] = await read(2)
    if (status !== 0) return 'wrong-password'
  } else if (method !== noAuthentication) return 'wrong-password'
  socket.write(Buffer.concat([Buffer.from([version, 1, 0]), addressOf(host), portOf(port)]))
  const [again, status] = await read(2)
  if (again !== version) return 'not-socks'
  return status === 0 ? 'works' : 'no-way'
}

function addressOf(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)])
  const name = Buffer.from(host)
  return Buffer.concat([Buffer.from([3, name.length]), name])
}

function portOf(port: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(port)
  return bytes
}

/** Exactly so many bytes. @throws Error when the line ends before */
function readerOf(socket: Socket): (size: number) => Promise<Buffer> {
  let failure: Error | undefined
  let wake: () => void = () => {}
  const fail = (error?: Error) => {
    failure ??= error ?? new Error('the line ended')
    wake()
  }
  socket.on('error', fail)
  socket.on('close', () => fail())
  socket.on('end', () => fail())
  socket.on('readable', () => wake())
  return async (size) => {
    for (;;) {
      const bytes = socket.read(size) as Buffer | null
      if (bytes !== null && bytes.length === size) return bytes
      if (failure !== undefined) throw failure
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
