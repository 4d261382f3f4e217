import type { Clock } from './clock.ts'

/** How a process may be told to end. `disconnect`: pm2's own process died, and this one follows within seconds (facts: faults P4). */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'shutdown' | 'disconnect'

/** Ctrl-C under npm or npx arrives twice: from the terminal, and handed on by npm a few milliseconds later. */
const echoMs = 300

/**
 * Resolves with the first reason to stop. A person who sends a second signal does not want to wait for a clean end, and the process
 * exits at once; what was in flight is replayed at the next start.
 */
export function stopSignal(clock: Clock, from: NodeJS.Process = process): Promise<StopReason> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined
    const begin = (reason: StopReason) => {
      firstAtMs ??= clock.nowMs()
      resolve(reason)
    }
    const onSignal = (reason: 'SIGINT' | 'SIGTERM', exitCode: number) => () => {
      if (firstAtMs !== undefined && clock.nowMs() - firstAtMs > echoMs) from.exit(exitCode)
      begin(reason)
    }
    from.on('SIGINT', onSignal('SIGINT', 130))
    from.on('SIGTERM', onSignal('SIGTERM', 143))
    from.on('message', (message: unknown) => {
      if (message === 'shutdown') begin('shutdown')
    })
    from.on('disconnect', () => begin('disconnect'))
  })
}
