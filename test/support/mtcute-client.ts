import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import {
  IntermediatePacketCodec,
  MemoryStorage,
  ObfuscatedPacketCodec,
  PaddedIntermediatePacketCodec,
} from '@mtcute/core'
import type { TelegramTransport } from '@mtcute/core'
import { BaseTelegramClient } from '@mtcute/core/client.js'
import { __tlReaderMap, addPublicKey } from '@mtcute/core/utils.js'
import type { TlReaderMap } from '@mtcute/core/utils.js'
import { onTestFinished } from 'vitest'
import { NodeCrypto } from './mtcute-crypto.ts'

const codecs = {
  intermediate: () => new IntermediatePacketCodec(),
  padded: () => new PaddedIntermediatePacketCodec(),
  obfuscated: () => new ObfuscatedPacketCodec(new IntermediatePacketCodec()),
}

export interface MtcuteOptions {
  readonly port: number
  readonly publicKeyPem: string
  readonly dcId?: number
  readonly address?: string
  readonly transport?: keyof typeof codecs
  /** Today's way to encrypt the first secret (RSA_PAD), or the one before 2021. */
  readonly rsa?: 'pad' | 'old'
  /** What the client says that it speaks: 198 needs `readersOfLayer198`; its own layer when left out. */
  readonly layer?: number
  /** Readers of constructors that changed between layer 198 and mtcute's, by id. */
  readonly readers?: TlReaderMap
}

/**
 * A client that has nothing in common with GramJS: mtcute's core on node's TCP and cryptography. Its layer is newer than 198, so by
 * itself it understands only answers that have not changed since. Destroyed when the test ends.
 */
export function makeMtcute(options: MtcuteOptions): BaseTelegramClient {
  const crypto = new NodeCrypto()
  const pem = createPublicKey(options.publicKeyPem).export({ type: 'pkcs1', format: 'pem' }) as string
  addPublicKey(crypto, pem, options.rsa === 'old')
  const dc = { ipAddress: options.address ?? '127.0.0.1', port: options.port, id: options.dcId ?? 2 }
  const client = new BaseTelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    crypto,
    transport: { connect: openConnection, packetCodec: codecs[options.transport ?? 'intermediate'] },
    platform: { beforeExit: () => () => {}, log: () => {}, getDefaultLogLevel: () => 0, getDeviceModel: () => 'Test' },
    defaultDcs: { main: dc, media: dc },
    ...(options.layer === undefined ? {} : { overrideLayer: options.layer }),
    readerMap: { ...__tlReaderMap, ...options.readers },
    updates: false,
  })
  onTestFinished(() => client.destroy())
  return client
}

type MtcuteConnection = Awaited<ReturnType<TelegramTransport['connect']>>

/** mtcute reads as many bytes as there are. At the end it wants an error: told 0 bytes, it asks again for ever. */
async function openConnection(dc: { readonly ipAddress: string; readonly port: number }): Promise<MtcuteConnection> {
  const socket = connect(dc.port, dc.ipAddress)
  await once(socket, 'connect')
  socket.on('error', () => {})
  return {
    localAddress: null,
    remoteAddress: null,
    read: (into) => readInto(socket, into),
    write: (bytes) =>
      new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    close: () => void socket.destroy(),
  }
}

async function readInto(socket: Socket, into: Uint8Array): Promise<number> {
  for (;;) {
    const bytes = socket.read() as Buffer | null
    if (bytes) {
      into.set(bytes.subarray(0, into.length))
      if (bytes.length > into.length) socket.unshift(bytes.subarray(into.length))
      return Math.min(bytes.length, into.length)
    }
    if (socket.destroyed || socket.readableEnded) throw new Error('the connection is closed')
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        for (const event of ['readable', 'end', 'close']) socket.off(event, settle)
        resolve()
      }
      for (const event of ['readable', 'end', 'close']) socket.on(event, settle)
    })
  }
}
