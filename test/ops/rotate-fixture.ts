import { MessageChannel } from 'node:worker_threads'
import { openKeyring } from '../../src/base/keyring.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { rotateKeys } from '../../src/ops/rotate-keys.ts'
import { connectStore } from '../../src/store/store-client.ts'
import { StoreServer } from '../../src/store/store-server.ts'
import { openVerbs } from '../../src/store/store.ts'

// Run as a program: rotates the keys of a database, and is killed in the middle by its own hand.
const [path = '', keys = '', killAt = ''] = process.argv.slice(2)
const { port1, port2 } = new MessageChannel()
const db = openDatabase(path)
new StoreServer(db, openVerbs(db)).serve(port2)

await rotateKeys({
  store: connectStore(port1),
  keyring: openKeyring(keys.split(',').map((key) => Buffer.from(key, 'base64'))),
  onProgress({ done }) {
    if (done >= Number(killAt)) process.kill(process.pid, 'SIGKILL')
  },
})
