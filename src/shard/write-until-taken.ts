import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../base/log.ts'
import { StoreError } from '../store/store-error.ts'

interface Deps {
  readonly log: Pick<Logger, 'error'>
  readonly policy: { readonly pollEveryMs: number }
  /** Undefined when the account's partition belongs to another. */
  readonly epoch: () => number | undefined
}

/**
 * What Telegram did with a message must not be forgotten because the disk is full just now: it is written again until the store
 * takes it, and meanwhile the account sends nothing. @throws whatever is no refusal of the store, and a refusal once the partition is
 * another's: whoever has it finds the message in flight, and repeats it.
 */
export async function writeUntilTaken<Value>(deps: Deps, write: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await write()
    } catch (error) {
      if (!(error instanceof StoreError) || deps.epoch() === undefined) throw error
      // Once for each write: the next tries fail for the same reason, some a second for every account.
      if (tries === 1)
        deps.log.error({ err: error }, 'the store refused what Telegram did; it is written again until it is taken')
      await sleep(deps.policy.pollEveryMs)
    }
  }
}
