import type { Socket } from 'node:net'
import type { EventName } from '../delivery/events.ts'
import type { FloodStorm } from '../delivery/flood-breaker.ts'
import type { ShardStats } from '../shard/protocol.ts'
import type { StoreFigures } from '../store/thread-protocol.ts'

/** What the command line asks of a running supervisor: one JSON object a line. */
export interface ControlRequest {
  readonly id: number
  readonly verb: string
  readonly args: unknown
}

/** `value` ends a request well, `error` ends it badly, `progress` may come any number of times before. */
export type ControlReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly exitCode: number } }
  | { readonly id: number; readonly progress: Progress }

export interface Progress {
  readonly done: number
  readonly total: number
}

/** starting until it says ready; working; draining until it has let go of everything; ended, whatever the cause. */
export type ShardState = 'starting' | 'working' | 'draining' | 'ended'

export interface ShardReport {
  readonly shard: number
  readonly state: ShardState
  readonly partitions: number
  readonly restarts: number
  /** How long its loop has not turned. */
  readonly silentMs: number
  /** Undefined before its first second. */
  /** Null until its first second is over; the field is always there, because scripts read it. */
  readonly stats: ShardStats | null
}

/** What a running supervisor says of itself. Counts are since its start. */
export interface SupervisorStatus {
  readonly pid: number
  readonly version: string
  readonly startedAtMs: number
  readonly shards: readonly ShardReport[]
  readonly store: StoreFigures
  /** Null while Telegram does not slow the whole installation. */
  readonly floodStorm: FloodStorm | null
  readonly events: Readonly<Record<EventName, number>>
}

/** The socket's file in the data folder. */
export const controlSocketName = 'control.sock'

/** Longest line either side takes, in characters: the largest campaign file (8 MB) as JSON, each line break of it written as two. */
const lineMax = 20 * 1024 * 1024

/** Calls `onLine` for each whole line; `onTooLong` once when a line grows over the limit, and then nothing any more. */
export function readLines(socket: Socket, onLine: (line: string) => void, onTooLong: () => void): void {
  // Not one growing text: a long line comes in hundreds of pieces, and each would be looked through from its beginning.
  let pieces: string[] = []
  let length = 0
  let isOver = false
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    if (isOver) return
    const [first = '', ...others] = chunk.split('\n')
    pieces.push(first)
    for (const next of others) {
      const line = pieces.join('')
      pieces = [next]
      length = 0
      if (line !== '') onLine(line)
    }
    length += (others.at(-1) ?? first).length
    if (length <= lineMax) return
    isOver = true
    pieces = []
    onTooLong()
  })
}
