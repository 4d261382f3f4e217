import type { ZodType } from 'zod'
import type { Clock } from '../base/clock.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Logger } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Service } from '../base/service.ts'
import type { FileSource } from '../bot/file-source.ts'
import type { CommandContext } from '../cli/context.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { StorePort, Verbs } from '../store/store.ts'
import type { Progress } from '../supervisor/control-protocol.ts'
import type { ControlVerb } from '../supervisor/control-socket.ts'
import type { SignIns } from '../telegram/login-protocol.ts'

/**
 * What a feature's commands are given where the data folder is locked: in the running supervisor, or in the command itself when
 * there is none. The same verbs either way.
 */
export interface ControlDeps<FeatureVerbs> {
  readonly store: StorePort<Verbs & FeatureVerbs>
  readonly clock: Clock
  readonly random: Random
  readonly keyring: Keyring
  readonly signIns: SignIns
  readonly shards: Shards
  readonly settings: ControlSettings
  /** For what a person had done. */
  readonly onEvent: (event: EngineEvent) => void
}

export interface ControlSettings extends SendingSettings {
  readonly version: string
  /** Where proxies are asked to connect to. */
  readonly telegram: { readonly host: string; readonly port: number }
  readonly groupReads: GroupReadSettings
}

/** How often the groups of an account are read from Telegram. */
export interface GroupReadSettings {
  /** REMOTE_GROUPS_CACHE_TTL_MS: a list that is younger is not read again by itself. */
  readonly freshMs: number
  /** REMOTE_GROUPS_MIN_REFRESH_MS: a list that is younger is not read again even when asked for. */
  readonly refreshMinMs: number
  /** REMOTE_GROUPS_FAILURE_COOLDOWN_MS: after a reading that failed. */
  readonly cooldownMs: number
}

/** The shards as a command sees them. Without a supervisor there are none, and nobody has a link to end. */
export interface Shards {
  readonly areRunning: boolean
  /** Something may be due for these accounts, or their rows changed. */
  hint(accounts: readonly { readonly id: number; readonly partition: number }[]): void
  /** Does `work` while no link of the partition is open. */
  vacate<Value>(partition: number, work: () => Promise<Value>): Promise<Value>
  /** @returns what ends it */
  subscribe(take: (event: EngineEvent) => void): () => void
}

/** What a feature's part of the bot is given: all that its commands have, and a way to say that somebody is to be told. */
export interface BotDeps<FeatureVerbs> extends ControlDeps<FeatureVerbs> {
  readonly log: Logger
  /** SUPER_ADMIN_IDS: who alone may make admins, and whom nobody can ban. */
  readonly superAdminIds: readonly number[]
  /** A notice stands in the store. */
  readonly hint: () => void
  /** What people give the bot. */
  readonly files: FileSource
}

/** What a feature's commands are given at the terminal. */
export interface FeatureContext extends CommandContext {
  readonly version: string
  /** What the configuration says about sending. @throws Refusal when that is wrong */
  sending(): SendingSettings
  /** Sign-ins on a thread of this command's own; stop it when done. @throws Refusal when the configuration is wrong */
  openSignIns(): SignIns & Service
}

/** How messages are planned. */
export interface SendingSettings {
  /** SCHEDULER_JITTER_MAX_MS. */
  readonly jitterMaxMs: number
  /** TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS. */
  readonly gapMinMs: number
  /** TELEGRAM_PER_ACCOUNT_MPM: the cap of a new account, and the most that counts of any person's. */
  readonly capPerMinute: number
  /** MIN_INTERVAL_MINUTES. */
  readonly intervalMinutesMin: number
  readonly isTest: boolean
}

/** What the command line can have done, by name: `accounts.pause`. A Refusal is said to the person as it is. */
export type Control = Readonly<Record<string, ControlVerb>>

/** A verb whose arguments are checked: the command line may be of another version than the supervisor it speaks to. */
export function controlVerb<Args>(
  schema: ZodType<Args>,
  run: (args: Args, report: (progress: Progress) => void) => unknown,
): ControlVerb {
  return (given, report) => {
    const parsed = schema.safeParse(given)
    if (parsed.success) return run(parsed.data, report)
    throw new Refusal('the running supervisor is of another version than this command: restart it', exitCodes.temporary)
  }
}
