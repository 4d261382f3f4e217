import type { Secret } from '../../base/secret.ts'
import type { Service } from '../../base/service.ts'
import type { Device } from '../../telegram/contract.ts'
import { parseSession } from '../../telegram/mtproto/session-string.ts'
import { codeTriesMax, loginTtlMs } from './logins-news.ts'
import type { Login, LoginDeskDeps, LoginNews } from './logins-news.ts'
import { deviceOf } from './logins.ts'
import { openLogin, sealLogin, way } from './logins-secrets.ts'
import type { LoginProxy, LoginSecrets } from './logins-secrets.ts'
import { LoginSteps } from './logins-steps.ts'
import type { LoginRow } from './logins-verbs.ts'
import { maskedPhone } from './phone.ts'
import { openProxy } from './proxies/desk.ts'
import { proxyText } from './stored-login.ts'

/** No code of Telegram's is longer. */
const digitsMax = 10

const sweepEveryMs = 60_000
const sweepBatch = 100
/** Longer than Telegram takes on a bad day. */
const askMaxMs = 60_000

/**
 * People's sign-ins, each a row that lives through a restart. What a person types is done in their turn; what Telegram is asked goes on
 * beside it, for as long as the row stands where it stood.
 */
export class LoginDesk implements Service {
  readonly #deps: LoginDeskDeps
  readonly #steps: LoginSteps
  /** Logins for which Telegram is being asked: one connection at a time, because two would end the session. */
  readonly #asking = new Map<number, AbortController>()
  readonly #endings = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined

  constructor(deps: LoginDeskDeps) {
    this.#deps = deps
    this.#steps = new LoginSteps(deps)
  }

  start(): Promise<void> {
    this.#timer = setInterval(() => this.#inBackground(this.sweep()), sweepEveryMs)
    this.#inBackground(this.sweep())
    return Promise.resolve()
  }

  /** What is being asked is given up; its row says where to go on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    for (const asking of this.#asking.values()) asking.abort()
    await Promise.all(this.#endings)
  }

  /** @returns undefined when this person has no such proxy */
  async proxyOf(userId: number, proxyId: number): Promise<LoginProxy | undefined> {
    const { store, keyring } = this.#deps
    const proxy = await store.proxyOf({ id: proxyId, ownerId: userId })
    return proxy && { id: proxyId, text: proxyText(openProxy(keyring, proxy)).reveal() }
  }

  /** @param proxy through which all of it goes, and then the account. @returns its id */
  async begin(userId: number, phone: string, proxy?: LoginProxy): Promise<number> {
    const { store, clock, keyring, settings } = this.#deps
    const id = await store.reserveLoginId()
    const nowMs = clock.nowMs()
    const earlier = await store.loginOf({ userId, nowMs })
    const secrets = sealLogin(keyring, id, { phone, digits: '', ...(proxy !== undefined && { proxy }) })
    const device = JSON.stringify(deviceOf(settings.version))
    await store.beginLogin({ id, userId, secrets, device, nowMs, expiresAtMs: nowMs + loginTtlMs })
    if (earlier !== undefined) this.#letGo(earlier.id)
    return id
  }

  /** @returns undefined when this person is at no such login */
  async look(userId: number, id: number): Promise<Login | undefined> {
    const row = await this.#row(userId, id)
    return row === undefined ? undefined : this.#loginOf(row, openLogin(this.#deps.keyring, row))
  }

  /** The one that this person is at, whichever. */
  async current(userId: number): Promise<Login | undefined> {
    const { store, clock, keyring } = this.#deps
    const row = await store.loginOf({ userId, nowMs: clock.nowMs() })
    return row === undefined ? undefined : this.#loginOf(row, openLogin(keyring, row))
  }

  /** One more digit of the code. The last one makes it `checking`. */
  type(userId: number, id: number, digit: string): Promise<Login | undefined> {
    return this.#change(userId, id, ({ digits }, { codeLength }) => {
      const typed = (digits + digit).slice(0, codeLength ?? digitsMax)
      return { secrets: { digits: typed }, row: typed.length === codeLength ? { step: 'checking' } : {} }
    })
  }

  eraseDigit(userId: number, id: number): Promise<Login | undefined> {
    return this.#change(userId, id, ({ digits }) => ({ secrets: { digits: digits.slice(0, -1) }, row: {} }))
  }

  /** For a code whose length Telegram does not tell. */
  codeIsWhole(userId: number, id: number): Promise<Login | undefined> {
    return this.#change(userId, id, ({ digits }) => ({ secrets: {}, row: digits === '' ? {} : { step: 'checking' } }))
  }

  /** It was seen in a chat. */
  spoilCode(userId: number, id: number): Promise<Login | undefined> {
    return this.#change(userId, id, () => ({ secrets: { digits: '' }, row: { step: 'void' } }))
  }

  /** A password has come: from here on it is being checked, also for those who look. */
  async prove(userId: number, id: number): Promise<void> {
    const row = await this.#row(userId, id)
    if (row?.step === 'password') await this.#deps.store.saveLogin({ ...row, step: 'proving', from: 'password' })
  }

  async end(userId: number, id: number): Promise<void> {
    await this.#deps.store.endLogin({ userId, id, nowMs: this.#deps.clock.nowMs() })
    this.#letGo(id)
  }

  /** Asks Telegram for what the login waits for: a code, or whether this one is right. Also where the process ended while it did. */
  goOn(userId: number, id: number): Promise<LoginNews> {
    return this.#ask(userId, id, (row, signal) => this.#steps.goOn(row, signal))
  }

  askForCode(userId: number, id: number): Promise<LoginNews> {
    return this.#ask(userId, id, (row, signal) => this.#steps.askForCode(row, signal))
  }

  checkCode(userId: number, id: number): Promise<LoginNews> {
    return this.#ask(userId, id, (row, signal) => this.#steps.checkCode(row, signal))
  }

  /** After `prove`. */
  checkPassword(userId: number, id: number, password: Secret): Promise<LoginNews> {
    return this.#ask(userId, id, (row, signal) => this.#steps.checkPassword(row, password, signal))
  }

  /** Ends those that nobody finished, and at Telegram those that it let in. */
  async sweep(): Promise<void> {
    const ended = await this.#deps.store.endedLogins({ nowMs: this.#deps.clock.nowMs(), limit: sweepBatch })
    for (const { id } of ended) if (!this.#asking.has(id)) await this.#logOut(id)
  }

  async #row(userId: number, id: number): Promise<LoginRow | undefined> {
    const row = await this.#deps.store.loginOf({ userId, nowMs: this.#deps.clock.nowMs() })
    return row?.id === id ? row : undefined
  }

  /** Something that a person does to the code they are typing; at any other step it does nothing. */
  async #change(
    userId: number,
    id: number,
    change: (
      secrets: LoginSecrets,
      row: LoginRow,
    ) => { readonly secrets: Partial<LoginSecrets>; readonly row: Partial<LoginRow> },
  ): Promise<Login | undefined> {
    const { store, keyring } = this.#deps
    const row = await this.#row(userId, id)
    if (row === undefined) return undefined
    const secrets = openLogin(keyring, row)
    if (row.step !== 'code') return this.#loginOf(row, secrets)
    const changed = change(secrets, row)
    const now = { ...secrets, ...changed.secrets }
    const next = { ...row, ...changed.row, secrets: sealLogin(keyring, id, now) }
    return (await store.saveLogin({ ...next, from: row.step })) ? this.#loginOf(next, now) : this.look(userId, id)
  }

  async #ask(
    userId: number,
    id: number,
    work: (row: LoginRow, signal: AbortSignal) => Promise<LoginNews>,
  ): Promise<LoginNews> {
    if (this.#asking.has(id)) return { type: 'here' }
    const giveUp = new AbortController()
    this.#asking.set(id, giveUp)
    try {
      const row = await this.#row(userId, id)
      if (row === undefined) return { type: 'over' }
      return await work(row, AbortSignal.any([giveUp.signal, AbortSignal.timeout(askMaxMs)]))
    } finally {
      this.#asking.delete(id)
      this.#letGo(id)
    }
  }

  /** Sees to a login that may be over. One for which Telegram is being asked is seen to when that has ended. */
  #letGo(id: number): void {
    const asking = this.#asking.get(id)
    if (asking === undefined) this.#inBackground(this.#logOut(id))
    else asking.abort()
  }

  /** Ends at Telegram what is over here, unless an account lives on it. What does not succeed is left to the next sweep. */
  async #logOut(id: number): Promise<void> {
    const { store, signIns, keyring } = this.#deps
    const row = await store.login(id)
    if (row?.step !== 'ending' || this.#asking.has(id)) return
    const giveUp = new AbortController()
    this.#asking.set(id, giveUp)
    try {
      const { session, proxy } = openLogin(keyring, row)
      const parsed = parseSession(session ?? '')
      const isOurs =
        parsed.type === 'session' &&
        (await store.loginTaken({ authKeyId: parsed.authKeyId, telegramId: null })) === undefined
      if (isOurs) {
        const device = JSON.parse(row.device) as Device
        const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(askMaxMs)])
        const ended = await signIns.logOut({ session: parsed.session, device, proxy: way(proxy) }, signal)
        if (ended.type === 'refused') return
      }
      await store.forgetLogin(id)
    } finally {
      this.#asking.delete(id)
    }
  }

  #inBackground(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.#deps.log.error({ err: error }, 'a login could not be ended, and is tried again'))
      .finally(() => this.#endings.delete(done))
    this.#endings.add(done)
  }

  #loginOf(row: LoginRow, { phone, digits, hint }: LoginSecrets): Login {
    const { id, step, way, codeLength, resendAtMs, tries } = row
    return {
      id,
      step,
      isBusy: this.#asking.has(id),
      phone: maskedPhone(phone),
      digits: digits.length,
      way: way ?? 'other',
      codeLength,
      resendAtMs,
      triesLeft: codeTriesMax - tries,
      hint: hint ?? null,
    }
  }
}
