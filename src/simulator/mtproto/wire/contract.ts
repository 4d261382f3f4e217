import type { TlAnswer, TlObject } from './tl/object.ts'

/** A key shared by a client and one DC. Other DCs do not know it. */
export interface AuthKey {
  /** Low 64 bits of SHA1(key), signed. */
  readonly id: bigint
  /** 256 bytes. */
  readonly key: Buffer
  readonly dcId: number
}

/** Where the auth keys live. The wire never keeps a copy, so a removed key is unknown from the next packet on. */
export interface AuthKeyStore {
  find(id: bigint, dcId: number): AuthKey | undefined
  /** The client hears that its key is good only after this is done, otherwise a crash here would leave it with a dead key. */
  add(key: AuthKey): void | Promise<void>
  remove(id: bigint): void
}

/** One TCP connection of a client. Faults are done to it; after any of them the rest of the world goes on. */
export interface Connection {
  /** Unique in this process, rising. */
  readonly id: number
  readonly dcId: number
  /** `address:port` of the client. */
  readonly remote: string
  readonly isOpen: boolean
  /** FIN, after what is already written. Later bytes of the client are not looked at. */
  close(reason: string): void
  /** RST: the client sees ECONNRESET, and what was not yet read by it is lost. */
  reset(): void
  /** Half-open: from now on everything is read and dropped and nothing is ever written, pongs included. The socket stays. */
  silence(): void
  /** Bytes outside of any packet: garbage for the client. */
  writeRaw(bytes: Buffer): void
  /** A 4-byte packet with a negative code: -404 auth key unknown, -429 too many connections, -444 wrong DC. */
  sendTransportError(code: number): void
}

/** An MTProto session (auth key, 64-bit id): outlives a connection by a minute, then it is closed. */
export interface Session {
  readonly id: bigint
  readonly authKey: AuthKey
  readonly dcId: number
  readonly isConnected: boolean
  /** The connection that spoke last. */
  readonly connection: Connection | undefined
  /**
   * Sends an `Updates` object. Lost when the session has no connection and never sent again when a client does not
   * acknowledge it: clients see the gap in pts and ask updates.getDifference, as on Telegram.
   */
  push(update: TlObject): void
}

/** One call of an API method, already unwrapped from invokeWithLayer, initConnection, invokeAfterMsg and the like. */
export interface RpcRequest {
  readonly dcId: number
  readonly authKey: AuthKey
  readonly session: Session
  /** The connection that brought it. The answer goes to whichever connection its session has by then. */
  readonly connection: Connection
  readonly msgId: bigint
  /** From the last invokeWithLayer of this session; the layer of our schema until one came. */
  readonly layer: number
  /** What the client said in initConnection, once it has. */
  readonly client: ClientInfo | undefined
  /** From invokeWithoutUpdates: this session wants no pushes because of this call. */
  readonly withoutUpdates: boolean
  /** `body._` is the method's name in the schema. */
  readonly body: TlObject
  /** Of the message as it came, before unzipping. */
  readonly sizeBytes: number
  /** True after `answer` or `refuse`. */
  readonly isSettled: boolean
  /**
   * Sends the result; once. A method that returns a bare vector takes an array, one that returns Bool a boolean.
   * @throws TlEncodeError when the result does not fit the schema: then nothing was sent and `refuse` is still possible.
   */
  answer(result: TlAnswer): void
  /**
   * Writes the result down without sending it. @returns what sends it, once.
   * @throws TlEncodeError as `answer` does: who keeps a record of answers can then write what really goes out.
   */
  prepare(result: TlAnswer): () => void
  /** Sends rpc_error; once, instead of `answer`. A request that is never settled is an answer lost. */
  refuse(error: RpcError): void
  /** Sends bad_server_salt about the message that brought the call, as if it had come with a wrong one: the client sends it again. */
  sendBadSalt(): void
  /** Sends bad_msg_notification with this code about the message that brought the call, instead of an answer. Not for 48. */
  sendBadMessage(code: number): void
}

export interface RpcError {
  readonly code: number
  readonly message: string
}

export interface ClientInfo {
  readonly apiId: number
  readonly deviceModel: string
  readonly systemVersion: string
  readonly appVersion: string
  readonly systemLangCode: string
  readonly langCode: string
}

/** What the layer above gives to the wire. A throw in `onRequest` becomes 500 INTERNAL and a log line. */
export interface WireHooks {
  onRequest(request: RpcRequest): void
  onSessionOpened?(session: Session): void
  /** Destroyed by its client, or gone a minute after its last connection closed. */
  onSessionClosed?(session: Session): void
  onAuthKeyCreated?(key: AuthKey): void
  /** The client asked destroy_auth_key; the key is already removed from the store. */
  onAuthKeyDestroyed?(key: AuthKey): void
  /** The server stops: its connections are gone. */
  onStop?(): void
}
