import type { Random } from '../../src/base/random.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import type { Answer, MessageEdit, OutgoingMessage, Self, TelegramLink } from '../../src/telegram/contract.ts'
import type { Life } from './mortal-store.ts'

/** A message that stands, or stood, in a group. */
export interface Applied {
  readonly id: number
  readonly accountId: number
  readonly peer: number
  readonly randomId: string
  readonly saidFirst: string
  text: string
  isGone: boolean
}

/** One time that a message was put on the wire. */
interface Request {
  readonly accountId: number
  readonly peer: number
  readonly randomId: string
  readonly text: string
  readonly atMs: number
}

/** What becomes of one call. */
type Fate =
  | 'done'
  | 'lost' // nothing arrived, and nobody says so
  | 'unanswered' // it arrived, and nobody says so
  | 'failed'
  | 'not-sent'
  | 'flood'
  | 'refused'
  | 'content-refused'
  | 'limited'
  | 'dead'
  | 'doubtful-session'
  | 'stale'

const usualFates: readonly (readonly [Fate, number])[] = [
  ['done', 68],
  ['lost', 3],
  ['unanswered', 5],
  ['failed', 5],
  ['not-sent', 3],
  ['flood', 5],
  ['refused', 5],
  ['content-refused', 1],
  ['limited', 1],
  ['dead', 1],
  ['doubtful-session', 1],
  ['stale', 2],
]

/**
 * Telegram as a script: it keeps what arrived apart from what anybody believes, knows a repeat by its random_id, and misbehaves by
 * chance until it is told to be calm. It outlives the processes that call it.
 */
export class ScriptedTelegram {
  readonly messages = new Map<number, Applied>()
  readonly requests: Request[] = []
  /** What nobody may do, and somebody did. */
  readonly complaints: string[] = []
  /** Campaigns that were told to be quiet, by the first word of their texts, and who has spoken for them since, how often. */
  readonly quiet = new Map<string, Map<number, number>>()
  /** Seconds between two messages of an account, by group. */
  readonly slowModes = new Map<number, number>()
  isCalm = false
  isLineDown = false
  readonly #random: Random
  readonly #gapMs: number
  readonly #byRandomId = new Map<string, Applied>()
  readonly #lastIn = new Map<string, number>()
  readonly #lastAppliedMs = new Map<number, number>()
  readonly #floodUntilMs = new Map<number, number>()
  /** Who has been told of a wait must not ask before it is over. */
  readonly #heard = new Map<string, { readonly life: Life; readonly untilMs: number }>()

  constructor(random: Random, gapMs: number) {
    this.#random = random
    this.#gapMs = gapMs
  }

  byRandomId(randomId: string): Applied | undefined {
    return this.#byRandomId.get(randomId)
  }

  /** The way of one account to here, for as long as its thread lives. */
  link(accountId: number, life: Life): TelegramLink {
    const call = <Result>(work: () => Promise<Result>): Promise<Result> =>
      life.isOver ? never() : mortal(life, work())
    return {
      isOpen: false,
      lastUsedAtMs: 0,
      send: (message) => call(() => this.#send(accountId, life, message)),
      deleteMessage: ({ messageId }) => call(() => this.#change(messageId, (message) => void (message.isGone = true))),
      editMessage: (edit) => call(() => this.#edit(edit)),
      self: () => call(() => this.#self(accountId)),
      upload: () => Promise.resolve(noAnswer),
      findFiles: () => Promise.resolve(noAnswer),
      fetchDialogs: () => Promise.resolve(noAnswer),
      fetchTopics: () => Promise.resolve(noAnswer),
      fetchFolders: () => Promise.resolve(noAnswer),
      findChat: () => Promise.resolve(noAnswer),
      findSent: () => Promise.resolve(noAnswer),
      health: () => Promise.resolve(noAnswer),
      close: () => Promise.resolve(),
    }
  }

  async #send(accountId: number, life: Life, { to, text, randomId }: OutgoingMessage): Promise<Outcome> {
    const request = { accountId, peer: to.peer, randomId, text, atMs: Date.now() }
    const fate = this.#fate()
    if (fate === 'not-sent') return later(this.#random.int(1, 5_000), notSent)
    this.#note(request, life)
    await pause(this.#random.int(10, 150))
    if (fate === 'lost') return later(15_000, unknown)
    const outcome = this.#answer(request, fate)
    if (fate === 'unanswered') return later(15_000, unknown)
    await pause(this.#random.int(10, 300))
    if (outcome.type === 'wait') {
      const where = outcome.scope === 'peer' ? `${accountId} ${to.peer}` : String(accountId)
      if (!life.isOver) this.#heard.set(where, { life, untilMs: Date.now() + outcome.waitMs })
    }
    return outcome
  }

  #note(request: Request, life: Life): void {
    const { accountId, peer, atMs, text } = request
    this.requests.push(request)
    for (const where of [String(accountId), `${accountId} ${peer}`]) {
      const heard = this.#heard.get(where)
      if (heard?.life !== life || atMs >= heard.untilMs) continue
      this.complaints.push(`${where} was asked ${heard.untilMs - atMs} ms before the end of a wait`)
    }
    const campaign = text.split(' ')[0] ?? ''
    const spoken = this.quiet.get(campaign)
    if (spoken === undefined) return
    spoken.set(accountId, (spoken.get(accountId) ?? 0) + 1)
    if ((spoken.get(accountId) ?? 0) > 1)
      this.complaints.push(`${campaign} was to be quiet, and account ${accountId} goes on`)
  }

  #answer(request: Request, fate: Fate): Outcome {
    const { accountId, peer, randomId } = request
    const known = this.#byRandomId.get(randomId)
    if (known !== undefined && fate !== 'flood') {
      if (fate === 'failed') return { type: 'busyDuplicate', error: 'RANDOM_ID_DUPLICATE' }
      // What is said of a repeat says nothing of the first.
      if (fate === 'refused' || fate === 'stale') return refusals[fate]
      return sent(known.id)
    }
    const refusal = this.#refusal(request, fate)
    if (refusal !== undefined) return refusal
    // Between messages that stand: one that is refused may be followed at once by what takes its place.
    const sinceMs = request.atMs - (this.#lastAppliedMs.get(accountId) ?? Number.NEGATIVE_INFINITY)
    if (sinceMs < this.#gapMs) this.complaints.push(`account ${accountId} sent again after ${sinceMs} ms`)
    this.#lastAppliedMs.set(accountId, request.atMs)
    const id = this.messages.size + 1
    const message = { ...request, id, saidFirst: request.text, isGone: false }
    this.messages.set(id, message)
    this.#byRandomId.set(randomId, message)
    this.#lastIn.set(`${accountId} ${peer}`, Date.now())
    return sent(id)
  }

  #refusal({ accountId, peer }: Request, fate: Fate): Outcome | undefined {
    const nowMs = Date.now()
    if (fate === 'flood') this.#floodUntilMs.set(accountId, nowMs + this.#random.int(3, 90) * 1_000)
    const floodMs = (this.#floodUntilMs.get(accountId) ?? 0) - nowMs
    if (floodMs > 0) return wait('send', floodMs, 'FLOOD_WAIT_%d')
    const last = this.#lastIn.get(`${accountId} ${peer}`) ?? Number.NEGATIVE_INFINITY
    const slowMs = last + (this.slowModes.get(peer) ?? 0) * 1_000 - nowMs
    if (slowMs > 0) return wait('peer', slowMs, 'SLOWMODE_WAIT_%d')
    return refusals[fate]
  }

  #edit({ messageId, text }: MessageEdit): Promise<Outcome> {
    return this.#change(messageId, (message) => void (message.text = text), true)
  }

  /** Of a message that stands. */
  async #change(messageId: number, change: (message: Applied) => void, isEdit = false): Promise<Outcome> {
    const fate = this.#fate()
    await pause(this.#random.int(10, 300))
    if (fate === 'not-sent') return notSent
    if (fate === 'lost') return later(15_000, unknown)
    if (fate === 'failed') return refusals.failed
    if (fate === 'flood') return wait('change', this.#random.int(3, 90) * 1_000, 'FLOOD_WAIT_%d')
    const message = this.messages.get(messageId)
    if (message === undefined || (isEdit && message.isGone) || fate === 'refused') {
      return { type: 'refused', error: 'MESSAGE_ID_INVALID', what: 'request' }
    }
    change(message)
    return fate === 'unanswered' ? later(15_000, unknown) : sent(messageId)
  }

  async #self(accountId: number): Promise<Answer<Self>> {
    await pause(100)
    if (this.#random.next() < 0.3 && !this.isCalm) {
      return { type: 'accountDead', error: 'AUTH_KEY_UNREGISTERED', isCertain: true }
    }
    const value = { id: accountId, firstName: 'A', lastName: '', username: null, phone: null, isPremium: false }
    return { type: 'answer', value }
  }

  #fate(): Fate {
    if (this.isCalm) return 'done'
    if (this.isLineDown) return 'not-sent'
    let left = this.#random.next() * usualFates.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [fate, weight] of usualFates) if ((left -= weight) < 0) return fate
    return 'done'
  }
}

const notSent: Outcome = { type: 'notSent', error: 'connect' }
const unknown: Outcome = { type: 'unknown', error: 'deadline' }
const noAnswer = { type: 'refused', error: 'not in this test', what: 'request' } as const

const refusals = {
  failed: { type: 'failed', error: 'INTERNAL' },
  refused: { type: 'refused', error: 'CHAT_WRITE_FORBIDDEN', what: 'peer' },
  'content-refused': { type: 'contentRefused', error: 'MESSAGE_TOO_LONG' },
  limited: { type: 'accountPaused', error: 'PEER_FLOOD', concerns: 'account', days: [1, 2], fromPeers: 1 },
  dead: { type: 'accountDead', error: 'AUTH_KEY_UNREGISTERED', isCertain: true },
  'doubtful-session': { type: 'accountDead', error: 'UNHEARD_OF', isCertain: false },
  stale: { type: 'stale', error: 'CHANNEL_INVALID', what: 'peer' },
  done: undefined,
  lost: undefined,
  unanswered: undefined,
  'not-sent': undefined,
  flood: undefined,
} as const satisfies Record<Fate, Outcome | undefined>

function sent(messageId: number): Outcome {
  return { type: 'sent', messageId, result: null }
}

function wait(scope: 'send' | 'change' | 'peer', waitMs: number, error: string): Outcome {
  return { type: 'wait', waitMs: Math.ceil(waitMs / 1_000) * 1_000, scope, error }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}

async function later<Value>(ms: number, value: Value): Promise<Value> {
  await pause(ms)
  return value
}

/** Nobody hears what comes after their end. */
async function mortal<Value>(life: Life, working: Promise<Value>): Promise<Value> {
  const value = await working
  return life.isOver ? never() : value
}

function never<Value>(): Promise<Value> {
  return new Promise(() => {})
}
