import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Random } from '../../../base/random.ts'
import type { FaultAction } from '../../faults/faults.ts'

/** What can be done to an HTTP request instead of answering it. The other kinds of faults belong to MTProto and pass by here. */
export type RudeAction = Extract<FaultAction, { type: 'drop' | 'silence' | 'half-open' | 'garbage' }>

export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

export function isRude(action: FaultAction): action is RudeAction {
  return ['drop', 'silence', 'half-open', 'garbage'].includes(action.type)
}

/** A client that never gives up would keep its connection for ever. */
const silenceMaxMs = 15 * 60 * 1000

/** Does to the connection what the action says. Resolves when nothing of it is left. */
export async function carryOut(action: RudeAction, { incoming, outgoing }: Exchange, random: Random): Promise<void> {
  const { socket } = incoming
  if (action.type === 'drop' && action.how === 'reset') socket.resetAndDestroy()
  else if (action.type === 'drop') socket.destroySoon()
  else if (action.type === 'garbage') writeGarbage(outgoing, random, action.sizeBytes)
  else if (!socket.destroyed) await silence(socket)
}

/**
 * Half of the time bytes that are no HTTP, else an answer that is no JSON. Both end the connection, and the second one says so:
 * otherwise what it breaks in the client could reach the next request, for which no rule asked.
 */
function writeGarbage(outgoing: ServerResponse, random: Random, sizeBytes: number): void {
  const bytes = random.bytes(sizeBytes)
  if (random.next() < 0.5) {
    outgoing.socket?.write(bytes)
    outgoing.socket?.destroySoon()
    return
  }
  outgoing.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    connection: 'close',
  })
  outgoing.end(bytes)
}

/** HTTP has one request at a time on a connection, so silence about one and a half-open connection are the same here. */
function silence(socket: IncomingMessage['socket']): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), silenceMaxMs)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
