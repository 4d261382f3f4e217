import { createServer, connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SocksProxyOptions {
  readonly username?: string
  readonly password?: string
  /** `refuse`: every destination is refused; `hang`: nothing is ever answered. */
  readonly mood?: 'refuse' | 'hang'
}

export interface SocksProxy {
  readonly port: number
  /** Destinations that it connected to, `host:port`. */
  readonly destinations: readonly string[]
  /** Cuts every connection through it. */
  drop(): void
  /** No longer listens, and cuts what there is. */
  stop(): Promise<void>
}

const [version, noAuthentication, byPassword, nothingAcceptable] = [5, 0, 2, 0xff]

/** A real SOCKS5 proxy (RFC 1928, RFC 1929): the CONNECT command to an IPv4 address or a name. Stopped when the test ends. */
export async function startSocksProxy(options: SocksProxyOptions = {}): Promise<SocksProxy> {
  const destinations: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((socket) => {
    keep(socket)
    if (options.mood === 'hang') return
    serve(socket, options, (host, port) => {
      destinations.push(`${host}:${port}`)
      const upstream = connect(port, host)
      keep(upstream)
      return upstream
    }).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  const stop = async () => {
    drop()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(stop)
  return { port, destinations, drop, stop }
}

async function serve(socket: Socket, options: SocksProxyOptions, open: (host: string, port: number) => Socket) {
  const read = readerOf(socket)
  const [, methods = 0] = await read(2)
  const offered = [...(await read(methods))]
  const wanted = options.username === undefined ? noAuthentication : byPassword
  const isAcceptable = offered.includes(wanted)
  socket.write(Buffer.from([version, isAcceptable ? wanted : nothingAcceptable]))
  if (!isAcceptable) {
    socket.end()
    return
  }
  if (wanted === byPassword && !(await authenticate(socket, read, options))) return

  const [, , , addressType] = await read(4)
  const host = addressType === 1 ? [...(await read(4))].join('.') : String(await read((await read(1)).readUInt8(0)))
  const port = (await read(2)).readUInt16BE(0)
  if (options.mood === 'refuse') {
    socket.end(reply(2))
    return
  }
  const upstream = open(host, port)
  await new Promise<void>((resolve, reject) => {
    upstream.once('connect', resolve)
    upstream.once('error', reject)
  })
  socket.write(reply(0))
  socket.pipe(upstream).pipe(socket)
}

async function authenticate(
  socket: Socket,
  read: (size: number) => Promise<Buffer>,
  { username, password }: SocksProxyOptions,
): Promise<boolean> {
  const text = async () => String(await read((await read(1)).readUInt8(0)))
  await read(1)
  const isRight = (await text()) === username && (await text()) === password
  socket.write(Buffer.from([1, isRight ? 0 : 1]))
  if (!isRight) socket.end()
  return isRight
}

function reply(code: number): Buffer {
  return Buffer.from([version, code, 0, 1, 0, 0, 0, 0, 0, 0])
}

/** Exactly so many bytes, while the proxy still speaks for itself. */
function readerOf(socket: Socket) {
  return async (size: number): Promise<Buffer> => {
    for (;;) {
      const bytes = size === 0 ? Buffer.alloc(0) : (socket.read(size) as Buffer | null)
      if (bytes !== null) return bytes
      await new Promise<void>((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('close', () => reject(new Error('gone')))
      })
    }
  }
}
