import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Refusal, exitCodes } from './base/refusal.ts'
import type { Secret } from './base/secret.ts'
import type { VariableName } from './config-variables.ts'
import type { Config } from './config.ts'
import type { ControlSettings, SendingSettings } from './features/feature.ts'
import type { LoginStartSettings } from './login-thread.ts'
import { schedulerPolicy } from './scheduler/scheduler.ts'
import type { SchedulerPolicy } from './scheduler/scheduler.ts'
import type { OtherTelegramSettings, ShardSettings } from './shard/protocol.ts'
import { shardPolicy } from './shard/shard-settings.ts'

/** New connections of the whole process. Telegram publishes no figure; ten thousand accounts at six a minute need this many. */
const connectsPerSecond = 20

/** SHARDS, or one per core, and two at least: one that is replaced must not stop everybody. */
export function shardsOf(config: Config): number {
  return config.SHARDS ?? Math.max(2, availableParallelism())
}

export function shardSettingsOf(config: Config, instanceSecret: Secret): ShardSettings {
  return {
    ...loginSettingsOf(config),
    policy: {
      ...shardPolicy,
      triesMax: config.BROADCAST_MAX_TRIES,
      gapMinMs: config.TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS,
      capMax: config.TELEGRAM_PER_ACCOUNT_MPM,
      callsMax: config.BROADCAST_CONCURRENCY,
      inARow: config.BROADCAST_ATTEMPTS_PER_JOB,
    },
    logLevel: config.LOG_LEVEL,
    sessionKeys: config.SESSION_SECRET_KEY.map((key) => key.toString('base64')),
    instanceSecret: instanceSecret.reveal(),
    failpoints: config.KARVON_FAILPOINTS,
    connectsPerSecond: connectsPerSecond / shardsOf(config),
  }
}

export function loginSettingsOf(config: Config): LoginStartSettings {
  const { TG_API_ID: apiId, TG_API_HASH: apiHash, TG_API_ROOT: apiRoot } = config
  return { apiId, apiHash, otherTelegram: otherTelegramOf(config), apiRoot }
}

export function schedulerPolicyOf(config: Config): SchedulerPolicy {
  return {
    ...schedulerPolicy,
    checkEveryMs: config.SCHEDULER_CHECK_INTERVAL_MS,
    dueMax: config.MAX_DUE_PER_TICK,
    jitterMaxMs: config.SCHEDULER_JITTER_MAX_MS,
    gapMinMs: config.TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS,
    capMax: config.TELEGRAM_PER_ACCOUNT_MPM,
  }
}

/** All that sending needs of a configuration whose other parts may be wrong. */
export const sendingNames = [
  'SCHEDULER_JITTER_MAX_MS',
  'TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS',
  'TELEGRAM_PER_ACCOUNT_MPM',
  'MIN_INTERVAL_MINUTES',
  'TEST_MODE',
] as const

export function sendingOf(config: Pick<Config, (typeof sendingNames)[number]>): SendingSettings {
  return {
    jitterMaxMs: config.SCHEDULER_JITTER_MAX_MS,
    gapMinMs: config.TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS,
    capPerMinute: config.TELEGRAM_PER_ACCOUNT_MPM,
    intervalMinutesMin: config.MIN_INTERVAL_MINUTES,
    isTest: config.TEST_MODE,
  }
}

export function controlSettingsOf(config: Config, version: string): ControlSettings {
  return {
    ...sendingOf(config),
    version,
    telegram: telegramOf(config),
    groupReads: {
      freshMs: config.REMOTE_GROUPS_CACHE_TTL_MS,
      refreshMinMs: config.REMOTE_GROUPS_MIN_REFRESH_MS,
      cooldownMs: config.REMOTE_GROUPS_FAILURE_COOLDOWN_MS,
    },
  }
}

/** DC 2, where every client begins, unless another Telegram is named. https://core.telegram.org/api/datacenter */
function telegramOf({ TG_DC_ADDRESS: where }: Config): ControlSettings['telegram'] {
  const [host = '', port] = (where ?? '149.154.167.51:443').split(':')
  return { host, port: Number(port) }
}

/** @throws Refusal when the file of its key is none */
export function otherTelegramOf(
  config: Pick<Config, (typeof otherTelegramNames)[number]>,
): OtherTelegramSettings | undefined {
  const { TG_DC_ADDRESS: where, TG_DC_PUBLIC_KEY_FILE: file, TG_DC_ID: dcId } = config
  if (where === undefined || file === undefined) return undefined
  const [address = '', port] = where.split(':')
  return { dcId, address, port: Number(port), publicKeyPem: readPublicKey(file) }
}

export const otherTelegramNames = [
  'TG_DC_ADDRESS',
  'TG_DC_PUBLIC_KEY_FILE',
  'TG_DC_ID',
] as const satisfies readonly VariableName[]

function readPublicKey(path: string): string {
  const refuse = (why: string) => new Refusal(`TG_DC_PUBLIC_KEY_FILE names ${path}, which ${why}`, exitCodes.config)
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch {
    throw refuse('cannot be read')
  }
  if (!isRsaKey(pem)) throw refuse('is no RSA public key in PEM')
  return pem
}

function isRsaKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
