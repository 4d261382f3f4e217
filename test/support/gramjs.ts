import { createHash, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import bigInt from 'big-integer'
import { Logger, TelegramClient } from 'telegram'
import { _serverKeys } from 'telegram/crypto/RSA.js'
import { ConnectionTCPAbridged, ConnectionTCPFull, ConnectionTCPObfuscated } from 'telegram/network/connection/index.js'
import { StringSession } from 'telegram/sessions/index.js'

const transports = {
  full: ConnectionTCPFull,
  abridged: ConnectionTCPAbridged,
  obfuscated: ConnectionTCPObfuscated,
}

export type GramjsTransport = keyof typeof transports

export interface GramjsOptions {
  readonly port: number
  /** What the client shall trust; not needed with a stored session. */
  readonly publicKeyPem?: string
  /** The same, from the file that the simulator's ready line names. */
  readonly publicKeyFile?: string
  /** From `client.session.save()`; without one a new auth key is made. */
  readonly session?: string
  readonly transport?: GramjsTransport
  readonly dcId?: number
  readonly address?: string
  readonly apiId?: number
  readonly apiHash?: string
  readonly connectionRetries?: number
  readonly requestRetries?: number
}

/**
 * An unmodified GramJS client before `connect()`. End it with `destroy()`, never `disconnect()`, which leaves timers. This file
 * knows no test runner, so that benchmarks and threads can use it.
 */
export function makeGramjs(options: GramjsOptions): TelegramClient {
  const pem = options.publicKeyFile ? readFileSync(options.publicKeyFile, 'utf8') : options.publicKeyPem
  if (pem) trustServerKey(pem)
  const session = new PlainSession(options.session ?? '')
  // The port of a session is never used, but must be one; see `connectionTo`.
  if (!options.session) session.setDC(options.dcId ?? 2, options.address ?? '127.0.0.1', 80)

  return new TelegramClient(session, options.apiId ?? 1, options.apiHash ?? 'hash', {
    connection: connectionTo(options.port, options.transport ?? 'full'),
    floodSleepThreshold: 0,
    requestRetries: options.requestRetries ?? 2,
    connectionRetries: options.connectionRetries ?? 5,
    securityChecks: true,
    baseLogger: new QuietLogger(),
    deviceModel: 'Test phone',
    systemVersion: '1.0',
    appVersion: '1.0',
  })
}

/** What to give as `session` to come back with the same auth key. */
export function savedSession(client: TelegramClient): string {
  return (client.session as StringSession).save()
}

/** Without its table of entities, which grows with every answer and is looked through from the start. */
class PlainSession extends StringSession {
  override processEntities(): void {}
}

class QuietLogger extends Logger {
  override canSend(): boolean {
    return false // Otherwise it writes to the console by itself.
  }

  override _log(): void {}
}

/** GramJS ignores the port of its session and of the configuration: 80 when it connects, 443 when it changes the DC. */
function connectionTo(port: number, transport: GramjsTransport): typeof ConnectionTCPFull {
  const Base = transports[transport] as typeof ConnectionTCPFull
  return class extends Base {
    constructor(params: ConstructorParameters<typeof ConnectionTCPFull>[0]) {
      super({ ...params, port })
    }
  }
}

/** Once a process is enough; twice does no harm. */
function trustServerKey(pem: string): void {
  const { n = '', e = '' } = createPublicKey(pem).export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')]
  const digest = createHash('sha1')
    .update(Buffer.concat([Buffer.from([254, 0, 1, 0]), modulus, Buffer.from([3]), exponent]))
    .digest()
  _serverKeys.set(digest.readBigInt64LE(12).toString(), {
    n: bigInt(modulus.toString('hex'), 16),
    e: exponent.readUIntBE(0, 3),
  })
}
