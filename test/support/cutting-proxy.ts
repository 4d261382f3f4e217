import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface CuttingProxy {
  readonly port: number
  /** How many connections it has cut so far. */
  readonly cuts: number
  stop(): Promise<void>
}

/**
 * Stands in front of a server on loopback and cuts connections at a byte: each of the first ones is reset, on both sides, once so many
 * bytes have passed, counted in both directions together; in the middle of a packet as well as between two. Later ones pass.
 */
export async function startCuttingProxy(toPort: number, cutAfterBytes: readonly number[]): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  const budgets = [...cutAfterBytes]
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect(toPort, '127.0.0.1')
    const both = [client, upstream]
    let left = budgets.shift() ?? Number.POSITIVE_INFINITY
    const carry = (from: Socket, to: Socket) => {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (bytes: Buffer) => {
        if (left <= 0) return
        to.write(bytes.subarray(0, left))
        left -= bytes.length
        if (left > 0) return
        cuts++
        for (const socket of both) socket.resetAndDestroy()
      })
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
      from.on('close', () => sockets.delete(from))
    }
    carry(client, upstream)
    carry(upstream, client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    port: (server.address() as AddressInfo).port,
    get cuts() {
      return cuts
    },
    stop,
  }
}
