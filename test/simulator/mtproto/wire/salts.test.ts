import { describe, expect, it } from 'vitest'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { RawClient } from './raw-client.ts'
import { startWire, stillClock } from './wire-setup.ts'

const getNearestDc = { _: 'help.getNearestDc' }
const update: TlObject = { _: 'updateShort', update: { _: 'updatePtsChanged' }, date: 1 }

describe('salts and message ids', () => {
  it('tells the salt, then announces the session, then answers', async () => {
    const wire = await startWire()
    const client = await RawClient.open(wire)

    const first = client.call(getNearestDc)
    const bad = await client.next('bad_server_salt')
    client.salt = bad.object['newServerSalt'] as bigint
    const second = client.call(getNearestDc)

    expect(bad.object).toMatchObject({ badMsgId: first, badMsgSeqno: 1, errorCode: 48 })
    expect(await client.result(second)).toMatchObject({ _: 'nearestDc' })
    expect((await client.next('new_session_created')).object).toMatchObject({
      firstMsgId: second,
      serverSalt: client.salt,
    })
    expect(wire.requests).toHaveLength(1)
  })

  it('takes the salt of the half hour before, and none from before a change', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    wire.clock.advance(30 * 60_000)
    expect(await client.result(client.call(getNearestDc))).toMatchObject({ _: 'nearestDc' })
    wire.server.bumpSalts()
    const refused = client.call(getNearestDc)

    expect((await client.next('bad_server_salt', refused)).object['errorCode']).toBe(48)
  })

  it('keeps its salts over a restart', async () => {
    const before = await startWire()
    const client = await RawClient.ready(before)
    await before.server.stop()
    const after = await startWire({ keys: before.keys, clock: before.clock })

    const again = await RawClient.open(after, { key: client.key })
    again.salt = client.salt

    expect(await again.result(again.call(getNearestDc))).toMatchObject({ _: 'nearestDc' })
  })

  it('names the salts to come, and takes them when their time has come', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    const asked = client.call({ _: 'get_future_salts', num: 3 })
    const { object } = await client.next('future_salts', asked)
    const salts = object['salts'] as unknown as { validSince: number; validUntil: number; salt: bigint }[]
    wire.clock.advance(3_600_000)
    client.salt = salts[2]?.salt ?? 0n

    expect(salts).toHaveLength(3)
    expect(salts[1]?.validSince).toBe((salts[0]?.validSince ?? 0) + 1_800)
    expect(await client.result(client.call(getNearestDc))).toMatchObject({ _: 'nearestDc' })
  })

  it.for([
    ['older than 300 s', -302, 16],
    ['more than 30 s ahead', 32, 17],
  ] as const)('refuses an id %s and says the time with its own id', async ([, seconds, code]) => {
    const wire = await startWire({ clock: stillClock() })
    const client = await RawClient.ready(wire)

    const message = client.message(getNearestDc, client.nextMsgId() + (BigInt(seconds) << 32n))
    client.sendPacket(client.seal(message))
    const { object, msgId } = await client.next('bad_msg_notification')

    expect(object).toMatchObject({ badMsgId: message.msgId, errorCode: code })
    expect(Number(msgId >> 32n)).toBe(wire.clock.nowMs() / 1000)
  })

  it.for([0, -299, 29])('takes an id that is %i s off', async (seconds) => {
    const client = await RawClient.ready(await startWire({ clock: stillClock() }))

    const message = client.message(getNearestDc, client.nextMsgId() + (BigInt(seconds) << 32n))
    client.sendPacket(client.seal(message))

    expect(await client.result(message.msgId)).toMatchObject({ _: 'nearestDc' })
  })

  it('refuses an id that a client may not use', async () => {
    const client = await RawClient.ready(await startWire())

    client.sendPacket(client.seal(client.message(getNearestDc, client.nextMsgId() + 1n)))

    expect((await client.next('bad_msg_notification')).object['errorCode']).toBe(18)
  })

  it('gives rising ids: 1 modulo 4 for answers, 3 for the rest, and odd numbers for what must be acknowledged', async () => {
    const wire = await startWire()
    const client = await RawClient.ready(wire)

    for (let i = 0; i < 50; i++) {
      client.call(i % 2 ? getNearestDc : { _: 'ping', pingId: BigInt(i) })
      wire.sessions[0]?.push(update)
    }
    await client.until(() => client.received.filter(({ object }) => object._ === 'updateShort').length === 50)
    await client.until(() => client.received.filter(({ object }) => object._ === 'rpc_result').length === 25)

    const ids = client.received.map(({ msgId }) => msgId)
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)))
    for (const { object, msgId, seqno } of client.received) {
      const isPush = object._ === 'updateShort' || object._ === 'new_session_created'
      expect(msgId & 3n, object._).toBe(isPush ? 3n : 1n)
      expect(seqno & 1, object._).toBe(isPush || object._ === 'rpc_result' ? 1 : 0)
    }
  })
})
