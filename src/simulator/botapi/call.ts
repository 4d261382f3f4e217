import type { User } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { World } from '../world/world.ts'
import type { BotValues } from './bot-values.ts'
import type { Callbacks } from './callbacks.ts'
import type { FileBytes } from '../world/files/file-bytes.ts'
import type { FileIds } from './files/file-ids.ts'
import type { Args } from './http/args.ts'
import type { Limits } from './limits.ts'
import type { LongPolls } from './updates/long-polls.ts'
import type { UpdateMaker } from './updates/update-maker.ts'
import type { UpdateQueue } from './updates/update-queue.ts'
import type { Webhooks } from './updates/webhooks.ts'
import type { View } from './view/view.ts'

/** What the Bot API is made of, for its methods. */
export interface Parts {
  readonly world: World
  readonly values: BotValues
  readonly queue: UpdateQueue
  readonly polls: LongPolls
  readonly webhooks: Webhooks
  readonly updates: UpdateMaker
  readonly callbacks: Callbacks
  readonly limits: Limits
  readonly fileIds: FileIds
  readonly fileBytes: FileBytes
}

/** What a request did, for the ledger. One per message of a request that makes several. */
export interface LedgerNote {
  readonly chat: Peer
  readonly text: string
  readonly messageId: number
  /** False for an edit: no new message stands in the chat. */
  readonly applied: boolean
}

/** One request with everything a method may need. */
export interface BotCall {
  readonly bot: User
  readonly args: Args
  readonly parts: Parts
  readonly world: World
  readonly view: View
  /** Aborts when the client hangs up. */
  readonly gone: AbortSignal
  note(note: LedgerNote): void
}

/** Returns the `result` of the answer. @throws BotError, Refusal or ParseFailure */
export type BotMethod = (call: BotCall) => unknown

/** Methods by their name in the Bot API. A file of methods exports one such table. */
export type BotMethods = Readonly<Record<string, BotMethod>>
