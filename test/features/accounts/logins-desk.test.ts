import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { loginTtlMs } from '../../../src/features/accounts/logins-news.ts'
import { unheard } from '../../support/unheard.ts'
import { aziz, botir, phone, setupLogins as setup } from './logins-setup.ts'

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
    let [answer, reach] = [() => {}, () => {}]
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const reached = new Promise<void>((resolve) => (reach = resolve))
    const slow = next({
      async signIn(...args) {
        const signedIn = await signIns.signIn(...args)
        reach()
        await answered
        return signedIn
      },
    })
    const news = slow.checkCode(aziz, first)
    await reached
    expect(sessions()).toBe(1)
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
