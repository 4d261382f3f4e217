import type { MessagePort } from 'node:worker_threads'
import { StoreError } from './store-error.ts'
import type { VerbAnswer, VerbCall } from './store-server.ts'
import type { StorePort, Verbs } from './store.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/**
 * The store as another thread sees it: the same verbs, as promises. Calls of one turn travel in one message. A promise settles
 * only after the commit; when the store's thread ends first it rejects, and the caller does not know whether it was committed.
 * @param soon when what was asked for leaves: with the turn of the loop
 */
export function connectStore<V = Verbs>(
  port: MessagePort,
  soon: (send: () => void) => void = setImmediate,
): StorePort<V> & { close(): void } {
  const waiting = new Map<number, Waiting>()
  let outgoing: VerbCall[] = []
  let nextId = 1
  let isClosed = false

  port.on('message', (answers: readonly VerbAnswer[]) => {
    for (const answer of answers) {
      const caller = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('error' in answer) caller?.reject(new StoreError(answer.error.message, answer.error.code))
      else caller?.resolve(answer.value)
    }
  })
  port.on('close', () => {
    isClosed = true
    for (const caller of waiting.values()) caller.reject(new StoreError('the store thread ended'))
    waiting.clear()
  })

  const send = () => {
    port.postMessage(outgoing)
    outgoing = []
  }
  const call = (verb: string, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      if (isClosed) {
        reject(new StoreError('the store thread ended'))
        return
      }
      const id = nextId++
      waiting.set(id, { resolve, reject })
      if (outgoing.length === 0) soon(send)
      outgoing.push({ id, verb, args })
    })

  return new Proxy({} as StorePort<V> & { close(): void }, {
    get(_, verb) {
      if (verb === 'close') return () => port.close()
      // An object with `then` would be awaited as if it were a promise itself.
      if (typeof verb !== 'string' || verb === 'then') return undefined
      return (...args: unknown[]) => call(verb, args)
    },
  })
}
