import { inspect } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../src/base/secret.ts'
import { LoginClient } from '../../src/telegram/login-client.ts'
import { packSecrets, unpackSecrets } from '../../src/telegram/login-protocol.ts'
import { openRules } from '../simulator/faults/rules-setup.ts'
import { sessionOf } from '../support/chatting.ts'
import { startProgramThread } from '../support/program-thread.ts'
import { startMtproto } from '../support/telegram-world.ts'
import { device, noAbort } from './mtproto/link-setup.ts'

const plain = { device, proxy: undefined }

describe('sign-ins on a thread of their own', () => {
  it('go from the phone over code and password to a session that says who it is', async () => {
    const { login, telegram } = await setup()
    const phone = new Secret('9996621234')
    const aziz = telegram.world.users.create({ firstName: 'Aziz', phone: phone.reveal() })
    await telegram.signIn.passwords.set(aziz, 'parol', 'the usual')

    const sent = await login.sendCode({ phone, ...plain }, noAbort)
    if (sent.type !== 'code-sent') throw new Error(inspect(sent))
    const needed = await login.signIn({ ...sent, phone, ...plain }, new Secret('22222'), noAbort)
    if (needed.type !== 'password-needed') throw new Error(inspect(needed))
    const signedIn = await login.checkPassword({ ...needed, ...plain }, new Secret('parol'), noAbort)
    if (signedIn.type !== 'signed-in') throw new Error(inspect(signedIn))

    const self = await login.whoIs({ session: signedIn.session, ...plain }, noAbort)
    expect(self).toMatchObject({ type: 'answer', value: { id: aziz.id, firstName: 'Aziz' } })
    expect(inspect([sent, needed, signedIn, self], { depth: 9 })).not.toContain(signedIn.session.reveal())
  })

  it('are told that Telegram is silent when their thread ends, and start another one', async () => {
    const { login, telegram, rules, workers } = await setup()
    const session = new Secret(sessionOf(telegram, telegram.world.users.create({ firstName: 'Aziz' })))
    const rule = rules.add({ method: 'users.getUsers', delayMs: 60_000, times: 1 })

    const lost = login.whoIs({ session, ...plain }, noAbort)
    await expect.poll(() => rules.find(rule.id)?.hits).toBe(1)
    await workers[0]?.terminate()

    expect(await lost).toEqual({ type: 'notSent', error: 'the login thread ended' })
    expect(await login.whoIs({ session, ...plain }, noAbort)).toMatchObject({ type: 'answer' })
  })

  it('end when nobody waits any more', async () => {
    const { login, telegram, rules } = await setup()
    const session = new Secret(sessionOf(telegram, telegram.world.users.create({ firstName: 'Aziz' })))
    const rule = rules.add({ method: 'users.getUsers', delayMs: 60_000, times: 1 })
    const ending = new AbortController()

    const given = login.whoIs({ session, ...plain }, ending.signal)
    await expect.poll(() => rules.find(rule.id)?.hits).toBe(1)
    ending.abort()

    expect(await given).not.toMatchObject({ type: 'answer' })
  })
})

describe('a packed secret', () => {
  it('comes out as it went in, at any depth', () => {
    const given = { proxy: { host: 'a', password: new Secret('x') }, list: [new Secret('y'), 1, null, undefined, true] }

    const back = unpackSecrets(structuredClone(packSecrets(given))) as typeof given

    expect(back.proxy.password.reveal()).toBe('x')
    expect((back.list[0] as Secret).reveal()).toBe('y')
    expect(back.list.slice(1)).toEqual([1, null, undefined, true])
  })
})

async function setup() {
  const { rules } = openRules()
  const telegram = await startMtproto({ faults: rules })
  const { port, publicKeyPem } = telegram
  const workerData = {
    apiId: 1,
    apiHash: 'hash',
    otherTelegram: { dcId: 2, address: '127.0.0.1', port, publicKeyPem },
  }
  const workers: Worker[] = []
  const login = new LoginClient(() => {
    const worker = startProgramThread('login-thread', { workerData })
    workers.push(worker)
    return worker
  })
  onTestFinished(() => login.stop())
  return { login, telegram, rules, workers }
}
