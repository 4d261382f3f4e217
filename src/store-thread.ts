import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'
import { armFailpoints, parseFailpoints } from './base/failpoint.ts'
import { systemRandom } from './base/random.ts'
import { openDatabase } from './base/sqlite.ts'
import { openAllVerbs } from './features/store.ts'
import { copyDatabase } from './store/copy-database.ts'
import { FileWatch, sizeOf } from './store/file-watch.ts'
import { StoreServer } from './store/store-server.ts'
import type { FromStoreThread, StoreFigures, StoreThreadStart, ToStoreThread } from './store/thread-protocol.ts'

// The entry of the store's thread: the one connection that writes, and what only that connection can do.
if (parentPort === null) throw new Error('store-thread.ts runs as a thread')
const owner = parentPort
const tell = (message: FromStoreThread) => owner.postMessage(message)

process.on('uncaughtException', end)

// Its first message: its code is loaded before the folder is known to be ours.
const [{ path, watchEveryMs = 10_000, failpoints }] = (await once(owner, 'message')) as [StoreThreadStart]
const failpoint = armFailpoints(failpoints === undefined ? [] : parseFailpoints(failpoints), systemRandom)
const db = orEnd(() => openDatabase(path))
const server = orEnd(() => new StoreServer(db, openAllVerbs(db), failpoint))
const watch = new FileWatch(path)
const watching = setInterval(look, watchEveryMs)

owner.on('message', (message: ToStoreThread) => {
  switch (message.type) {
    case 'connect':
      return server.serve(message.port)
    case 'copy':
      return void copy(message.id, message.to)
    case 'figures':
      return tell({ type: 'figures', id: message.id, figures: figures() })
    case 'stop':
      return stop()
  }
})
tell({ type: 'ready' })

function orEnd<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    return end(error)
  }
}

function end(error: unknown): never {
  tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  process.exit(1)
}

function look(): void {
  const reason = watch.problem()
  if (reason === undefined) return
  clearInterval(watching)
  server.refuse(reason)
  tell({ type: 'lost', reason })
}

async function copy(id: number, to: string): Promise<void> {
  try {
    await copyDatabase(db, to, (progress) => tell({ type: 'copying', id, ...progress }))
    tell({ type: 'copied', id })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    tell({ type: 'copy-failed', id, message: error instanceof Error ? error.message : String(error), code })
  }
}

function figures(): StoreFigures {
  return { fileBytes: sizeOf(path) ?? 0, walBytes: sizeOf(`${path}-wal`) ?? 0, ...server.counts }
}

function stop(): void {
  clearInterval(watching)
  server.stop()
  db.close()
  owner.close()
}
