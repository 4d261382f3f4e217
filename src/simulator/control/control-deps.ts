import type { Hono } from 'hono'
import type { Logger } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Dc } from '../dcs.ts'
import type { RuleBook } from '../faults/rule-book.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { LedgerReader } from '../ledger/ledger-reader.ts'
import type { AuthKeys } from '../mtproto/auth-keys.ts'
import type { Connection } from '../mtproto/wire/contract.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'

/** What the control API does to the MTProto server beyond its rules. */
export interface MtprotoTools {
  readonly port: number
  /** Those that are served. */
  readonly dcs: readonly Dc[]
  freeze(): void
  thaw(): void
  bumpSalts(): void
  forgetAuthKey(id: bigint): void
  connections(): readonly Connection[]
  connectionsOf(authKeyId: bigint): readonly Connection[]
  counts(): { readonly connections: number; readonly sessions: number }
}

/** 30/s in all, 1/s a chat, 20/min a group: a test of something else may do without. */
export interface BotApiTools {
  setLimits(on: boolean): void
}

export interface ControlDeps {
  readonly world: World
  readonly commit: GroupCommit
  readonly keys: AuthKeys
  readonly codes: { latest(phone: string): string | undefined }
  readonly passwords: { set(user: User, text: string, hint?: string): Promise<void>; clear(user: User): void }
  readonly rules: RuleBook
  readonly ledger: Pick<Ledger, 'listen'>
  readonly judge: LedgerReader
  readonly mtproto: MtprotoTools
  readonly botApi: BotApiTools
  readonly clock: { nowMs(): number; advance(ms: number): number }
  /** For auth keys and bot tokens. */
  readonly random: Random
  readonly log: Logger
  /** What people see at `/`; left out in tests of the API alone. */
  readonly page?: Hono
}
