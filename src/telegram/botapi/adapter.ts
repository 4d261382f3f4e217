import type { Clock } from '../../base/clock.ts'
import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import type { ConnectGate } from '../connect-gate.ts'
import type { AccountCredentials, LinkOptions, TelegramAdapter } from '../contract.ts'
import { BotLink } from './link.ts'
import { parseBotToken } from './token.ts'

export interface BotApiDeps {
  /** TG_API_ROOT; undefined: Telegram's own. */
  readonly apiRoot: string | undefined
  readonly gate: ConnectGate
  readonly classify: ClassifyTelegramError
  readonly clock: Clock
  /** For each call; grammY's own is eight minutes. */
  readonly deadlineMs?: number
}

/** Bots, over HTTP. One in each thread that has links. */
export class BotApiAdapter implements TelegramAdapter {
  readonly #deps: BotApiDeps

  constructor(deps: BotApiDeps) {
    this.#deps = deps
  }

  /** @throws Error with one line when the session is no token */
  open({ session, proxy }: Pick<AccountCredentials, 'session' | 'proxy'>, options: LinkOptions = {}): BotLink {
    const parsed = parseBotToken(session.reveal())
    if (parsed === undefined) throw new Error('this is not the token of a bot')
    const { apiRoot = telegramRoot, gate, classify, clock, deadlineMs = callDeadlineMs } = this.#deps
    const { mayUse = () => true, onWritten = () => {} } = options
    const root = apiRoot.replace(/\/+$/, '') // grammY refuses to start with one.
    const connection = { token: parsed.token, apiRoot: root, gate, clock, deadlineMs, mayUse, onWritten }
    return new BotLink({ connection, classify, clock, hasProxy: proxy !== undefined, told: options })
  }
}

const telegramRoot = 'https://api.telegram.org'

/** Longer than what Telegram takes on a bad day. What is unanswered by then is in doubt, and stays so. */
const callDeadlineMs = 30_000
