import type { Database } from '../base/sqlite.ts'
import type { StorePort, VerbTable } from './store.ts'

/**
 * The verbs as promises on a connection of this thread, each a transaction of its own: for a command that has the data folder for
 * itself. What a supervisor's threads call by a port looks the same.
 */
export function localStore<Verbs extends object>(db: Database, verbs: Verbs): StorePort<Verbs> {
  const table = verbs as VerbTable
  const call = db.transaction((verb: string, args: readonly unknown[]) => table[verb]?.(...args))
  return new Proxy({} as StorePort<Verbs>, {
    get(_, verb) {
      // An object with `then` would be awaited as if it were a promise itself.
      if (typeof verb !== 'string' || verb === 'then') return undefined
      return async (...args: unknown[]) => call.immediate(verb, args)
    },
  })
}
