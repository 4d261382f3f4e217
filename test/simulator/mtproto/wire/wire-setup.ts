import { onTestFinished } from 'vitest'
import { ShiftableClock } from '../../../../src/base/clock.ts'
import { openLog } from '../../../../src/base/log.ts'
import { systemRandom } from '../../../../src/base/random.ts'
import type { AuthKey, AuthKeyStore, RpcRequest, Session } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { createServerKeyPem } from '../../../../src/simulator/mtproto/wire/crypto/server-key.ts'
import { MtprotoServer } from '../../../../src/simulator/mtproto/wire/server.ts'
import type { TlAnswer, TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'

export type Method = (request: RpcRequest) => TlAnswer | undefined

export interface Wire {
  readonly server: MtprotoServer
  readonly clock: ShiftableClock
  readonly keys: MemoryKeys
  /** Every call, in the order of arrival. */
  readonly requests: RpcRequest[]
  /** Sessions in the order of their opening. */
  readonly sessions: Session[]
  /** Every line of the server's log. */
  readonly log: LogLine[]
  readonly publicKeyPem: string
  readonly port: number
  /** A promise of the next log line whose reason or message contains the text. */
  closingWith(text: string): Promise<LogLine>
}

export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly reason?: string
  readonly closed?: number
}

/** A real server on loopback with a few methods that a test gives it, and no world behind it. */
export async function startWire(
  options: {
    methods?: Record<string, Method>
    dcs?: { id: number; address: string }[]
    clock?: ShiftableClock
    keys?: MemoryKeys
    privatePem?: string
    port?: number
    onRequest?: (request: RpcRequest) => void
  } = {},
): Promise<Wire> {
  const clock = options.clock ?? new ShiftableClock()
  const keys = options.keys ?? new MemoryKeys()
  const requests: RpcRequest[] = []
  const sessions: Session[] = []
  const lines = new LogLines()
  const methods: Record<string, Method> = { ...leastMethods, ...options.methods }
  const server = new MtprotoServer({
    dcs: options.dcs ?? [{ id: 2, address: '127.0.0.1' }],
    port: options.port ?? 0,
    keys,
    serverKey: { privatePem: options.privatePem ?? (await sharedPem()) },
    clock,
    random: systemRandom,
    log: openLog('debug', lines),
    hooks: {
      onRequest(request) {
        requests.push(request)
        if (options.onRequest) options.onRequest(request)
        else answerBy(methods, request)
      },
      onSessionOpened: (session) => sessions.push(session),
      onSessionClosed: (session) => sessions.splice(sessions.indexOf(session), 1),
    },
  })
  await server.start()
  onTestFinished(() => server.stop())
  const { publicKeyPem, port } = server
  const closingWith = lines.next.bind(lines)
  return { server, clock, keys, requests, sessions, log: lines.all, publicKeyPem, port, closingWith }
}

/** Time that passes only when the test says so: what must happen within a second does, however slow the machine is. */
export function stillClock(): ShiftableClock {
  return new ShiftableClock({ nowMs: () => 1_790_000_000_000 })
}

export class MemoryKeys implements AuthKeyStore {
  readonly #keys = new Map<bigint, AuthKey>()

  get all(): readonly AuthKey[] {
    return [...this.#keys.values()]
  }

  find(id: bigint, dcId: number): AuthKey | undefined {
    const key = this.#keys.get(id)
    return key?.dcId === dcId ? key : undefined
  }

  async add(key: AuthKey): Promise<void> {
    await Promise.resolve()
    this.#keys.set(key.id, key)
  }

  remove(id: bigint): void {
    this.#keys.delete(id)
  }
}

/** Makes one server key for all tests of a file: it takes 100 ms. */
function sharedPem(): Promise<string> {
  pem ??= createServerKeyPem()
  return pem
}

let pem: Promise<string> | undefined

function answerBy(methods: Record<string, Method>, request: RpcRequest): void {
  const method = methods[request.body._]
  if (!method) return request.refuse({ code: 400, message: `NOT_IN_THIS_TEST_${request.body._}` })
  const answer = method(request)
  if (answer !== undefined) request.answer(answer)
}

export const nearestDc: TlObject = { _: 'nearestDc', country: 'UZ', thisDc: 2, nearestDc: 2 }

function configOf(port: number): TlObject {
  return {
    _: 'config',
    date: 1_790_000_000,
    expires: 1_790_003_600,
    testMode: false,
    thisDc: 2,
    dcOptions: [{ _: 'dcOption', id: 2, ipAddress: '127.0.0.1', port, static: true }],
    dcTxtDomainName: 'apv3.stel.com',
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5_000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1_500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: 172_800,
    revokeTimeLimit: 2_147_483_647,
    revokePmTimeLimit: 2_147_483_647,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: 'https://t.me/',
    captionLengthMax: 1_024,
    messageLengthMax: 4_096,
    webfileDcId: 2,
  }
}

/** What GramJS asks by itself, as a client that is not signed in hears it. */
const leastMethods: Record<string, Method> = {
  'help.getConfig': (request) => configOf(request.connection.dcId),
  'help.getNearestDc': () => nearestDc,
  'updates.getState': () => ({ _: 'updates.state', pts: 1, qts: 0, date: 1, seq: 0, unreadCount: 0 }),
  'users.getUsers': () => [{ _: 'user', self: true, id: 7n, accessHash: 8n, firstName: 'Ali' }],
}

/** Keeps what pino writes and tells who waits for a line. */
class LogLines {
  readonly all: LogLine[] = []
  #waiting: { text: string; resolve: (line: LogLine) => void }[] = []

  write(line: string): void {
    const parsed = JSON.parse(line) as LogLine
    this.all.push(parsed)
    this.#waiting = this.#waiting.filter(({ text, resolve }) => {
      if (!line.includes(text)) return true
      resolve(parsed)
      return false
    })
  }

  next(text: string): Promise<LogLine> {
    return new Promise((resolve) => this.#waiting.push({ text, resolve }))
  }
}
