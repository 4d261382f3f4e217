/**
 * Anything with a lifetime. `start` resolves when it serves. `stop` may be called twice or before `start`, and resolves
 * when nothing of it runs any more: no timer, socket, thread or open file is left.
 */
export interface Service {
  start(): Promise<void>
  stop(): Promise<void>
}
