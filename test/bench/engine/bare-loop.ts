import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { BareLoopStart, ToBareLoop } from './bare-loop-fixture.ts'

/** A loop of the libraries alone, in a process of its own, with its clients connected. */
export interface BareLoop {
  readonly pid: number
  /** Resolves when each account has sent so many. @throws when the process ends instead */
  send(messagesEach: number): Promise<void>
  /** Resolves when the process is gone, also when it has been for long. */
  close(): Promise<void>
}

/** @throws when the process ends before its clients are connected; why stands on stderr, which is ours */
export async function openBareLoop(start: BareLoopStart): Promise<BareLoop> {
  const child = fork(join(import.meta.dirname, 'bare-loop-fixture.ts'), { execArgv: ['--import', 'tsx'] })
  // From the first moment on: who listens only when asking waits for ever for what has happened.
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? `exit code ${code}`))
  const told = async (wanted: string, message?: ToBareLoop) => {
    const answer = once(child, 'message')
    if (message !== undefined && child.connected) child.send(message)
    const said = await Promise.race([answer, ended.then((ending) => ({ ending }))])
    if ('ending' in said) throw new Error(`the bare loop ended (${said.ending}) before it said ${wanted}`)
    if (said[0] !== wanted) throw new Error(`the bare loop said ${String(said[0])} instead of ${wanted}`)
  }
  const close = async () => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    await told('loaded')
    await told('connected', { start })
  } catch (error) {
    await close()
    throw error
  }
  return { pid: child.pid ?? 0, send: (messagesEach) => told('sent', { send: messagesEach }), close }
}
