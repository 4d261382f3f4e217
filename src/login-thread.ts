import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from './base/clock.ts'
import { Secret } from './base/secret.ts'
import { openClassifier } from './delivery/classify.ts'
import { errorTableUrl, parseErrorTable } from './delivery/error-table.ts'
import type { OtherTelegramSettings } from './shard/protocol.ts'
import { BotApiAdapter } from './telegram/botapi/adapter.ts'
import { openGate } from './telegram/connect-gate.ts'
import type { Answer, Self, TelegramLink } from './telegram/contract.ts'
import type { LoginStep } from './telegram/login-contract.ts'
import { serveSignIns } from './telegram/login-server.ts'
import { MtprotoAdapter } from './telegram/mtproto/adapter.ts'

/** How the thread is started: plain data, because it crosses to another thread. */
export interface LoginStartSettings {
  readonly apiId: number
  readonly apiHash: string
  readonly otherTelegram: OtherTelegramSettings | undefined
  /** TG_API_ROOT. */
  readonly apiRoot: string | undefined
}

// The entry of the sign-ins: a person's login stops its thread for a quarter of a second, which no shard may be.
if (parentPort === null) throw new Error('login-thread.ts runs as a thread')
const { apiId, apiHash, otherTelegram, apiRoot } = workerData as LoginStartSettings
const classify = openClassifier(parseErrorTable(readFileSync(errorTableUrl, 'utf8')), () => {})
const toTelegram = { gate: openGate, classify, clock: systemClock, deadlineMs: 30_000 }
const application = { apiId, apiHash: new Secret(apiHash) }
const adapter = new MtprotoAdapter({ ...toTelegram, application, otherTelegram })
const bots = new BotApiAdapter({ ...toTelegram, apiRoot })
const login = adapter.openLogin()

serveSignIns(parentPort, {
  sendCode: (start, signal) => login.sendCode(start, signal),
  resendCode: (step, signal) => login.resendCode(step, signal),
  signIn: (step, code, signal) => login.signIn(step, code, signal),
  checkPassword: (step, password, signal) => login.checkPassword(step, password, signal),
  logOut: (step, signal) => login.logOut(step, signal),
  whoIs: (step: LoginStep, signal) => ask(adapter.open(step), signal),
  whichBot: (token: Secret, signal) => ask(bots.open({ session: token, proxy: undefined }), signal),
})

async function ask(link: TelegramLink, signal: AbortSignal): Promise<Answer<Self>> {
  try {
    return await link.self(signal)
  } finally {
    await link.close()
  }
}
