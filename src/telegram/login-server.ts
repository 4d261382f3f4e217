import type { MessagePort } from 'node:worker_threads'
import { packSecrets, unpackSecrets } from './login-protocol.ts'
import type { FromLoginThread, SignIns, ToLoginThread } from './login-protocol.ts'

/** Answers what arrives at the port until it closes. */
export function serveSignIns(port: MessagePort, signIns: SignIns): void {
  const running = new Map<number, AbortController>()

  port.on('message', (message: ToLoginThread) => {
    if (message.type === 'abort') running.get(message.id)?.abort()
    else void answer(message)
  })

  async function answer({ id, step, given }: Extract<ToLoginThread, { type: 'call' }>): Promise<void> {
    const ending = new AbortController()
    running.set(id, ending)
    const run = signIns[step].bind(signIns) as (...args: readonly unknown[]) => Promise<unknown>
    const answer = await run(...given.map(unpackSecrets), ending.signal)
    running.delete(id)
    const reply: FromLoginThread = { id, answer: packSecrets(answer) }
    port.postMessage(reply)
  }
}
