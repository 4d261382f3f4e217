import type { Random } from '../base/random.ts'
import type { Peer } from '../delivery/peer.ts'
import type { StorePort, Verbs } from '../store/store.ts'
import { AccountLane } from './account-lane.ts'
import type { LanePace } from './account-lane.ts'
import type { AccountPace } from './account-pace.ts'
import { AttemptWindow } from './attempt-window.ts'

export interface LanesDeps {
  readonly store: Pick<StorePort<Verbs>, 'window' | 'changeWindow' | 'otherWindow'>
  readonly random: Random
  readonly policy: { readonly gapMinMs: number }
}

/** Messages first: in every turn they are asked before the others. */
export function openLanes(accountId: number, pace: AccountPace, { store, random, policy }: LanesDeps) {
  const window = (verb: 'window' | 'changeWindow' | 'otherWindow') =>
    new AttemptWindow((rank, limit) => store[verb](accountId, rank, limit))
  const sends = new AccountLane(pace, window('window'), random)
  const changes = new AccountLane(new ChangePace(pace), window('changeWindow'), random)
  const reads = new AccountLane(new ReadPace(policy.gapMinMs), window('otherWindow'), random)
  return { sends, changes, all: [sends, changes, reads] } as const
}

/**
 * Between an answer and the next thing that an account reads. Pages of one list follow each other at once, as in every client; this keeps
 * many small questions, such as forty links, from being a burst. Telegram publishes no number, and says by a flood wait what is too much.
 */
const readGapMs = 1_000

/** Whatever is not sending: one after another. Nothing of it is kept over a restart, which takes longer. */
abstract class OneByOne implements LanePace {
  readonly sideBySide = 1
  #nextAtMs = 0

  abstract guardMs(nowMs: number): number

  get nextAtMs(): number {
    return this.#nextAtMs
  }

  begin(): boolean {
    return true
  }

  end(_: Peer | null, nowMs: number): void {
    this.#nextAtMs = nowMs + this.guardMs(nowMs)
  }

  giveUp(): void {}

  hold(untilMs: number): void {
    this.#nextAtMs = Math.max(this.#nextAtMs, untilMs)
  }
}

class ReadPace extends OneByOne {
  readonly #gapMs: number

  /** @param gapMinMs between messages: where these may be closer, so may reads */
  constructor(gapMinMs: number) {
    super()
    this.#gapMs = Math.min(readGapMs, gapMinMs)
  }

  guardMs(): number {
    return this.#gapMs
  }
}

/** A bot's 25 messages a second leave 5 of what Telegram takes from it. */
const changeGapMinMs = 200

/** As far apart as the account's messages, but beside them: an undo delays none of them, and they do not delay it. */
class ChangePace extends OneByOne {
  readonly #messages: AccountPace

  constructor(messages: AccountPace) {
    super()
    this.#messages = messages
  }

  guardMs(nowMs: number): number {
    return Math.max(this.#messages.gapMs(nowMs), changeGapMinMs)
  }
}
