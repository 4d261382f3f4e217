import type { Logger } from '../../../base/log.ts'
import type { ClientSession } from './client-session.ts'
import type { RpcError, WireHooks } from './contract.ts'
import type { Salts } from './salts.ts'
import { RpcCall } from './rpc-call.ts'
import type { Answering, Arrival } from './rpc-call.ts'
import { gzipPackedId } from './tl/codec.ts'
import type { TlCodec } from './tl/codec.ts'
import { deflate } from './tl/gzip.ts'
import { UnknownConstructor } from './tl/object.ts'
import type { TlAnswer, TlDecodeError, TlObject } from './tl/object.ts'
import { TlWriter } from './tl/writer.ts'
import { unwrap } from './unwrap.ts'

/** Smaller answers are not worth the time of packing. */
const packedBytesMin = 4_096
const rpcResultId = 0xf35c6d01
const rpcErrorId = 0x2144ca19

/** Where API calls come in and their answers go out. */
export class RpcDesk implements Answering {
  readonly #codec: TlCodec
  readonly #hooks: WireHooks
  readonly #log: Logger
  readonly #salts: Salts
  readonly #writer = new TlWriter()

  constructor(deps: {
    readonly codec: TlCodec
    readonly hooks: WireHooks
    readonly log: Logger
    readonly salts: Salts
  }) {
    this.#codec = deps.codec
    this.#hooks = deps.hooks
    this.#log = deps.log
    this.#salts = deps.salts
  }

  accept(from: Arrival, wrapped: TlObject): void {
    const envelope = unwrap(this.#codec, wrapped, from.session)
    from.session.layer = envelope.layer
    from.session.client = envelope.client
    const call = new RpcCall(this, from, envelope)
    from.session.calls.note(from.msgId, call)

    if (this.#codec.isMethod(call.body._)) this.#runAfter(call, from.session, envelope.after)
    else call.refuse({ code: 400, message: `INPUT_METHOD_INVALID_${call.body._}` })
  }

  /** The bytes were well encrypted but are no call that we know: the client hears why, and goes on. */
  refuseUnreadable(from: Arrival, error: TlDecodeError): void {
    from.session.calls.note(from.msgId, 'failed')
    this.#log.debug({ remote: from.connection.remote, reason: error.message }, 'unreadable call')
    this.#send(from.session, from.msgId, this.#errorBody({ code: 400, message: nameOf(error) }))
  }

  prepare(call: RpcCall, result: TlAnswer): () => void {
    const body = this.#codec.encodeAnswer(call.body._, result) // May throw: then the call is still open.
    const packed = body.length < packedBytesMin ? body : this.#packed(body)
    call.connection.hold(packed.length)
    return () => {
      call.connection.release(packed.length)
      this.#settle(call, 'done', () => this.#send(call.session, call.msgId, packed))
    }
  }

  refuse(call: RpcCall, error: RpcError): void {
    this.#settle(call, 'failed', () => this.#send(call.session, call.msgId, this.#errorBody(error)))
  }

  refuseMessage(call: RpcCall, code: number): void {
    this.#settle(call, 'failed', () => call.session.refuseMessage(call.msgId, call.seqno, code))
  }

  refuseSalt(call: RpcCall): void {
    this.#settle(call, 'failed', () => call.session.refuseSalt(call.msgId, call.seqno, this.#salts.current))
  }

  /** rpc_result for a service call: rpc_drop_answer. */
  answerService(session: ClientSession, msgId: bigint, object: TlObject): void {
    this.#send(session, msgId, this.#codec.encode(object))
  }

  /** The client repeats a call, or asks for its answer again: it gets it if it is still here. */
  answerAgain(session: ClientSession, requestId: bigint): void {
    const body = session.calls.keptAnswer(requestId)
    if (body) this.#resend(session, requestId, body)
  }

  #runAfter(call: RpcCall, session: ClientSession, after: readonly bigint[]): void {
    const fates = after.map((msgId) => session.calls.fateOf(msgId))
    if (fates.includes('failed')) return call.refuse(waitFailed)

    // An id that this session does not know was answered in an earlier one, or so long ago that it is forgotten: nothing to wait for.
    const running = fates.filter((fate) => typeof fate === 'object')
    let left = running.length
    if (left === 0) return this.#run(call)

    const onFate = (fate: 'done' | 'failed'): void => {
      left--
      if (call.isSettled) return
      if (fate === 'failed') call.refuse(waitFailed)
      else if (left === 0) this.#run(call)
    }
    for (const earlier of running) earlier.followers.push(onFate)
  }

  #run(call: RpcCall): void {
    try {
      this.#hooks.onRequest(call)
    } catch (error) {
      this.#log.error({ err: error, method: call.body._ }, 'a method threw')
      if (!call.isSettled) call.refuse({ code: 500, message: 'INTERNAL' })
    }
  }

  #settle(call: RpcCall, fate: 'done' | 'failed', send: () => void): void {
    call.isSettled = true
    call.session.calls.settle(call.msgId, fate)
    if (!call.isDropped) send()
    // Later, because a chain of thousands that all fail would be as deep on the stack.
    for (const follow of call.followers) queueMicrotask(() => follow(fate))
  }

  #send(session: ClientSession, requestId: bigint, result: Buffer): void {
    this.#writer.word(rpcResultId)
    this.#writer.long(requestId)
    this.#writer.raw(result)
    const body = this.#writer.take()
    session.calls.keepAnswer(requestId, body)
    this.#resend(session, requestId, body)
  }

  #resend(session: ClientSession, requestId: bigint, body: Buffer): void {
    session.send({
      body,
      isAnswer: true,
      isContent: true,
      isLast: body.readUInt32LE(12) === rpcErrorId,
      onSent: (sentAs) => session.calls.noteSent(requestId, sentAs),
    })
  }

  #errorBody(error: RpcError): Buffer {
    return this.#codec.encode({ _: 'rpc_error', errorCode: error.code, errorMessage: error.message })
  }

  #packed(body: Buffer): Buffer {
    const small = deflate(body)
    if (small.length >= body.length) return body
    this.#writer.word(gzipPackedId)
    this.#writer.bytes(small)
    return this.#writer.take()
  }
}

const waitFailed: RpcError = { code: 400, message: 'MSG_WAIT_FAILED' }

/** Telegram's names for what it cannot read. The number is the id that it does not know. */
function nameOf(error: TlDecodeError): string {
  if (!(error instanceof UnknownConstructor)) return 'INPUT_FETCH_ERROR'
  return error.wanted === 'method' ? `INPUT_METHOD_INVALID_${error.id}_0` : `INPUT_CONSTRUCTOR_INVALID_${error.id}_0`
}
