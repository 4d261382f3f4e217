import { accessOf, mayUse } from '../../access/people.ts'
import { Secret } from '../../base/secret.ts'
import type { Device } from '../../telegram/contract.ts'
import type { CodeSent, LoginReason, LoginRefused, PasswordNeeded, SignedIn } from '../../telegram/login-contract.ts'
import { parseSession } from '../../telegram/mtproto/session-string.ts'
import { keepUnlessTaken } from './logins.ts'
import type { ConfirmedLogin } from './logins.ts'
import { codeTriesMax, loginTtlMs } from './logins-news.ts'
import type { LoginDeskDeps, LoginNews, LoginNote } from './logins-news.ts'
import { openLogin, sealLogin, way, whoIn } from './logins-secrets.ts'
import type { LoginSecrets } from './logins-secrets.ts'
import type { LoginRow } from './logins-verbs.ts'

/** A login as it stood when Telegram was asked. */
interface Opened {
  readonly row: LoginRow
  readonly secrets: LoginSecrets
}

/** How long somebody waits where Telegram does not say. */
const resendAfterS = 60

/** What a login asks of Telegram, and where that leads. A row that has moved meanwhile is left alone. */
export class LoginSteps {
  readonly #deps: LoginDeskDeps

  constructor(deps: LoginDeskDeps) {
    this.#deps = deps
  }

  async goOn(row: LoginRow, signal: AbortSignal): Promise<LoginNews> {
    switch (row.step) {
      case 'asking':
      case 'void':
        return this.askForCode(row, signal)
      case 'checking': {
        // Telegram may have let them in before the process ended, and then the code is used up.
        const found = await this.#whoIsIn(this.#open(row), signal)
        return found === 'nobody' ? this.checkCode(row, signal) : found
      }
      case 'proving': {
        const opened = this.#open(row)
        const found = await this.#whoIsIn(opened, signal)
        if (found !== 'nobody') return found
        return this.#to(opened, { row: { step: 'password' } })
      }
      case 'signed-in':
        return this.#keep(this.#open(row))
      default:
        return here()
    }
  }

  async askForCode(row: LoginRow, signal: AbortSignal): Promise<LoginNews> {
    const before = this.#open(row)
    const asking = row.step === 'asking' ? before : await this.#save(before, { row: { step: 'asking' } })
    if (asking === undefined) return over
    const answer = await this.#requestCode(asking, row.step !== 'void', signal)
    switch (answer.type) {
      case 'signed-in':
        return this.#confirm(asking, answer)
      case 'code-sent':
        return this.#codeSent(asking, answer)
      case 'refused':
        break
      default:
        return answer satisfies never
    }
    if (endsLogin.has(answer.reason)) return this.#end(asking, answer)
    // The code that they have is as good as before.
    if (row.step === 'code') return this.#to(asking, { row: { step: 'code' } }, 'no-new-code')
    return { type: 'refused', refused: answer }
  }

  async checkCode(row: LoginRow, signal: AbortSignal): Promise<LoginNews> {
    const opened = this.#open(row)
    const { phone, session, phoneCodeHash, digits } = opened.secrets
    if (row.step !== 'checking' || session === undefined || phoneCodeHash === undefined) return here()
    const step = { ...this.#loginStep(opened), phone: new Secret(phone), phoneCodeHash: new Secret(phoneCodeHash) }
    const answer = await this.#deps.signIns.signIn(step, new Secret(digits), signal)
    if (answer.type === 'signed-in') return this.#confirm(opened, answer)
    if (answer.type === 'password-needed') return this.#passwordNeeded(opened, answer)
    if (endsLogin.has(answer.reason)) return this.#end(opened, answer)
    const tries = row.tries + 1
    const again = answer.reason === 'code-invalid' && tries < codeTriesMax
    if (again) return this.#to(opened, { row: { step: 'code', tries }, secrets: { digits: '' } }, 'code-wrong')
    const isVoid = answer.reason === 'code-invalid' || answer.reason === 'code-expired'
    if (isVoid) return this.#to(opened, { row: { step: 'void' }, secrets: { digits: '' } }, 'code-expired')
    return { type: 'refused', refused: answer }
  }

  async checkPassword(row: LoginRow, password: Secret, signal: AbortSignal): Promise<LoginNews> {
    if (row.step !== 'proving') return here()
    const opened = this.#open(row)
    const answer = await this.#deps.signIns.checkPassword(this.#loginStep(opened), password, signal)
    if (answer.type === 'signed-in') return this.#confirm(opened, answer)
    if (endsLogin.has(answer.reason)) return this.#end(opened, answer)
    const tries = row.tries + 1
    if (answer.reason === 'password-invalid')
      return this.#to(opened, { row: { step: 'password', tries } }, 'password-wrong')
    if (answer.reason === 'wait') await this.#save(opened, { row: { step: 'password' } })
    return { type: 'refused', refused: answer }
  }

  /** The same code on another way where that is possible, and else a new one. */
  async #requestCode(
    opened: Opened,
    isCodeGood: boolean,
    signal: AbortSignal,
  ): Promise<CodeSent | SignedIn | LoginRefused> {
    const { signIns } = this.#deps
    const { phone, session, phoneCodeHash } = opened.secrets
    const start = { ...this.#loginStep(opened), phone: new Secret(phone) }
    if (isCodeGood && session !== undefined && phoneCodeHash !== undefined) {
      const resent = await signIns.resendCode({ ...start, phoneCodeHash: new Secret(phoneCodeHash) }, signal)
      if (resent.type !== 'refused' || !isAnewWorthTrying.has(resent.reason)) return resent
    }
    const { device, proxy } = start
    if (session === undefined) return signIns.sendCode({ phone: start.phone, device, proxy }, signal)
    const sent = await signIns.sendCode(start, signal)
    // Telegram has forgotten the key of the earlier try.
    const isKeyGone = sent.type === 'refused' && sent.reason === 'begin-again'
    return isKeyGone ? signIns.sendCode({ phone: start.phone, device, proxy }, signal) : sent
  }

  #codeSent(opened: Opened, { session, phoneCodeHash, way, codeLength, ...sent }: CodeSent): Promise<LoginNews> {
    const nowMs = this.#deps.clock.nowMs()
    return this.#to(opened, {
      row: {
        step: 'code',
        way,
        codeLength,
        resendAtMs: nowMs + (sent.resendAfterS ?? resendAfterS) * 1000,
        tries: 0,
        expiresAtMs: nowMs + loginTtlMs,
      },
      secrets: { session: session.reveal(), phoneCodeHash: phoneCodeHash.reveal(), digits: '' },
    })
  }

  #passwordNeeded(opened: Opened, { session, hint }: PasswordNeeded): Promise<LoginNews> {
    return this.#to(opened, {
      row: { step: 'password', tries: 0, expiresAtMs: this.#deps.clock.nowMs() + loginTtlMs },
      secrets: { session: session.reveal(), digits: '', ...(hint === null || hint === '' ? {} : { hint }) },
    })
  }

  /** Whether Telegram has let this session in, without our knowing it. */
  async #whoIsIn(opened: Opened, signal: AbortSignal): Promise<LoginNews | 'nobody'> {
    const { session } = opened.secrets
    const parsed = parseSession(session ?? '')
    if (parsed.type !== 'session') return 'nobody'
    const answer = await this.#deps.signIns.whoIs(this.#loginStep(opened), signal)
    switch (answer.type) {
      case 'answer':
        return this.#confirm(opened, {
          type: 'signed-in',
          session: parsed.session,
          authKeyId: parsed.authKeyId,
          self: answer.value,
        })
      case 'wait':
      case 'notSent':
      case 'unknown':
        return {
          type: 'refused',
          refused: { type: 'refused', reason: 'no-answer', error: answer.type, waitSeconds: null },
        }
      default:
        return 'nobody'
    }
  }

  /** Telegram has let them in: from here on either an account lives on this session, or it is ended. */
  async #confirm(opened: Opened, answer: SignedIn): Promise<LoginNews> {
    const signedIn = whoIn(answer)
    const session = answer.session.reveal()
    const saved = await this.#save(opened, { row: { step: 'signed-in' }, secrets: { session, digits: '', signedIn } })
    if (saved !== undefined) return this.#keep(saved)
    await this.#deps.signIns.logOut(
      { ...this.#loginStep(opened), session: answer.session },
      new AbortController().signal,
    )
    return over
  }

  async #keep(opened: Opened): Promise<LoginNews> {
    const { store, clock } = this.#deps
    const { id, userId } = opened.row
    const { session, signedIn, proxy } = opened.secrets
    if (session === undefined || signedIn === undefined) return over
    const person = await store.person(userId)
    const isWelcome = person !== undefined && mayUse(accessOf(person, clock.nowMs()), 'active')
    if (isWelcome) {
      const { device } = this.#loginStep(opened)
      const { authKeyId, ...self } = signedIn
      const login = { ownerId: userId, session: new Secret(session), authKeyId, self, device }
      const kept = await this.#keepFor({ ...login, ...(proxy !== undefined && { proxy }) })
      if (kept !== undefined) {
        await store.forgetLogin(id)
        return { type: 'kept', kept }
      }
    }
    await store.endLogin({ userId, id, nowMs: clock.nowMs() })
    return isWelcome ? { type: 'taken' } : over
  }

  /** @returns undefined when it is somebody else's */
  async #keepFor(login: ConfirmedLogin) {
    const kept = await keepUnlessTaken(this.#deps, login)
    if (!('taken' in kept)) return kept
    const { account, isSameLogin } = kept.taken
    if (account.ownerId !== login.ownerId) return undefined
    // The process ended between storing it and forgetting the login.
    if (isSameLogin) return { account, isNew: false, isOldLoginEnded: null }
    // Their own other login of this account was a moment faster.
    const second = await keepUnlessTaken(this.#deps, login)
    return 'taken' in second ? undefined : second
  }

  async #end({ row }: Opened, refused: LoginRefused): Promise<LoginNews> {
    await this.#deps.store.endLogin({ userId: row.userId, id: row.id, nowMs: this.#deps.clock.nowMs() })
    return { type: 'refused', refused }
  }

  async #to(opened: Opened, change: Change, note?: LoginNote): Promise<LoginNews> {
    return (await this.#save(opened, change)) === undefined ? over : here(note)
  }

  /** @returns undefined when the row is elsewhere by now */
  async #save({ row, secrets }: Opened, change: Change): Promise<Opened | undefined> {
    const nextSecrets = { ...secrets, ...change.secrets }
    const next = { ...row, ...change.row, secrets: sealLogin(this.#deps.keyring, row.id, nextSecrets) }
    const isSaved = await this.#deps.store.saveLogin({ ...next, from: row.step })
    return isSaved ? { row: next, secrets: nextSecrets } : undefined
  }

  #open(row: LoginRow): Opened {
    return { row, secrets: openLogin(this.#deps.keyring, row) }
  }

  #loginStep({ row, secrets }: Opened) {
    const device = JSON.parse(row.device) as Device
    return { session: new Secret(secrets.session ?? ''), device, proxy: way(secrets.proxy) }
  }
}

interface Change {
  readonly row: Partial<LoginRow>
  readonly secrets?: Partial<LoginSecrets>
}

const over: LoginNews = { type: 'over' }
const here = (note?: LoginNote): LoginNews => (note === undefined ? { type: 'here' } : { type: 'here', note })

/** Nothing can come of this login any more. */
const endsLogin: ReadonlySet<LoginReason> = new Set<LoginReason>([
  'phone-invalid',
  'phone-banned',
  'phone-unknown',
  'begin-again',
])

/** There is no other way for this code, but there may be another code. */
const isAnewWorthTrying: ReadonlySet<LoginReason> = new Set<LoginReason>([
  'code-expired',
  'code-unavailable',
  'begin-again',
  'telegram-failed',
])
