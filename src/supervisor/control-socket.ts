import { chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { join } from 'node:path'
import { fullDisk } from '../base/full-disk.ts'
import type { Logger } from '../base/log.ts'
import { Refusal } from '../base/refusal.ts'
import type { Service } from '../base/service.ts'
import { controlSocketName, readLines } from './control-protocol.ts'
import type { ControlReply, ControlRequest, Progress } from './control-protocol.ts'

/** Said to the person at the terminal; so is every other Refusal that a verb throws. Anything else is our fault and is logged. */
export class ControlRefusal extends Refusal {
  override readonly name = 'ControlRefusal'
}

export type ControlVerb = (args: unknown, report: (progress: Progress) => void) => unknown

export interface ControlSocketDeps {
  readonly dataDir: string
  /** What can be asked for, by name. Called with each request, and the first time not before. */
  verbs(): Promise<Readonly<Record<string, ControlVerb>>>
  readonly log: Logger
}

/**
 * A socket in the data folder for the command line; who may enter the folder may command. Start it only while the process lock is
 * held: it removes the file that a killed supervisor left, which must not be a living one's.
 */
export class ControlSocket implements Service {
  readonly #deps: ControlSocketDeps
  readonly #path: string
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined

  constructor(deps: ControlSocketDeps) {
    this.#deps = deps
    this.#path = join(deps.dataDir, controlSocketName)
  }

  async start(): Promise<void> {
    rmSync(this.#path, { force: true })
    const server = createServer((socket) => this.#serve(socket))
    this.#server = server
    // The umask closes the moment between making the file and tightening it.
    const umask = process.umask(0o177)
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(this.#path, resolve)
      })
    } finally {
      process.umask(umask)
    }
    chmodSync(this.#path, 0o600)
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server === undefined) return
    for (const socket of this.#sockets) socket.end()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of this.#sockets) socket.destroySoon()
    })
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(idleMs, () => socket.destroy())
    readLines(
      socket,
      (line) => void this.#answer(socket, line),
      () => socket.destroy(),
    )
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const request = parse(line)
    if (request === undefined) {
      socket.destroy()
      return
    }
    const { id } = request
    const reply = (message: ControlReply) => void (socket.writable && socket.write(`${JSON.stringify(message)}\n`))
    try {
      const verbs = await this.#deps.verbs()
      const run = Object.hasOwn(verbs, request.verb) ? verbs[request.verb] : undefined
      if (run === undefined)
        throw new ControlRefusal(
          `the running supervisor does not know '${request.verb}': restart it after an update`,
          75,
        )
      reply({ id, value: (await run(request.args, (progress) => reply({ id, progress }))) ?? null })
    } catch (error) {
      reply({ id, error: this.#describe(request.verb, error) })
    }
  }

  #describe(verb: string, error: unknown): { message: string; exitCode: number } {
    const refusal = error instanceof Refusal ? error : fullDisk(this.#deps.dataDir, error)
    if (refusal !== undefined) return { message: refusal.message, exitCode: refusal.exitCode }
    this.#deps.log.error({ err: error, verb }, 'a command failed')
    return { message: `'${verb}' failed in the supervisor: its log says why`, exitCode: 70 }
  }
}

// A client that says half a line and then nothing must not stay for ever.
const idleMs = 10 * 60_000

function parse(line: string): ControlRequest | undefined {
  try {
    const value = JSON.parse(line) as Partial<ControlRequest> | null
    return typeof value?.id === 'number' && typeof value.verb === 'string' ? (value as ControlRequest) : undefined
  } catch {
    return undefined
  }
}
