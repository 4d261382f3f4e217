import type { Clock } from '../../base/clock.ts'
import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import type { ConnectGate } from '../connect-gate.ts'
import type { AccountCredentials, LinkOptions, TelegramAdapter } from '../contract.ts'
import type { Application, OtherTelegram } from './client.ts'
import { MtprotoLink } from './link.ts'
import type { ClientCounters } from './live-client.ts'
import { MtprotoLogin } from './login.ts'
import { trustServerKey } from './server-key.ts'
import { parseSession } from './session-string.ts'

export interface MtprotoDeps {
  readonly application: Application
  /** Undefined: the real one. */
  readonly otherTelegram: (OtherTelegram & { readonly publicKeyPem: string }) | undefined
  readonly gate: ConnectGate
  readonly classify: ClassifyTelegramError
  readonly clock: Clock
  /** For connecting and for each call; GramJS has none. */
  readonly deadlineMs?: number
  /** Between two tries of a client to connect; there are five. */
  readonly retryDelayMs?: number
}

/** User accounts. One in each thread that has links. */
export class MtprotoAdapter implements TelegramAdapter {
  readonly #deps: MtprotoDeps
  readonly counters: ClientCounters = { clients: 0, lateAnswers: 0, deadlines: 0 }

  constructor(deps: MtprotoDeps) {
    this.#deps = deps
    if (deps.otherTelegram !== undefined) trustServerKey(deps.otherTelegram.publicKeyPem)
  }

  /** @throws Error with one line when the session is none: GramJS would make a login of it that hangs */
  open({ session: given, device, proxy }: Omit<AccountCredentials, 'kind'>, options: LinkOptions = {}): MtprotoLink {
    const parsed = parseSession(given.reveal())
    if (parsed.type === 'not-a-session') throw new Error(`this is not a session string: ${parsed.reason}`)
    const { session } = parsed
    const { classify, clock } = this.#deps
    const { mayUse = () => true, onWritten = () => {} } = options
    const client = { ...this.#clientDeps(), session, device, proxy, mayUse, onWritten, requestRetries: 2 }
    return new MtprotoLink({ classify, clock, client, told: options })
  }

  /** For a thread that does not send. */
  openLogin(): MtprotoLogin {
    const client = { ...this.#clientDeps(), mayUse: () => true, onWritten: () => {}, requestRetries: 5 }
    return new MtprotoLogin({ classify: this.#deps.classify, client })
  }

  #clientDeps() {
    const { application, otherTelegram, gate, deadlineMs = callDeadlineMs, retryDelayMs = 1000 } = this.#deps
    const port = otherTelegram?.port
    return { application, otherTelegram, gate, port, deadlineMs, retryDelayMs, counters: this.counters }
  }
}

/** Longer than what Telegram takes on a bad day, and than a reconnect within the call. */
const callDeadlineMs = 60_000
