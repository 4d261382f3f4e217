import { createConnection } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { controlSocketName, readLines } from '../supervisor/control-protocol.ts'
import type { ControlReply, Progress } from '../supervisor/control-protocol.ts'

/** The supervisor said no, or could not be reached. The message is for the person at the terminal. */
export class ControlFailure extends Refusal {
  override readonly name: string = 'ControlFailure'
}

/** The lock is held and the socket is silent, or it ended in the middle. */
const temporary: number = exitCodes.temporary

/** The request had left, and no answer came: nobody here knows whether it was done. */
export class AnswerLost extends ControlFailure {
  override readonly name = 'AnswerLost'
  /** What happened, without what to do. */
  readonly what: string

  constructor(what: string, advice: string) {
    super(`${what}: ${advice}`, temporary)
    this.what = what
  }
}

export interface ControlCall {
  readonly verb: string
  readonly args: unknown
  /** Without a sign of life for so long, the supervisor counts as silent. */
  readonly silenceMaxMs: number
  onProgress?(progress: Progress): void
}

/**
 * Asks the supervisor that runs on this data folder.
 * @returns undefined when none listens there
 * @throws ControlFailure when it refuses or fails; AnswerLost when it ends or stays silent
 */
export async function askSupervisor(
  dataDir: string,
  call: ControlCall,
): Promise<{ readonly value: unknown } | undefined> {
  const socket = await connect(join(dataDir, controlSocketName))
  if (socket === undefined) return undefined
  try {
    return { value: await ask(socket, call) }
  } finally {
    socket.destroy()
  }
}

function connect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Absent, or left behind by a killed supervisor: nobody listens.
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined)
      else reject(new ControlFailure(`the control socket ${path} cannot be used: ${error.message}`, temporary))
    })
  })
}

function ask(socket: Socket, call: ControlCall): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, exitCode: number) => reject(new ControlFailure(message, exitCode))
    const lose = (what: string, advice: string) => reject(new AnswerLost(what, advice))
    const take = (line: string) => {
      const reply = JSON.parse(line) as ControlReply
      if ('progress' in reply) call.onProgress?.(reply.progress)
      else if ('error' in reply) fail(reply.error.message, reply.error.exitCode)
      else resolve(reply.value)
    }
    readLines(socket, take, () => lose('the supervisor answered with an endless line', 'ask again'))
    socket.setTimeout(call.silenceMaxMs, () =>
      lose('the supervisor is running but does not answer', 'see its log, or restart it'),
    )
    socket.once('close', () => lose('the supervisor ended before it answered', 'start it and ask again'))
    socket.on('error', () => lose('the connection to the supervisor broke', 'ask again'))
    socket.write(`${JSON.stringify({ id: 1, verb: call.verb, args: call.args })}\n`)
  })
}
