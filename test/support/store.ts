import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { partitionOf } from '../../src/delivery/partition.ts'
import { openAllVerbs } from '../../src/features/store.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { localStore } from '../../src/store/local-store.ts'
import { connectStore } from '../../src/store/store-client.ts'
import { StoreHandle } from '../../src/store/store-handle.ts'
import { StoreServer } from '../../src/store/store-server.ts'
import type { StorePort } from '../../src/store/store.ts'
import { newDatabase, preparedWhenUsed } from './database.ts'
import { startProgramThread } from './program-thread.ts'
import { temporaryFolder } from './world.ts'

export interface TestStore {
  readonly store: StorePort<AllVerbs>
  readonly handle: StoreHandle
  /** A connection of the test's own, to make accounts and to look. */
  readonly db: Database
  readonly path: string
  /** Ends the thread as a crash would. */
  readonly terminate: () => Promise<void>
  /** The file was taken away under the store. */
  readonly lost: Promise<string>
  /** The thread ended without being asked to. */
  readonly ended: Promise<string>
}

export interface TestStoreOptions {
  readonly accounts?: number
  readonly kind?: 'user' | 'bot'
  readonly path?: string
  readonly watchEveryMs?: number
}

/** The real store on its own thread, with one owner, one content and `accounts` accounts that are active. */
export async function startTestStore(options: TestStoreOptions = {}): Promise<TestStore> {
  const path = options.path ?? join(temporaryFolder(), 'karvon.db')
  const db = seeded(path, options.accounts ?? 1, options.kind ?? 'user')
  const lost = later()
  const ended = later()
  let terminate = () => Promise.resolve(0)
  const handle = await StoreHandle.start({
    start: { path, ...(options.watchEveryMs === undefined ? {} : { watchEveryMs: options.watchEveryMs }) },
    startThread() {
      const thread = startProgramThread('store-thread')
      terminate = () => thread.terminate()
      return thread
    },
    onLost: lost.resolve,
    onEnd: ended.resolve,
  })
  onTestFinished(async () => {
    await terminate()
    db.close()
  })
  return {
    store: handle.connect<AllVerbs>(),
    handle,
    db,
    path,
    terminate: async () => void (await terminate()),
    lost: lost.promise,
    ended: ended.promise,
  }
}

/**
 * The same with what serves on the store's thread, its turns and its message ports, on this one: a thread of its own takes longer to load
 * than most tests do. For tests of what is stored and what comes of it.
 */
export function startStoreHere(
  options: Pick<TestStoreOptions, 'accounts' | 'kind'> = {},
): Pick<TestStore, 'store' | 'db' | 'path' | 'terminate'> {
  const path = join(temporaryFolder(), 'karvon.db')
  const db = seeded(path, options.accounts ?? 1, options.kind ?? 'user')
  const writer = openDatabase(path)
  const server = new StoreServer(writer, openAllVerbs(preparedWhenUsed(writer)))
  const { port1, port2 } = new MessageChannel()
  server.serve(port2)
  const terminate = () => {
    port2.close()
    return Promise.resolve()
  }
  onTestFinished(() => {
    server.stop()
    writer.close()
    db.close()
  })
  return { store: connectStore<AllVerbs>(port1), db, path, terminate }
}

/** The same verbs on a connection of this thread, as a command has them that finds no supervisor. */
export function openLocalTestStore({ accounts = 1, kind = 'user' }: TestStoreOptions = {}): Pick<
  TestStore,
  'store' | 'db'
> {
  const db = seeded(join(temporaryFolder(), 'karvon.db'), accounts, kind)
  onTestFinished(() => void db.close())
  return { store: localStore(db, openAllVerbs(preparedWhenUsed(db))), db }
}

function later() {
  let resolve: (text: string) => void = () => {}
  const promise = new Promise<string>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

function seeded(path: string, accounts: number, kind: 'user' | 'bot'): Database {
  return newDatabase(path, `${accounts} accounts of kind ${kind}`, (db) => seed(db, accounts, kind))
}

function seed(db: Database, accounts: number, kind: 'user' | 'bot'): void {
  db.exec(`
    insert into users (id, name, time_zone, role, state, created_at_ms) values (1, 'Owner', 'Asia/Tashkent', 'user', 'active', 1);
    insert into contents (id, owner_id, body, created_at_ms) values (900001, 1, '{"text":"salom"}', 1)`)
  const add = db.prepare(`
    insert into accounts
      (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
    values (?, 1, ?, ?, 'Account', '', '{}', ?, 'active', 6, 1)`)
  for (let id = 1; id <= accounts; id++) add.run(id, kind, id, partitionOf(id))
}
