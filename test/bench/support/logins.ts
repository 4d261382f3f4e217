import { readFileSync } from 'node:fs'
import { Secret } from '../../../src/base/secret.ts'
import { LoginClient } from '../../../src/telegram/login-client.ts'
import { device } from '../../fault/engine/installation.ts'
import { startProgramThread } from '../../support/program-thread.ts'
import type { SimulatorProcess } from '../../support/simulator-process.ts'
import { range } from '../engine/installation.ts'

/** What the supervisor is given of a person who has signed in. */
export interface FreshLogin {
  readonly session: string
  readonly authKeyId: string
  readonly self: object
}

const password = 'karvon'

const plain = { device, proxy: undefined }

/** People who sign in side by side, on the thread that the control bot has for it; every fifth is behind a password. */
export function openLogins({ ready, client: { world } }: SimulatorProcess) {
  const publicKeyPem = readFileSync(ready.publicKeyFile, 'utf8')
  const otherTelegram = { dcId: 2, address: '127.0.0.1', port: ready.port, publicKeyPem }
  const workerData = { apiId: 1, apiHash: 'hash', otherTelegram }
  const client = new LoginClient(() => startProgramThread('login-thread', { workerData }))

  const signIn = async (phone: Secret): Promise<FreshLogin> => {
    const noEnd = new AbortController().signal
    const sent = await client.sendCode({ phone, ...plain }, noEnd)
    if (sent.type !== 'code-sent') throw new Error(`no code, but ${JSON.stringify(sent)}`)
    const after = await client.signIn({ ...sent, phone, ...plain }, new Secret('22222'), noEnd)
    const done =
      after.type === 'password-needed'
        ? await client.checkPassword({ ...after, ...plain }, new Secret(password), noEnd)
        : after
    if (done.type !== 'signed-in') throw new Error(`not signed in, but ${JSON.stringify(done)}`)
    const { id, firstName, lastName, username } = done.self
    return { session: done.session.reveal(), authKeyId: done.authKeyId, self: { id, firstName, lastName, username } }
  }

  return {
    /** @param keep has the engine take the account */
    async signIn(people: number, keep: (login: FreshLogin) => Promise<unknown>): Promise<void> {
      const phones = range(people).map((index) => `999662${String(index).padStart(4, '0')}`)
      const users = await world.makeUsers(phones.map((phone) => ({ firstName: `Test ${phone}`, phone })))
      const guarded = users.filter((_, index) => index % 5 === 0)
      await Promise.all(guarded.map(({ id }) => world.setPassword(id, password)))
      await Promise.all(phones.map(async (phone) => keep(await signIn(new Secret(phone)))))
    },
    stop: () => client.stop(),
  }
}
