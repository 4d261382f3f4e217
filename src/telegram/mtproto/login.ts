import { Api } from 'telegram'
import { Secret } from '../../base/secret.ts'
import type { ClassifyTelegramError } from '../../delivery/classify.ts'
import type {
  CodeSent,
  CodeStep,
  LoggedOut,
  LoginRefused,
  LoginStart,
  LoginStep,
  PasswordNeeded,
  SignedIn,
  TelegramLogin,
} from '../login-contract.ts'
import type { Failed } from './call.ts'
import { codeSentOf } from './code-sent.ts'
import { LiveClient } from './live-client.ts'
import type { LiveClientDeps } from './live-client.ts'
import { refusalOf, refused } from './login-refusal.ts'
import { proofOf } from './password-proof.ts'
import { selfOf } from './self.ts'
import { parseSession } from './session-string.ts'

export interface LoginDeps {
  /** All but what comes with each step. */
  readonly client: Omit<LiveClientDeps, 'session' | 'device' | 'proxy'>
  readonly classify: ClassifyTelegramError
}

/** A client of one step: what it calls, and who may end the waiting. */
interface Step {
  readonly client: LiveClient
  readonly signal: AbortSignal
}

export class MtprotoLogin implements TelegramLogin {
  readonly #deps: LoginDeps

  constructor(deps: LoginDeps) {
    this.#deps = deps
  }

  sendCode({ phone, ...start }: LoginStart, signal: AbortSignal): Promise<CodeSent | SignedIn | LoginRefused> {
    const { apiId, apiHash } = this.#deps.client.application
    const request = new Api.auth.SendCode({
      phoneNumber: phone.reveal(),
      apiId,
      apiHash: apiHash.reveal(),
      settings: new Api.CodeSettings({}),
    })
    return this.#step(start, signal, (step) => this.#askForCode(step, request))
  }

  resendCode(step: CodeStep, signal: AbortSignal): Promise<CodeSent | SignedIn | LoginRefused> {
    const request = new Api.auth.ResendCode(phoneOf(step))
    return this.#step(step, signal, (step) => this.#askForCode(step, request))
  }

  signIn(given: CodeStep, code: Secret, signal: AbortSignal): Promise<SignedIn | PasswordNeeded | LoginRefused> {
    return this.#step(given, signal, async (step) => {
      const request = new Api.auth.SignIn({ ...phoneOf(given), phoneCode: code.reveal() })
      const got = await step.client.invoke(request, signal)
      if (got.type === 'answered') return signedIn(step, got.result)
      if (got.failure.name !== 'SESSION_PASSWORD_NEEDED') return this.#refuse(got)
      return passwordNeeded(step)
    })
  }

  checkPassword(given: LoginStep, password: Secret, signal: AbortSignal): Promise<SignedIn | LoginRefused> {
    return this.#step(given, signal, async (step) => {
      const first = await this.#provePassword(step, password)
      // A challenge lasts for minutes, and another one may have been asked for meanwhile.
      const isStale = first.type === 'refused' && first.error === 'SRP_ID_INVALID'
      return isStale ? this.#provePassword(step, password) : first
    })
  }

  logOut(given: LoginStep, signal: AbortSignal): Promise<LoggedOut | LoginRefused> {
    return this.#step(given, signal, async ({ client }) => {
      const got = await client.invoke(new Api.auth.LogOut(), signal)
      return got.type === 'answered' || got.failure.code === 401 ? { type: 'logged-out' } : this.#refuse(got)
    })
  }

  async #askForCode(
    { client, signal }: Step,
    request: Api.auth.SendCode | Api.auth.ResendCode,
  ): Promise<CodeSent | SignedIn | LoginRefused> {
    const got = await client.invoke(request, signal)
    if (got.type === 'failed') return this.#refuse(got)
    const { result } = got
    if (result instanceof Api.auth.SentCodeSuccess) return signedIn({ client, signal }, result.authorization)
    const needsEmail = result.type instanceof Api.auth.SentCodeTypeSetUpEmailRequired
    return needsEmail ? refused('code-unavailable', result.type.className) : codeSentOf(result, client.session)
  }

  async #provePassword(step: Step, password: Secret): Promise<SignedIn | LoginRefused> {
    const { client, signal } = step
    const challenge = await client.invoke(new Api.account.GetPassword(), signal)
    if (challenge.type === 'failed') return this.#refuse(challenge)
    // It was switched off meanwhile.
    if (challenge.result.hasPassword !== true) return refused('begin-again', 'PASSWORD_MISSING')
    const proof = await proofOf(challenge.result, password)
    if (proof === undefined) return refused('application-outdated', 'an unknown way to check passwords')
    const got = await client.invoke(new Api.auth.CheckPassword({ password: proof }), signal)
    return got.type === 'answered' ? signedIn(step, got.result) : this.#refuse(got)
  }

  /** One connection for one step, gone when it is over. */
  async #step<Value>(
    given: Omit<LoginStep, 'session'> & { readonly session?: Secret },
    signal: AbortSignal,
    work: (step: Step) => Promise<Value | LoginRefused>,
  ): Promise<Value | LoginRefused> {
    const { session, device, proxy } = given
    if (session !== undefined && parseSession(session.reveal()).type === 'not-a-session') {
      return refused('begin-again', 'the stored session is none')
    }
    const opened = await LiveClient.open({ ...this.#deps.client, session, device, proxy }, signal)
    if (opened.type === 'failed') return this.#refuse(opened)
    try {
      return await work({ client: opened.client, signal })
    } finally {
      await opened.client.retire('close')
    }
  }

  #refuse({ failure }: Failed): LoginRefused {
    return refusalOf(failure, this.#deps.classify)
  }
}

function phoneOf({ phone, phoneCodeHash }: CodeStep) {
  return { phoneNumber: phone.reveal(), phoneCodeHash: phoneCodeHash.reveal() }
}

/** The session is saved only now: on the way Telegram may have sent the client to another DC, where it got another key. */
function signedIn({ client }: Step, authorization: Api.auth.TypeAuthorization): SignedIn | LoginRefused {
  if (authorization instanceof Api.auth.AuthorizationSignUpRequired) {
    return refused('phone-unknown', 'auth.authorizationSignUpRequired')
  }
  const { user } = authorization
  const parsed = parseSession(client.session)
  if (!(user instanceof Api.User) || parsed.type !== 'session') return refused('telegram-failed', 'an empty login')
  return { type: 'signed-in', session: parsed.session, authKeyId: parsed.authKeyId, self: selfOf(user) }
}

async function passwordNeeded({ client, signal }: Step): Promise<PasswordNeeded> {
  const session = new Secret(client.session)
  const asked = await client.invoke(new Api.account.GetPassword(), signal)
  // Without the hint the login goes on as well.
  return { type: 'password-needed', session, hint: asked.type === 'answered' ? (asked.result.hint ?? null) : null }
}
