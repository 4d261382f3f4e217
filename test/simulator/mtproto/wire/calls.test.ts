import { describe, expect, it } from 'vitest'
import type { RpcRequest } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { TlEncodeError } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { RawClient } from './raw-client.ts'
import { codec } from './raw-session.ts'
import { nearestDc, startWire } from './wire-setup.ts'

const getNearestDc = { _: 'help.getNearestDc' }
const initConnection = {
  _: 'initConnection',
  apiId: 7,
  deviceModel: 'Test',
  systemVersion: '1',
  appVersion: '2',
  systemLangCode: 'uz',
  langPack: '',
  langCode: 'uz',
}

describe('a call', () => {
  it('arrives without its wrappers, which the session remembers', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    const query = { ...initConnection, query: { _: 'invokeWithoutUpdates', query: getNearestDc } }
    await client.result(client.call({ _: 'invokeWithLayer', layer: 197, query }))
    await client.result(client.call(getNearestDc))

    const [first, second] = wire.requests
    expect(first?.body).toEqual(getNearestDc)
    expect([first?.layer, second?.layer]).toEqual([197, 197])
    expect([first?.withoutUpdates, second?.withoutUpdates]).toEqual([true, false])
    expect(second?.client).toMatchObject({ apiId: 7, appVersion: '2' })
    expect(first?.authKey).toBe(client.key)
    expect(first?.session.id).toBe(client.sessionId)
    expect(first?.sizeBytes).toBeGreaterThan(40)
  })

  it('tells the first of what a client says at length about itself', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    await client.result(client.call({ ...initConnection, deviceModel: 'x'.repeat(100_000), query: getNearestDc }))

    expect(wire.requests[0]?.client).toMatchObject({ deviceModel: 'x'.repeat(64), appVersion: '2' })
  })

  it('is refused with the error of its method', async () => {
    const wire = await startWire({ onRequest: (request) => request.refuse({ code: 420, message: 'FLOOD_WAIT_31' }) })
    const client = await RawClient.ready(wire)

    const error = await client.result(client.call(getNearestDc))

    expect(error).toEqual({ _: 'rpc_error', errorCode: 420, errorMessage: 'FLOOD_WAIT_31' })
  })

  it('is refused with 500 when its method throws', async () => {
    const wire = await startWire({
      onRequest: () => {
        throw new Error('a mistake of ours')
      },
    })
    const client = await RawClient.ready(wire)

    expect(await client.result(client.call(getNearestDc))).toMatchObject({ errorCode: 500, errorMessage: 'INTERNAL' })
    expect(wire.log.some(({ msg }) => msg === 'a method threw')).toBe(true)
  })

  it('can be answered later, but once', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const id = client.call(getNearestDc)
    await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))
    const request = wire.requests[0] as RpcRequest

    expect(() => request.answer({ _: 'config' })).toThrow(TlEncodeError)
    expect(request.isSettled).toBe(false)
    request.answer(nearestDc)

    expect(request.isSettled).toBe(true)
    expect(() => request.refuse({ code: 400, message: 'X' })).toThrow('already answered')
    expect(await client.result(id)).toEqual(nearestDc)
  })

  it('can be met with bad_msg_notification', async () => {
    const wire = await startWire({ onRequest: (request) => request.sendBadMessage(20) })
    const client = await RawClient.ready(wire)

    const id = client.call(getNearestDc)

    expect((await client.next('bad_msg_notification', id)).object['errorCode']).toBe(20)
  })

  it.for([
    ['a method of another layer', Buffer.from('efbeadde', 'hex'), 'INPUT_METHOD_INVALID_3735928559_0'],
    ['a constructor of another layer inside', sendMessageTo('efbeadde'), 'INPUT_CONSTRUCTOR_INVALID_3735928559_0'],
    ['a cut call', codec.encode({ ...initConnection, query: getNearestDc }).subarray(0, 24), 'INPUT_FETCH_ERROR'],
    ['bytes after a call', Buffer.concat([codec.encode(getNearestDc), Buffer.alloc(4)]), 'INPUT_FETCH_ERROR'],
    ['what is no method', codec.encode({ _: 'inputPeerSelf' }), 'INPUT_METHOD_INVALID_inputPeerSelf'],
  ] as const)('is told when it is %s, and the connection goes on', async ([, body, errorMessage]) => {
    const client = await RawClient.ready(await startWire())

    expect(await client.result(client.call(body))).toEqual({ _: 'rpc_error', errorCode: 400, errorMessage })
    expect(await client.result(client.call(getNearestDc))).toEqual(nearestDc)
  })
})

describe('invokeAfterMsg', () => {
  const after = (msgId: bigint): TlObject => ({ _: 'invokeAfterMsg', msgId, query: getNearestDc })

  it('runs a call when the one before is answered', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)

    const first = client.call(getNearestDc)
    const second = client.call(after(first))
    await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))
    expect(wire.requests).toHaveLength(1)
    wire.requests[0]?.answer(nearestDc)
    await expect.poll(() => wire.requests.length).toBe(2)
    wire.requests[1]?.answer(nearestDc)

    expect(await client.result(second)).toEqual(nearestDc)
  })

  it('fails every call of a chain whose first call fails', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)

    const ids = [client.call(getNearestDc)]
    for (let i = 0; i < 2_000; i++) ids.push(client.call(after(ids[i] ?? 0n)))
    await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))
    wire.requests[0]?.refuse({ code: 403, message: 'CHAT_WRITE_FORBIDDEN' })
    const last = await client.result(ids[2_000] ?? 0n)
    const late = await client.result(client.call(after(ids[2_000] ?? 0n)))

    expect(last).toEqual({ _: 'rpc_error', errorCode: 400, errorMessage: 'MSG_WAIT_FAILED' })
    expect(late).toEqual(last)
    expect(wire.requests).toHaveLength(1)
  })

  it('runs a call at once when the one before is answered or unknown', async () => {
    const client = await RawClient.ready(await startWire())
    const first = client.call(getNearestDc)
    await client.result(first)

    expect(await client.result(client.call(after(first)))).toEqual(nearestDc)
    expect(await client.result(client.call(after(4n)))).toEqual(nearestDc)
  })

  it('waits for all that invokeAfterMsgs names', async () => {
    const wire = await startWire({ onRequest: () => {} })
    const client = await RawClient.ready(wire)
    const msgIds = [client.call(getNearestDc), client.call(getNearestDc)]
    client.call({ _: 'invokeAfterMsgs', msgIds, query: getNearestDc })
    await client.result(client.call({ _: 'rpc_drop_answer', reqMsgId: 4n }))

    wire.requests[1]?.answer(nearestDc)
    await client.result(msgIds[1] ?? 0n)
    expect(wire.requests).toHaveLength(2)
    wire.requests[0]?.answer(nearestDc)

    await expect.poll(() => wire.requests.length).toBe(3)
  })
})

/** messages.sendMessage with something unknown as its peer. */
function sendMessageTo(id: string): Buffer {
  const call = codec.encode({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: '', randomId: 1n })
  Buffer.from(id, 'hex').copy(call, 8)
  return call
}
