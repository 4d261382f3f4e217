import type { Logger } from '../../base/log.ts'
import type { Dc } from '../dcs.ts'
import type { FaultAction, FaultSubject, Faults } from '../faults/faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { hashOf } from '../ledger/text-hash.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Peer } from '../world/peer.ts'
import { Refusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import type { AuthKeys } from './auth-keys.ts'
import { Delays } from './delays.ts'
import { DuplicateGuard } from './duplicate-guard.ts'
import { carryOut } from './fault-actions.ts'
import type { FaultTools } from './fault-actions.ts'
import { peerOfInput } from './input-peer.ts'
import type { Call, LedgerNote, Methods } from './method.ts'
import type { Online } from './online.ts'
import type { SignIn } from './sign-in.ts'
import type { Uploads } from './uploads.ts'
import type { RpcError, RpcRequest } from './wire/contract.ts'
import type { TlAnswer, TlObject } from './wire/tl/object.ts'

export interface RpcDeps {
  readonly world: World
  readonly keys: AuthKeys
  readonly online: Online
  readonly signIn: SignIn
  readonly uploads: Uploads
  readonly faults: Faults
  readonly ledger: Ledger
  readonly commit: GroupCommit
  readonly log: Logger
  readonly methods: Methods
  /** Those that are served, and the port: known once the server listens. */
  readonly dcs: () => readonly Dc[]
  readonly port: () => number
  readonly faultTools: FaultTools
}

/** One request on its way through the house. */
interface Visit {
  readonly request: RpcRequest
  readonly account: number
  readonly chat: Peer | null
  readonly notes: LedgerNote[]
}

type Settled = { readonly result: TlAnswer } | { readonly error: RpcError }

/**
 * Every MTProto request takes this way: whose key, is the key used twice, what does the control API want to happen to it, the
 * method, the ledger, and, once all of it is on disk, the answer.
 */
export class Rpc {
  readonly #deps: RpcDeps
  readonly #guard = new DuplicateGuard()
  readonly #delays = new Delays()
  #isStopped = false

  constructor(deps: RpcDeps) {
    this.#deps = deps
  }

  handle(request: RpcRequest): void {
    this.#deps.online.noteCall(request.session, request.withoutUpdates)
    const state = this.#deps.keys.state(request.authKey.id)
    const chat = chatOf(request.body, state?.userId ?? 0)
    const visit: Visit = { request, account: state?.userId ?? 0, chat, notes: [] }
    if (this.#isDuplicated(request)) {
      this.#finish(visit, { error: authKeyDuplicated })
      return
    }
    const decision = this.#deps.faults.decide(this.#subjectOf(visit))
    this.#delays.run(decision.delayMs, () => this.#proceed(visit, decision.action, decision.repeatAnswer))
  }

  /** No connection uses the key any more: who comes next is a reconnect. */
  forgetConnections(keyId: bigint): void {
    this.#guard.forget(keyId)
  }

  /** What is still on its way is neither applied nor answered, as in a process that was killed. */
  stop(): void {
    this.#isStopped = true
    this.#delays.stop()
  }

  #subjectOf({ request: { body }, account, chat }: Visit): FaultSubject {
    const { clock, store } = this.#deps.world
    const isSent = (randomId: bigint) => chat !== null && store.sentId(account, chat, String(randomId)) !== undefined
    const isRepeat = () => randomIdsOf(body).some(isSent)
    return { surface: 'mtproto', account, method: body._, chat, nowMs: clock.nowMs(), isRepeat }
  }

  #proceed(visit: Visit, action: FaultAction | undefined, repeatAnswer: Call['repeatAnswer']): void {
    if (action !== undefined && !('when' in action && action.when === 'after')) {
      this.#meet(visit, action)
      return
    }
    const settle = (settled: Settled) => {
      if (this.#isStopped) return // There may be no file to write to any more.
      // A request that was refused on its own account did not apply anything that could be lost.
      if (action !== undefined && 'result' in settled) this.#meet(visit, action)
      else this.#finish(visit, settled)
    }
    try {
      const result = this.#run(visit, repeatAnswer)
      if (result instanceof Promise)
        void result.then(
          (value) => settle({ result: value }),
          (error: unknown) => settle(this.#failed(visit, error)),
        )
      else settle({ result })
    } catch (error) {
      settle(this.#failed(visit, error))
    }
  }

  #run({ request, notes }: Visit, repeatAnswer: Call['repeatAnswer']): TlAnswer | Promise<TlAnswer> {
    const { world, keys, online, signIn, uploads, faults, methods, dcs, port } = this.#deps
    const method = methods[request.body._]
    if (method === undefined) throw new Refusal(400, 'INPUT_METHOD_INVALID')
    if (longestList(request.body) > listMax) throw new Refusal(400, 'LIMIT_INVALID')
    return method(request.body, {
      world,
      keys,
      online,
      signIn,
      uploads,
      request,
      dcs: dcs(),
      port: port(),
      repeatAnswer,
      remembersRandomIds: faults.remembersRandomIds,
      note: (note) => void notes.push(note),
    })
  }

  #failed({ request }: Visit, error: unknown): Settled {
    if (error instanceof Refusal) return { error: { code: error.code, message: error.message } }
    this.#deps.log.error({ err: error, method: request.body._ }, 'a method failed')
    return { error: { code: 500, message: 'INTERNAL' } }
  }

  /** The fault takes the place of the answer. */
  #meet(visit: Visit, action: FaultAction): void {
    if (action.type === 'error') {
      this.#finish(visit, { error: { code: action.code, message: action.message } })
      return
    }
    if (action.type === 'duplicate-key') {
      this.#deps.keys.change(visit.request.authKey.id, { isDuplicated: true })
      this.#finish(visit, { error: authKeyDuplicated })
      return
    }
    this.#write(visit, { answered: false, error: action.type })
    this.#deps.commit.whenDurable(() => carryOut(action, visit.request, this.#deps.faultTools))
  }

  #finish(visit: Visit, settled: Settled): void {
    const { error, send } = this.#prepared(visit.request, settled)
    this.#write(visit, { answered: true, error })
    this.#deps.commit.whenDurable(send)
  }

  /** Before the ledger's line is written, because an answer that does not fit the schema is none: the client gets an error. */
  #prepared(request: RpcRequest, settled: Settled): { readonly error: string | null; readonly send: () => void } {
    if ('error' in settled) return { error: settled.error.message, send: () => request.refuse(settled.error) }
    try {
      return { error: null, send: request.prepare(settled.result) }
    } catch (error) {
      this.#deps.log.error({ err: error, method: request.body._ }, 'an answer does not fit the schema')
      return this.#prepared(request, { error: { code: 500, message: 'INTERNAL' } })
    }
  }

  #write(visit: Visit, outcome: { readonly answered: boolean; readonly error: string | null }): void {
    const { request, account, chat } = visit
    const common = { atMs: this.#deps.world.clock.nowMs(), account, isBot: false, method: request.body._, ...outcome }
    if (visit.notes.length === 0) {
      const asked = { randomId: textOf(request.body['randomId']), textHash: hashOf(request.body['message']) }
      this.#deps.ledger.append({ ...common, chat, ...asked, messageId: null, applied: false })
      return
    }
    for (const note of visit.notes) {
      const { chat: to, messageId, applied } = note
      const said = { randomId: textOf(note.randomId), textHash: hashOf(note.text) }
      this.#deps.ledger.append({ ...common, chat: to, ...said, messageId, applied })
    }
  }

  #isDuplicated(request: RpcRequest): boolean {
    const { authKey, connection, body } = request
    if (this.#deps.keys.state(authKey.id)?.isDuplicated === true) return true
    if (!this.#guard.isDuplicate(authKey.id, connection.id, body._)) return false
    this.#deps.log.warn({ connection: connection.id }, 'an auth key was used from two connections: its session is dead')
    this.#deps.keys.change(authKey.id, { isDuplicated: true })
    return true
  }
}

/** Telegram's own limits are 100 to 200. Without one a few hundred packed bytes keep the whole server busy for seconds. */
const listMax = 1000

function longestList(body: TlObject): number {
  const lengths = Object.values(body).map((value) => (Array.isArray(value) ? value.length : 0))
  return Math.max(0, ...lengths)
}

const authKeyDuplicated = { code: 406, message: 'AUTH_KEY_DUPLICATED' }

/** The chat that a request is about, for faults and the ledger: most methods name it `peer`, `toPeer` or `channel`. */
function chatOf(body: TlObject, accountId: number): Peer | null {
  for (const field of ['peer', 'toPeer', 'channel']) {
    const input = body[field]
    if (typeof input === 'object' && '_' in input) return peerOfInput(input, accountId)
  }
  return null
}

/** One, a list where several messages are forwarded, or one in each part of an album. */
function randomIdsOf(body: TlObject): bigint[] {
  const parts = Array.isArray(body['multiMedia']) ? (body['multiMedia'] as TlObject[]) : [body]
  return parts.flatMap((part) => part['randomId'] ?? []).filter((value) => typeof value === 'bigint')
}

function textOf(value: unknown): string | null {
  if (typeof value === 'bigint') return value.toString()
  return Array.isArray(value) ? value.join(',') : null
}
