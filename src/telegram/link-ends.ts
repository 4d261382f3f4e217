import { setMaxListeners } from 'node:events'

/**
 * Aborts with the first of these; release it when its call has ended. `AbortSignal.any` keeps what it made for as long as its longest
 * living source.
 */
export function eitherOf(signals: readonly AbortSignal[]) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  for (const signal of signals) {
    // One signal ends all calls of a shard, hundreds at a time: more than the ten that Node takes for a leak.
    setMaxListeners(0, signal)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  }
  const release = () => {
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
  return { signal: controller.signal, release }
}
