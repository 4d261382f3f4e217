import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { openKeyring } from '../../../src/base/keyring.ts'
import { openLog } from '../../../src/base/log.ts'
import { Secret } from '../../../src/base/secret.ts'
import { LoginDesk } from '../../../src/features/accounts/logins-desk.ts'
import type { LoginDeskDeps } from '../../../src/features/accounts/logins-news.ts'
import { loginTtlMs } from '../../../src/features/accounts/logins-news.ts'
import type { SignIns } from '../../../src/telegram/login-protocol.ts'
import { openLocalTestStore } from '../../support/store.ts'
import { unheard } from '../../support/unheard.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { adapterTo } from '../../telegram/mtproto/link-setup.ts'

const [aziz, botir] = [1, 2]
const phone = '9996621234'
const code = '22222'

describe('a process that ends while somebody signs in', () => {
  it('after Telegram let them in and before it was heard: the login goes on, on the same session', async () => {
    const { next, signIns, sessions, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)

    const dying = unheard(signIns.signIn)
    void next({ signIn: dying.call }).checkCode(aziz, id)
    await dying.done
    const after = next()

    expect(await after.look(aziz, id)).toMatchObject({ step: 'checking', isBusy: false })
    expect(await after.goOn(aziz, id)).toMatchObject({ type: 'kept', kept: { isNew: true } })
    expect(sessions()).toBe(1)
    expect(await after.look(aziz, id)).toBeUndefined()
  })

  it('before Telegram heard of the code: it is asked again', async () => {
    const { next, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)

    expect(await next().goOn(aziz, id)).toMatchObject({ type: 'kept' })
  })

  it('while a code is asked for: it is asked for again', async () => {
    const { desk, next } = await setup()
    const id = await desk.begin(aziz, phone)

    const after = next()
    expect(await after.look(aziz, id)).toMatchObject({ step: 'asking', phone: '+99 ** *** 34' })
    expect(await after.goOn(aziz, id)).toEqual({ type: 'here' })
    expect(await after.look(aziz, id)).toMatchObject({ step: 'code', codeLength: 5, way: 'sms' })
  })

  it('in the middle of the code: what was typed stands', async () => {
    const { desk, next, toCode } = await setup()
    const id = await toCode()
    await desk.type(aziz, id, '2')
    await desk.type(aziz, id, '2')

    const after = next()
    expect(await after.look(aziz, id)).toMatchObject({ step: 'code', digits: 2 })
    for (const digit of '222') await after.type(aziz, id, digit)
    expect(await after.checkCode(aziz, id)).toMatchObject({ type: 'kept' })
  })

  it('while a password is proved: Telegram is asked whether it let them in, and else the person for the password', async () => {
    const { desk, next, signIns, sessions, toCode, typeCode } = await setup({ password: 'olma' })
    const id = await toCode()
    await typeCode(id)
    await desk.checkCode(aziz, id)
    expect(await desk.look(aziz, id)).toMatchObject({ step: 'password' })

    const before = unheard(() => Promise.resolve())
    await desk.prove(aziz, id)
    void next({ checkPassword: before.call }).checkPassword(aziz, id, new Secret('olma'))
    await before.done
    expect(await next().goOn(aziz, id)).toEqual({ type: 'here' })
    expect(await desk.look(aziz, id)).toMatchObject({ step: 'password' })
    const after = unheard(signIns.checkPassword)
    await desk.prove(aziz, id)
    void next({ checkPassword: after.call }).checkPassword(aziz, id, new Secret('olma'))
    await after.done

    expect(await next().goOn(aziz, id)).toMatchObject({ type: 'kept' })
    expect(sessions()).toBe(1)
  })

  it('before the account is stored: it is stored, once', async () => {
    const { store, next, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)
    const broken = next({}, { addLogin: () => Promise.reject(new Error('the process ended')) })
    await expect(broken.checkCode(aziz, id)).rejects.toThrow('the process ended')

    expect(await next().look(aziz, id)).toMatchObject({ step: 'signed-in' })
    expect(await next().goOn(aziz, id)).toMatchObject({ type: 'kept' })
    expect(await store.accounts({ ownerId: aziz, after: 0, limit: 10 })).toHaveLength(1)
  })

  it('after the account is stored: it is not logged out with what is left of the login', async () => {
    const { store, next, clock, sessions, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)
    const broken = next({}, { forgetLogin: () => Promise.reject(new Error('the process ended')) })
    await expect(broken.checkCode(aziz, id)).rejects.toThrow('the process ended')

    clock.advance(loginTtlMs)
    await next().sweep()

    expect(sessions()).toBe(1)
    expect(await store.login(id)).toBeUndefined()
    expect(await store.accounts({ ownerId: aziz, after: 0, limit: 10 })).toHaveLength(1)
  })
})

describe('a login that nobody finishes', () => {
  it('is over after a quarter of an hour', async () => {
    const { desk, store, clock, toCode } = await setup()
    const id = await toCode()
    clock.advance(loginTtlMs)

    expect(await desk.look(aziz, id)).toBeUndefined()
    expect(await desk.goOn(aziz, id)).toEqual({ type: 'over' })
    await desk.sweep()
    expect(await store.login(id)).toBeUndefined()
  })

  it('is logged out where Telegram has let it in', async () => {
    const { store, next, clock, sessions, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)
    const broken = next({}, { addLogin: () => Promise.reject(new Error('the process ended')) })
    await expect(broken.checkCode(aziz, id)).rejects.toThrow('the process ended')
    expect(sessions()).toBe(1)

    clock.advance(loginTtlMs)
    await next().sweep()

    expect(sessions()).toBe(0)
    expect(await store.login(id)).toBeUndefined()
  })

  it('is tried again when it could not be logged out', async () => {
    const { store, next, clock, sessions, toCode, typeCode } = await setup()
    const id = await toCode()
    await typeCode(id)
    const broken = next({}, { addLogin: () => Promise.reject(new Error('the process ended')) })
    await expect(broken.checkCode(aziz, id)).rejects.toThrow('the process ended')
    clock.advance(loginTtlMs)
    const refused = { type: 'refused', reason: 'no-answer', error: 'gone', waitSeconds: null } as const
    await next({ logOut: () => Promise.resolve(refused) }).sweep()
    expect(await store.login(id)).toMatchObject({ step: 'ending' })

    await next().sweep()

    expect(sessions()).toBe(0)
    expect(await store.login(id)).toBeUndefined()
  })
})

describe('two logins', () => {
  it('of one person do not cross: what is heard of the first is dropped', async () => {
    const { next, signIns, toCode, typeCode, sessions } = await setup()
    const first = await toCode()
    await typeCode(first)
    let answer = () => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const slow = next({
      async signIn(...args) {
        const signedIn = await signIns.signIn(...args)
        await answered
        return signedIn
      },
    })
    const news = slow.checkCode(aziz, first)
    await expect.poll(sessions).toBe(1)
    const second = await slow.begin(aziz, '9996625678')
    await slow.askForCode(aziz, second)
    answer()

    expect(await news).toEqual({ type: 'over' })
    await expect.poll(sessions).toBe(0)
    expect(await slow.look(aziz, second)).toMatchObject({ step: 'code', digits: 0 })
    expect(await slow.look(aziz, first)).toBeUndefined()
    expect(await slow.type(botir, second, '1')).toBeUndefined()
  })

  it('of two people with one Telegram account: one has it, the other is told, and one session is left', async () => {
    const { desk, store, toCode, typeCode, sessions } = await setup()
    const first = await toCode()
    await typeCode(first)
    expect(await desk.checkCode(aziz, first)).toMatchObject({ type: 'kept' })
    const second = await toCode(botir)
    await typeCode(second, botir)

    expect(await desk.checkCode(botir, second)).toEqual({ type: 'taken' })

    await expect.poll(() => store.login(second)).toBeUndefined()
    expect(sessions()).toBe(1)
  })
})

it('keeps nothing for somebody whose access has ended meanwhile', async () => {
  const { desk, db, store, toCode, typeCode, sessions } = await setup()
  const id = await toCode()
  await typeCode(id)
  db.exec(`update users set access_until_ms = 1 where id = ${aziz}`)

  expect(await desk.checkCode(aziz, id)).toEqual({ type: 'over' })

  await expect.poll(() => store.login(id)).toBeUndefined()
  expect(sessions()).toBe(0)
  expect(await store.accounts({ ownerId: aziz, after: 0, limit: 10 })).toEqual([])
})

async function setup({ password }: { readonly password?: string } = {}) {
  const telegram = await startMtproto()
  const user = telegram.world.users.create({ firstName: 'Test 1234', phone })
  if (password !== undefined) await telegram.signIn.passwords.set(user, password, '')
  const { store, db } = openLocalTestStore({ accounts: 0 })
  const clock = new ShiftableClock()
  for (const id of [aziz, botir])
    await store.grantAccess({ id, days: 30, name: null, actor: 'test', nowMs: clock.nowMs() })
  const signIns = signInsOf(adapterTo(telegram))
  const groupReads = { freshMs: 1, refreshMinMs: 1, cooldownMs: 1 }
  const deps: LoginDeskDeps = {
    store,
    clock,
    signIns,
    keyring: openKeyring([randomBytes(32)]),
    shards: { areRunning: true, hint: () => {}, vacate: (_, work) => work(), subscribe: () => () => {} },
    settings: {
      version: '1.0',
      capPerMinute: 6,
      gapMinMs: 10_000,
      telegram: { host: '127.0.0.1', port: 1 },
      intervalMinutesMin: 1,
      isTest: true,
      groupReads,
    },
    log: openLog('silent'),
  }
  /** Another process on the same store. */
  const next = (ofSignIns: Partial<SignIns> = {}, ofStore: Partial<LoginDeskDeps['store']> = {}) =>
    new LoginDesk({ ...deps, signIns: { ...signIns, ...ofSignIns }, store: withOther(store, ofStore) })
  const desk = next()
  return {
    db,
    store,
    clock,
    signIns,
    desk,
    next,
    sessions: () => telegram.keys.liveOf(user.id).length,
    async toCode(userId = aziz) {
      const id = await desk.begin(userId, phone)
      expect(await desk.askForCode(userId, id)).toEqual({ type: 'here' })
      return id
    },
    async typeCode(id: number, userId = aziz) {
      for (const digit of code) await desk.type(userId, id, digit)
      expect(await desk.look(userId, id)).toMatchObject({ step: 'checking' })
    },
  }
}

/** A store is asked by name, so what it has cannot be copied. */
function withOther(store: LoginDeskDeps['store'], other: Partial<LoginDeskDeps['store']>): LoginDeskDeps['store'] {
  return new Proxy(store, {
    get: (target, name): unknown => Reflect.get(Object.hasOwn(other, name) ? other : target, name),
  })
}

/** As the login thread does them. */
function signInsOf(adapter: ReturnType<typeof adapterTo>): SignIns {
  const login = adapter.openLogin()
  return {
    sendCode: (...args) => login.sendCode(...args),
    resendCode: (...args) => login.resendCode(...args),
    signIn: (...args) => login.signIn(...args),
    checkPassword: (...args) => login.checkPassword(...args),
    logOut: (...args) => login.logOut(...args),
    whichBot: () => Promise.reject(new Error('nobody brings a bot here')),
    async whoIs(step, signal) {
      const link = adapter.open(step)
      try {
        return await link.self(signal)
      } finally {
        await link.close()
      }
    },
  }
}
