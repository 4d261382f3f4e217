import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import type { CodeSent, CodeStep, SignedIn } from '../../../src/telegram/login-contract.ts'
import type { MtprotoDeps } from '../../../src/telegram/mtproto/adapter.ts'
import { openRules } from '../../simulator/faults/rules-setup.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { adapterTo, device, noAbort, valueOf } from './link-setup.ts'

/** Test phones: 99966XYYYY is at home in DC X where there is one, and signs in with X five times. */
const phone = '9996621234'
const code = '22222'
const plain = { device, proxy: undefined }

describe('a sign-in', () => {
  it('goes from the phone to a session that works', async () => {
    const { login, adapter, askForCode } = await setup()

    const sent = await askForCode()
    const signedIn = await login.signIn(stepAfter(sent), new Secret(code), noAbort)

    expect(sent).toMatchObject({ type: 'code-sent', way: 'sms', codeLength: 5, resendAfterS: 60 })
    expect(signedIn).toMatchObject({ type: 'signed-in', self: { firstName: 'Test 1234', username: null } })
    const link = adapter.open({ session: (signedIn as SignedIn).session, ...plain })
    expect(valueOf(await link.self(noAbort)).phone?.reveal()).toBe(phone)
    await link.close()
  })

  it('goes on in another thread, hours and a restart later, and makes one key in all', async () => {
    const { telegram, askForCode } = await setup()
    const sent = await askForCode()
    // Not always one: the client begins one exchange in 256 again, and the first key stays on the server.
    const made = telegram.files.db.prepare('select id from auth_keys').pluck().all()
    const again = await telegram.restart()
    const { login } = setupOn(again)

    const signedIn = await login.signIn(stepAfter(sent), new Secret(code), noAbort)

    expect(signedIn).toMatchObject({ type: 'signed-in' })
    expect(made).toContain(again.keys.of(again.world.users.byPhone(phone)?.id ?? 0)[0]?.key.id.toString())
  })

  it.each([
    ['9996611234', 1],
    ['9996631234', 3],
  ])('of %s goes to DC %i, where the phone is at home', async (phone, dcId) => {
    const { login, askForCode } = await setup()

    const sent = await askForCode(phone)
    const digit = String(dcId).repeat(5)
    const signedIn = await login.signIn(stepAfter(sent, phone), new Secret(digit), noAbort)

    expect(signedIn).toMatchObject({ type: 'signed-in' })
    const bytes = Buffer.from((signedIn as SignedIn).session.reveal().slice(1), 'base64')
    expect(bytes.readUInt8(0)).toBe(dcId)
  })

  it('may ask for the code once more', async () => {
    const { login, askForCode } = await setup()
    const first = await askForCode()

    const second = await login.resendCode(stepAfter(first), noAbort)

    expect(second).toMatchObject({ type: 'code-sent' })
    const step = stepAfter(second as CodeSent)
    expect(await login.signIn(step, new Secret(code), noAbort)).toMatchObject({ type: 'signed-in' })
  })

  it('names the id of its key, under which the server knows it', async () => {
    const { telegram, login, askForCode } = await setup()

    const signedIn = (await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)) as SignedIn

    const user = telegram.world.users.byPhone(phone)
    expect(telegram.keys.liveOf(user?.id ?? 0).map(({ key }) => String(key.id))).toEqual([signedIn.authKeyId])
  })
})

describe('two-step verification', () => {
  it('asks for the password with its hint, and takes the right one after a restart', async () => {
    const { telegram, login, askForCode } = await setup({ password: 'to‘g‘ri parol' })

    const needed = await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)
    expect(needed).toMatchObject({ type: 'password-needed', hint: 'the usual' })
    if (needed.type !== 'password-needed') return
    const step = { session: needed.session, ...plain }
    const wrong = await login.checkPassword(step, new Secret('wrong'), noAbort)
    const again = setupOn(await telegram.restart())
    const right = await again.login.checkPassword(step, new Secret('to‘g‘ri parol'), noAbort)

    expect(wrong).toEqual(refusal('password-invalid', 'PASSWORD_HASH_INVALID'))
    expect(right).toMatchObject({ type: 'signed-in', self: { firstName: 'Aziz' } })
  })

  it('is over for a day after five wrong ones', async () => {
    const { login, askForCode } = await setup({ password: 'secret' })
    const needed = await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)
    if (needed.type !== 'password-needed') throw new Error(needed.type)
    const step = { session: needed.session, ...plain }

    for (let time = 0; time < 5; time++) await login.checkPassword(step, new Secret('wrong'), noAbort)
    const sixth = await login.checkPassword(step, new Secret('secret'), noAbort)

    expect(sixth).toEqual({ type: 'refused', reason: 'wait', error: 'PHONE_PASSWORD_FLOOD', waitSeconds: 86_400 })
  })

  it('asks for a new challenge when the old one is refused, once', async () => {
    const { login, askForCode, rules } = await setup({ password: 'secret' })
    const needed = await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)
    if (needed.type !== 'password-needed') throw new Error(needed.type)
    rules.add({ method: 'auth.checkPassword', error: 'SRP_ID_INVALID', times: 1 })

    const right = await login.checkPassword({ session: needed.session, ...plain }, new Secret('secret'), noAbort)

    expect(right).toMatchObject({ type: 'signed-in' })
  })

  it('begins again when the password was switched off meanwhile', async () => {
    const { telegram, login, askForCode } = await setup({ password: 'secret' })
    const needed = await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)
    if (needed.type !== 'password-needed') throw new Error(needed.type)
    const user = telegram.world.users.byPhone(phone)
    if (user !== undefined) telegram.world.users.update(user, { password: null })

    const outcome = await login.checkPassword({ session: needed.session, ...plain }, new Secret('secret'), noAbort)

    expect(outcome).toEqual(refusal('begin-again', 'PASSWORD_MISSING'))
  })
})

describe('what goes wrong in a sign-in is told by a word', () => {
  it('a phone that is none, and a code of another login', async () => {
    const { login, askForCode } = await setup()
    const other = await askForCode('9996625678')
    const { session } = await askForCode()

    const noPhone = await login.sendCode({ phone: new Secret('not a phone'), ...plain }, noAbort)
    const expired = await login.signIn({ ...stepAfter(other), session }, new Secret(code), noAbort)

    expect(noPhone).toEqual(refusal('phone-invalid', 'PHONE_NUMBER_INVALID'))
    expect(expired).toEqual(refusal('code-expired', 'PHONE_CODE_EXPIRED'))
  })

  it('a wrong code, and a phone that nobody registered', async () => {
    const { telegram, login, askForCode } = await setup()
    const sent = await askForCode('998901112233')
    const step = stepAfter(sent, '998901112233')

    const wrong = await login.signIn(step, new Secret('00000'), noAbort)
    const right = telegram.signIn.codes.latest('998901112233') ?? ''
    const unknown = await login.signIn(step, new Secret(right), noAbort)

    expect(wrong).toEqual(refusal('code-invalid', 'PHONE_CODE_INVALID'))
    expect(unknown).toMatchObject({ type: 'refused', reason: 'phone-unknown' })
  })

  it.each<readonly [Rule, string, number | null]>([
    [{ error: 'FLOOD_WAIT_31' }, 'wait', 31],
    [{ error: 'PHONE_NUMBER_FLOOD' }, 'wait', 86_400],
    [{ error: 'PHONE_NUMBER_BANNED' }, 'phone-banned', null],
    [{ error: 'USER_DEACTIVATED_BAN' }, 'phone-banned', null],
    [{ error: 'API_ID_INVALID' }, 'application-refused', null],
    [{ error: 'API_ID_PUBLISHED_FLOOD' }, 'application-refused', null],
    [{ error: 'UPDATE_APP_TO_LOGIN' }, 'application-outdated', null],
    [{ error: 'SEND_CODE_UNAVAILABLE' }, 'code-unavailable', null],
    [{ error: 'AUTH_RESTART' }, 'telegram-failed', null],
    [{ error: 'NEVER_SEEN', code: 400 }, 'telegram-failed', null],
    [{ silence: true }, 'no-answer', null],
    [{ forgetKey: true }, 'begin-again', null],
  ])('%j', async (rule, reason, waitSeconds) => {
    const { rules, login } = await setup({ deps: { deadlineMs: 'silence' in rule ? 1500 : 60_000 } })
    rules.add({ method: 'auth.sendCode', ...rule })

    const outcome = await login.sendCode({ phone: new Secret(phone), ...plain }, noAbort)

    expect(outcome).toMatchObject({ type: 'refused', reason, waitSeconds })
  })

  it('nobody listens', async () => {
    const { telegram, login } = await setup()
    await telegram.stop()

    const outcome = await login.sendCode({ phone: new Secret(phone), ...plain }, noAbort)

    expect(outcome).toEqual(refusal('no-answer', 'ECONNREFUSED'))
  })
})

describe('a log-out', () => {
  it('ends the session, and may be repeated', async () => {
    const { adapter, login, askForCode } = await setup()
    const signedIn = (await login.signIn(stepAfter(await askForCode()), new Secret(code), noAbort)) as SignedIn
    const step = { session: signedIn.session, ...plain }

    expect(await login.logOut(step, noAbort)).toEqual({ type: 'logged-out' })
    expect(await login.logOut(step, noAbort)).toEqual({ type: 'logged-out' })

    const link = adapter.open(step)
    expect(await link.self(noAbort)).toMatchObject({ type: 'accountDead', error: 'AUTH_KEY_UNREGISTERED' })
    await link.close()
  })
})

describe('secrets of a sign-in', () => {
  it('are in no value that it returns, however it is printed', async () => {
    const { login, askForCode } = await setup({ password: 'canary password' })
    const sent = await askForCode()
    const needed = await login.signIn(stepAfter(sent), new Secret(code), noAbort)
    if (needed.type !== 'password-needed') throw new Error(needed.type)
    const step = { session: needed.session, ...plain }
    const wrong = await login.checkPassword(step, new Secret('canary wrong'), noAbort)
    const right = await login.checkPassword(step, new Secret('canary password'), noAbort)

    const printed = [sent, needed, wrong, right].flatMap((value) => [
      inspect(value, { depth: 9 }),
      JSON.stringify(value),
    ])

    for (const secret of [phone, 'canary', needed.session.reveal(), sent.phoneCodeHash.reveal()])
      expect(printed.filter((text) => text.includes(secret))).toEqual([])
  })
})

async function setup(options: { password?: string; deps?: Partial<MtprotoDeps> } = {}) {
  const { rules } = openRules()
  const telegram = await startMtproto({ faults: rules })
  if (options.password !== undefined) {
    const user = telegram.world.users.create({ firstName: 'Aziz', phone })
    await telegram.signIn.passwords.set(user, options.password, 'the usual')
  }
  return { telegram, rules, ...setupOn(telegram, options.deps) }
}

function setupOn(telegram: Awaited<ReturnType<typeof startMtproto>>, deps: Partial<MtprotoDeps> = {}) {
  const adapter = adapterTo(telegram, deps)
  const login = adapter.openLogin()
  const askForCode = async (number: string = phone): Promise<CodeSent> => {
    const sent = await login.sendCode({ phone: new Secret(number), ...plain }, noAbort)
    if (sent.type !== 'code-sent') throw new Error(JSON.stringify(sent))
    return sent
  }
  return { adapter, login, askForCode }
}

function stepAfter({ session, phoneCodeHash }: CodeSent, number: string = phone): CodeStep {
  return { session, phoneCodeHash, phone: new Secret(number), ...plain }
}

function refusal(reason: string, error: string) {
  return { type: 'refused', reason, error, waitSeconds: null }
}
