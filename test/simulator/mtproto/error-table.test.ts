import { once } from 'node:events'
import { connect } from 'node:net'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo } from '../../support/account.ts'
import { exampleOf, readErrorTable, unknownErrors } from '../../support/telegram-errors.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { getNearestDc, int32, meet, meetAll, saidBy, startAsking, startRaw, withCodes } from './error-table-setup.ts'

/** What no server can send, and who says it instead. */
const exceptions: Readonly<Record<string, string>> = {
  'SOCKS/HTTP proxy auth failed': 'said by a proxy',
  EADDRNOTAVAIL: "said by the client's own machine, which has no address left",
  EAI_AGAIN: 'said by the resolver',
  ECONNABORTED: "said by the client's own machine",
  EHOSTUNREACH: 'said by the network on the way',
  EMFILE: "said by the client's own machine, which has no file left",
  ENETUNREACH: 'said by the network on the way',
  ENOTFOUND: 'said by the resolver',
  EPIPE: "said by the client's own machine to who writes before they read that the connection was reset",
  ETIMEDOUT: "said by the client's own machine when nobody answers at all",
  'GramJS: Could not find the input entity': 'said by the client before it asks anybody',
  'GramJS: Cannot send requests while disconnected': 'said by the client before it asks anybody',
  'GramJS: Request was unsuccessful N time(s)': 'said by the client when its tries are used up, whatever they met',
  'TypeNotFoundError / InvalidBuffer': 'said by the client about bytes that are no packet, as garbageBytes makes them',
  'our own request timeout': 'said by the clock of whoever waits, as after silence',
  'GramJS: No user has / Cannot find any entity': 'said by the client about an answer that is right',
}

/** What the client does not show, because it does something about it itself. The ledger shows that it was said. */
const followed = ['PHONE_MIGRATE_%d', 'USER_MIGRATE_%d', 'NETWORK_MIGRATE_%d']
const askedAgain = ['MSG_WAIT_FAILED', 'MSG_WAIT_TIMEOUT']
const askedAgainLater = ['RPC_CALL_FAIL', 'RPC_MCGET_FAIL']
const handledInside = [...followed, ...askedAgain, ...askedAgainLater]

/** Names that the client turns into a class with a number. All others arrive with their code and name. */
const classes: Readonly<Record<string, string>> = {
  'FLOOD_WAIT_%d': 'FloodWaitError 4',
  'FLOOD_PREMIUM_WAIT_%d': 'FloodWaitError 4',
  'FLOOD_TEST_PHONE_WAIT_%d': 'FloodTestPhoneWaitError 4',
  'SLOWMODE_WAIT_%d': 'SlowModeWaitError 4',
  'FILE_MIGRATE_%d': 'FileMigrateError 4',
  'EMAIL_UNCONFIRMED_%d': 'EmailUnconfirmedError 4',
}

const packets = {
  'transport -403': -403,
  'transport -429 transport flood': -429,
  'transport -444 invalid DC': -444,
}
const transportRows = [
  ...Object.keys(packets),
  'transport -404',
  'bad_msg_notification msg_id too low/high',
  'bad_msg_notification other',
  'bad_server_salt',
  'ECONNRESET',
  'ECONNREFUSED',
]

/** Clients that meet errors at the same time. */
const lanesMax = 8

const rows = readErrorTable()
const shown = rows.filter(
  ({ layer, name }) => layer === 'mtproto' && !name.startsWith('(') && !handledInside.includes(name),
)

describe('every error of the table', () => {
  it('is produced by a test of this file, or excepted with a reason', () => {
    const produced = [
      ...shown.map(({ name }) => name),
      ...handledInside,
      ...new Set(unknownErrors.map(([name]) => name)),
      ...transportRows,
    ]
    const wanted = rows.filter(({ layer }) => layer !== 'botapi').map(({ name }) => name)

    // Sorted lists, so that a row which is missing, made up, or in both of them stands out.
    expect([...produced, ...Object.keys(exceptions)].toSorted()).toEqual(wanted.toSorted())
  })

  it('arrives at the client as its name and code, on a method that is known for it', async () => {
    const telegram = await startMtproto()
    const cases = shown.flatMap(withCodes)

    const parts = Array.from({ length: lanesMax }, (_, lane) =>
      cases.filter((_row, index) => index % lanesMax === lane),
    )
    const arrived = await Promise.all(parts.map((part) => meetAll(telegram, part)))

    expect(arrived.flat().toSorted()).toEqual(
      cases.map(([{ name }, code]) => `${name}: ${classes[name] ?? `RPCError ${code} ${exampleOf(name)}`}`).toSorted(),
    )
    expect(shown.filter(({ name, pattern }) => !new RegExp(pattern).test(exampleOf(name)))).toEqual([])
  })

  it.each(unknownErrors)('%s arrives with its code %d although nobody knows the name', async (_, code, error) => {
    const { telegram, client } = await startAsking()

    expect(await meet(telegram, client, 'messages.sendMessage', { error, code })).toBe(`RPCError ${code} ${error}`)
  })
})

describe('an error that the client handles inside', () => {
  it.each(followed)('%s takes it to the other DC', async (name) => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)
    const error = name.replace('%d', '3')
    telegram.addRule({ error, method: 'help.getNearestDc', times: 1 })

    const { thisDc } = await client.invoke(new Api.help.GetNearestDc())

    expect([thisDc, client.session.dcId]).toEqual([3, 3])
    expect(saidBy(telegram)).toEqual([error, null])
  })

  it.each(askedAgain)('%s makes it ask again', async (error) => {
    const { telegram, client } = await startAsking()
    telegram.addRule({ error, method: 'help.getNearestDc', times: 1 })

    await client.invoke(new Api.help.GetNearestDc())

    expect(saidBy(telegram)).toEqual([error, null])
  })

  it(`${askedAgainLater.join(' and ')} make it ask again two seconds later`, async () => {
    const ask = async (error: string) => {
      const { telegram, client } = await startAsking()
      telegram.addRule({ error, method: 'help.getNearestDc', times: 1 })
      await client.invoke(new Api.help.GetNearestDc())
      return saidBy(telegram)
    }

    expect(await Promise.all(askedAgainLater.map(ask))).toEqual(askedAgainLater.map((error) => [error, null]))
  })
})

describe('an error of the transport', () => {
  it('-404 comes when the key is forgotten', async () => {
    const { telegram, raw } = await startRaw()
    telegram.addRule({ forgetKey: true })

    raw.call(getNearestDc)
    await raw.closed

    expect(raw.plain).toEqual([int32(-404)])
  })

  it('of -403, -429 or -444 is a packet of four bytes; the client connects anew and asks again', async () => {
    const ask = async (transportError: number) => {
      const [{ telegram, raw }, asking] = [await startRaw(), await startAsking()]
      for (const server of [telegram, asking.telegram])
        server.addRule({ transportError, method: 'help.getNearestDc', times: 1 })
      raw.call(getNearestDc)
      await raw.until(() => raw.plain.length > 0)
      await asking.client.invoke(new Api.help.GetNearestDc())
      return [...raw.plain, ...saidBy(asking.telegram)]
    }

    const codes = Object.values(packets)
    expect(await Promise.all(codes.map(ask))).toEqual(codes.map((code) => [int32(code), 'transport-error', null]))
  })

  it.each([16, 17, 32, 33])('bad_msg_notification %i makes the client ask again', async (badMessage) => {
    const [{ telegram, raw }, asking] = [await startRaw(), await startAsking()]
    const { client } = asking
    for (const server of [telegram, asking.telegram])
      server.addRule({ badMessage, method: 'help.getNearestDc', times: 1 })

    const { object } = await raw.next('bad_msg_notification', raw.call(getNearestDc))
    await client.invoke(new Api.help.GetNearestDc())

    expect(object['errorCode']).toBe(badMessage)
    expect(saidBy(asking.telegram)).toEqual(['bad-message', null])
  })

  it.each([18, 19, 20, 34, 35, 64])('bad_msg_notification %i is thrown by the client', async (badMessage) => {
    const { telegram, client } = await startAsking()
    telegram.addRule({ badMessage, method: 'help.getNearestDc', times: 1 })

    await expect(client.invoke(new Api.help.GetNearestDc())).rejects.toMatchObject({ code: badMessage })
  })

  it('bad_server_salt tells the right salt, with which the call is answered', async () => {
    const { telegram, raw } = await startRaw()
    telegram.addRule({ newSalt: true, times: 1 })

    const { object } = await raw.next('bad_server_salt', raw.call(getNearestDc))
    raw.salt = object['newServerSalt'] as bigint

    expect(await raw.result(raw.call(getNearestDc))).toMatchObject({ _: 'nearestDc' })
  })

  it('ECONNRESET and ECONNREFUSED are what a socket sees of a reset and of a server that stopped', async () => {
    const { telegram, raw } = await startRaw()
    telegram.addRule({ drop: 'reset' })

    raw.call(getNearestDc)
    const [reset] = await once(raw.socket, 'error')
    await telegram.stop()
    const [refused] = await once(connect(telegram.port, '127.0.0.1'), 'error')

    expect([reset, refused]).toMatchObject([{ code: 'ECONNRESET' }, { code: 'ECONNREFUSED' }])
  })
})
