import { parentPort, workerData } from 'node:worker_threads'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { inputPeerOf } from '../support/channel-peer.ts'
import { makeGramjs } from '../support/gramjs.ts'

// Unmodified GramJS clients in one thread: connects all, then sends on demand, one send in flight per account.
const { port, accounts } = workerData as { port: number; accounts: readonly { session: string; peer: number }[] }

let lastRandomId = 0
const clients: { client: TelegramClient; peer: Api.TypeInputPeer }[] = []
for (let from = 0; from < accounts.length; from += 50) {
  const batch = accounts.slice(from, from + 50)
  clients.push(...(await Promise.all(batch.map(connect))))
}
parentPort?.on('message', ({ count }: { count: number }) => {
  void Promise.all(clients.map(({ client, peer }) => sendMany(client, peer, count))).then(() =>
    parentPort?.postMessage('sent'),
  )
})
parentPort?.postMessage('connected')

async function connect({ session, peer }: { session: string; peer: number }) {
  const client = makeGramjs({ port, session })
  if (!(await client.connect())) throw new Error('a client did not connect')
  const isBasicGroup = peer > -1e12
  return {
    client,
    peer: isBasicGroup ? new Api.InputPeerChat({ chatId: bigInt(-peer) }) : await inputPeerOf(client, peer),
  }
}

async function sendMany(client: TelegramClient, peer: Api.TypeInputPeer, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    lastRandomId++
    const randomId = bigInt(lastRandomId)
    await client.invoke(new Api.messages.SendMessage({ peer, message: `message ${lastRandomId}`, randomId }))
  }
}
