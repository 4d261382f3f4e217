import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { openKeyring } from '../../../src/base/keyring.ts'
import { openLog } from '../../../src/base/log.ts'
import { LoginDesk } from '../../../src/features/accounts/logins-desk.ts'
import type { LoginDeskDeps } from '../../../src/features/accounts/logins-news.ts'
import type { SignIns } from '../../../src/telegram/login-protocol.ts'
import { openLocalTestStore } from '../../support/store.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { adapterTo } from '../../telegram/mtproto/link-setup.ts'

export const [aziz, botir] = [1, 2]
export const phone = '9996621234'
const code = '22222'

/** Two people with access, and a desk that asks a simulated Telegram. */
export async function setupLogins({ password }: { readonly password?: string } = {}) {
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
      jitterMaxMs: 0,
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
    keyring: deps.keyring,
    port: telegram.port,
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
