import { inspect } from 'node:util'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { systemRandom } from '../../../src/base/random.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { device, noAbort, openLink, sendTo } from './link-setup.ts'

const method = 'messages.sendMessage'
const rules: readonly Rule[] = [
  { method, error: 'INTERNAL', code: 500 },
  { method, error: 'FLOOD_WAIT_31' },
  { method, error: 'PHONE_NUMBER_INVALID' },
  { method, silence: true },
  { method, halfOpen: true },
  { method, garbageBytes: 300 },
  { method, drop: 'reset' },
  { method, transportError: -429 },
  { method, badMessage: 34 },
  { method, error: 'USER_MIGRATE_3' },
  { method: 'help.getConfig', error: 'AUTH_KEY_UNREGISTERED' },
  { method: 'auth.*', error: 'PHONE_CODE_INVALID' },
  { method: 'auth.*', error: 'PHONE_MIGRATE_77' },
  { method: 'account.getPassword', error: 'NEVER_SEEN', code: 400 },
  { method, duplicateKey: true },
]

it('no session, key, phone, code, password or application hash is printed or returned, whatever goes wrong', async () => {
  const printed = capture()
  const rejections: unknown[] = []
  const keep = (error: unknown) => rejections.push(error)
  process.on('unhandledRejection', keep)
  onTestFinished(() => void process.off('unhandledRejection', keep))
  const apiHash = 'canary0application0hash0canary00'
  const application = { apiId: 1, apiHash: new Secret(apiHash) }
  const { telegram, adapter, session, to, link, send, ...rest } = await openLink({
    deps: { application, deadlineMs: 400 },
  })
  const proxy = await startSocksProxy({ username: 'canary-user', password: 'canary-proxy' })
  const wrongProxy = { host: '127.0.0.1', port: proxy.port, username: 'canary-user', password: new Secret('canary-no') }
  const login = adapter.openLogin()
  const secrets = {
    phone: '9996627777',
    code: '271828182845',
    password: 'canary password',
    hash: `canary-${systemRandom.bytes(8).toString('hex')}`,
  }
  const step = { session, device, proxy: undefined }
  const codeStep = { ...step, phone: new Secret(secrets.phone), phoneCodeHash: new Secret(secrets.hash) }
  const returned: unknown[] = []

  for (const rule of rules) {
    rest.break({ times: 1, ...rule })
    returned.push(
      await send(),
      await link.self(noAbort),
      await login.sendCode({ phone: new Secret(secrets.phone), device, proxy: undefined }, noAbort),
      await login.signIn(codeStep, new Secret(secrets.code), noAbort),
      await login.checkPassword(step, new Secret(secrets.password), noAbort),
    )
  }
  const behind = adapter.open({ ...step, proxy: wrongProxy })
  returned.push(await sendTo(behind, { to }), await send({ randomId: '0' }).catch((error: unknown) => error))
  await behind.close()
  await telegram.stop()
  returned.push(await send(), link, adapter, login)

  const said = [...printed(), ...rejections.map(text), ...returned.map(text)]
  const key = session.reveal().slice(60, 100)
  for (const secret of [key, apiHash, 'canary', ...Object.values(secrets)].filter(
    (secret) => secret !== secrets.code,
  )) {
    expect(said.filter((line) => line.includes(secret))).toEqual([])
  }
  expect(rejections).toEqual([])
  expect(printed()).toEqual([])
}, 240_000)

/** Everything that this process prints from now on. */
function capture(): () => readonly string[] {
  const lines: string[] = []
  const keep = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '))
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation(keep)
  onTestFinished(() => void vi.restoreAllMocks())
  return () => lines
}

function text(value: unknown): string {
  const asJson = value instanceof Error ? '' : JSON.stringify(value)
  return `${inspect(value, { depth: 12, showHidden: false })} ${asJson} ${value instanceof Error ? value.stack : ''}`
}
