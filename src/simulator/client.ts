import { ControlConnection, ControlError } from './client/control-connection.ts'
import { LedgerCalls } from './client/ledger-calls.ts'
import { PeopleCalls } from './client/people-calls.ts'
import { RuleCalls } from './client/rule-calls.ts'
import { ServerCalls } from './client/server-calls.ts'
import { WorldCalls } from './client/world-calls.ts'
import type { ControlEvent, ControlEventType } from './control/control-event.ts'
import type { RuleView } from './faults/rule-book.ts'
import type { LedgerFilter } from './ledger/ledger-query.ts'
import type { LedgerLine } from './ledger/ledger.ts'
import type { Message } from './world/model.ts'

export interface WaitOptions {
  /** Half a minute unless told. */
  readonly timeoutMs?: number
  /** Events that can make a difference; all kinds unless told. */
  readonly on?: readonly ControlEventType[]
}

/**
 * The control API of a running simulator, for tests and the demo: `new SimulatorClient('http://127.0.0.1:9082')`. What the
 * simulator refuses is thrown as a ControlError with its line. Waiting is by events, never by sleeping.
 */
export class SimulatorClient {
  readonly world: WorldCalls
  readonly people: PeopleCalls
  readonly rules: RuleCalls
  readonly ledger: LedgerCalls
  readonly server: ServerCalls
  readonly #control: ControlConnection

  constructor(url: string) {
    this.#control = new ControlConnection(url)
    this.world = new WorldCalls(this.#control)
    this.people = new PeopleCalls(this.#control)
    this.rules = new RuleCalls(this.#control)
    this.ledger = new LedgerCalls(this.#control)
    this.server = new ServerCalls(this.#control)
  }

  /** What happens from now on; once this has resolved, nothing is missed. Leaving the loop over it ends it. */
  async events(types?: readonly ControlEventType[], signal?: AbortSignal): Promise<AsyncGenerator<ControlEvent>> {
    return each(await this.#control.events(types, signal))
  }

  /**
   * Asks until the answer is neither undefined nor false: now, and whenever something happened.
   * @param what it waits for, for the error: `waited 30000 ms for three sends`
   */
  async until<Answer>(
    what: string,
    ask: () => Promise<Answer | undefined | false>,
    { timeoutMs = 30_000, on }: WaitOptions = {},
  ): Promise<Answer> {
    const tooLate = new Error(`waited ${timeoutMs} ms for ${what}`)
    const ending = new AbortController()
    const timer = setTimeout(() => ending.abort(tooLate), timeoutMs)
    try {
      const events = await this.#control.events(on, ending.signal)
      for (;;) {
        const answer = await ask()
        if (answer !== undefined && answer !== false) return answer
        if ((await events.next()).done === true)
          throw new Error(`the simulator stopped while a test waited for ${what}`)
      }
    } catch (error) {
      throw ending.signal.aborted ? tooLate : error
    } finally {
      clearTimeout(timer)
      ending.abort(tooLate)
    }
  }

  /** The first lines of the ledger that fit, once there are `count` of them. */
  waitForLines(filter: LedgerFilter, count = 1, options: WaitOptions = {}): Promise<readonly LedgerLine[]> {
    const ask = async () => {
      const { lines } = await this.ledger.lines({ ...filter, limit: count })
      return lines.length >= count && lines
    }
    return this.until(`${count} lines with ${JSON.stringify(filter)}`, ask, { on: ['ledger'], ...options })
  }

  /** A rule, once it has acted so often. */
  waitForRule(id: number, hits = 1, options: WaitOptions = {}): Promise<RuleView> {
    const ask = async () => {
      const rule = await this.rules.get(id)
      return rule.hits >= hits && rule
    }
    return this.until(`${hits} hits of rule ${id}`, ask, { on: ['rule'], ...options })
  }

  /** The login code of a phone, once it was asked for. */
  waitForCode(phone: string, options: WaitOptions = {}): Promise<string> {
    const ask = () => this.world.code(phone).catch(notYet)
    return this.until(`a login code of ${phone}`, ask, { on: ['ledger', 'message', 'tick'], ...options })
  }

  /** The newest message that a user sees in a conversation and that passes `isWanted`, once it is there. */
  waitForMessage(
    userId: number,
    peer: number,
    isWanted: (message: Message) => boolean,
    options: WaitOptions = {},
  ): Promise<Message> {
    const ask = async () => (await this.people.messages(userId, peer)).find(isWanted)
    return this.until(`a message to user ${userId} in ${peer}`, ask, {
      on: ['message', 'edited', 'deleted'],
      ...options,
    })
  }
}

function notYet(error: unknown): undefined {
  if (error instanceof ControlError && error.status === 404) return undefined
  throw error
}

async function* each(batches: AsyncGenerator<ControlEvent[]>): AsyncGenerator<ControlEvent> {
  for await (const batch of batches) yield* batch
}
