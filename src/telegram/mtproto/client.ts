import { Logger, TelegramClient } from 'telegram'
import { EntityCache } from 'telegram/entityCache.js'
import { StringSession } from 'telegram/sessions/index.js'
import type { Secret } from '../../base/secret.ts'
import type { Device, Proxy } from '../contract.ts'
import type { ConnectionClass } from './wire.ts'

/** Of the application, from my.telegram.org. */
export interface Application {
  readonly apiId: number
  readonly apiHash: Secret
}

/** Another Telegram than the real one. Its key must be trusted by `trustServerKey` before. */
export interface OtherTelegram {
  readonly dcId: number
  readonly address: string
  readonly port: number
}

export interface ClientParams {
  readonly application: Application
  readonly device: Device
  /** Undefined before the first login. */
  readonly session: Secret | undefined
  /** Where a new session begins; the real Telegram when undefined. */
  readonly otherTelegram: OtherTelegram | undefined
  readonly proxy: Proxy | undefined
  readonly connectionClass: ConnectionClass
  /** Tries of one call inside GramJS. One alone breaks the way to another DC. */
  readonly requestRetries: number
  /** Between two tries to connect. */
  readonly retryDelayMs: number
}

/** Connections that may fail in a row before GramJS gives up. Without a number it never does, and `connect()` never settles. */
export const connectsMax = 5

/**
 * A GramJS client that says nothing, sleeps on nothing and remembers nobody, not yet connected. What each option prevents stands
 * beside it; all of it was measured with 2.26.22.
 */
export function makeClient(params: ClientParams): TelegramClient {
  const { application, device, proxy } = params
  const client = new TelegramClient(sessionOf(params), application.apiId, application.apiHash.reveal(), {
    connection: params.connectionClass,
    floodSleepThreshold: 0, // Otherwise waits of up to a minute are slept inside a call.
    requestRetries: params.requestRetries,
    connectionRetries: connectsMax,
    retryDelay: params.retryDelayMs,
    securityChecks: true,
    baseLogger: new QuietLogger(),
    deviceModel: device.model, // Otherwise every login shows our operating system and its release.
    systemVersion: device.systemVersion,
    appVersion: device.appVersion,
    langCode: 'en',
    systemLangCode: 'en',
    ...(proxy === undefined ? {} : { proxy: proxyOf(proxy) }),
  })
  client._entityCache = new NoEntities()
  return client
}

/** The session as it is now: after a login, or when Telegram sent the client to another DC. Empty before there is a key. */
export function savedSession(client: TelegramClient): string {
  const { session } = client
  return session instanceof StringSession ? session.save() : ''
}

function sessionOf({ session, otherTelegram }: ClientParams): StringSession {
  const stored = session?.reveal() ?? ''
  const made = new AccountSession(stored)
  // The port is not used, but must be one that fits 15 bits.
  if (stored === '' && otherTelegram !== undefined) made.setDC(otherTelegram.dcId, otherTelegram.address, 80)
  return made
}

function proxyOf({ host, port, username, password }: Proxy) {
  const credentials = username === undefined ? {} : { username, password: password?.reveal() ?? '' }
  return { ip: host, port, socksType: 5 as const, ...credentials }
}

/** GramJS adds a row to a table for every entity of every answer, and looks through all of them. We keep access hashes ourselves. */
class AccountSession extends StringSession {
  override processEntities(): void {}
}

/** The same for its other table, which grows by everybody who writes anything in the account's groups. */
class NoEntities extends EntityCache {
  override add(): void {}
}

/** GramJS prints each error to the console by itself wherever `canSend` allows it. What matters comes back as a failure of a call. */
class QuietLogger extends Logger {
  override canSend(): boolean {
    return false
  }

  override _log(): void {}
}
