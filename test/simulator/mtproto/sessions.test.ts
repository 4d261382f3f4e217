import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, refusalOf, signedInTo } from '../../support/account.ts'
import { startMtproto } from '../../support/telegram-world.ts'

const phone = '9996621234'
const dayMs = 24 * 3_600_000

describe('the sessions of an account', () => {
  it('are listed with their devices, this one first by its zero', async () => {
    const telegram = await startMtproto()
    const first = await signedInTo(telegram, phone)
    await signedInTo(telegram, phone)
    await signedInTo(telegram, '9996625678')

    const { authorizations } = await first.invoke(new Api.account.GetAuthorizations())

    const seen = authorizations.map(({ current, hash, deviceModel, apiId, ip }) => ({
      current: current === true,
      isZero: hash.toString() === '0',
      deviceModel,
      apiId,
      ip,
    }))
    const device = { deviceModel: 'Test phone', apiId: 1, ip: '127.0.0.1' }
    expect(seen).toEqual([
      { ...device, current: true, isZero: true },
      { ...device, current: false, isZero: false },
    ])
  })

  it('can be ended one by one, by a session that is a day old', async () => {
    const telegram = await startMtproto()
    const first = await signedInTo(telegram, phone)
    const second = await signedInTo(telegram, phone)
    const { authorizations } = await first.invoke(new Api.account.GetAuthorizations())
    const hash = authorizations.find(({ current }) => current !== true)?.hash
    if (hash === undefined) throw new Error('the second session is not listed')
    const reset = new Api.account.ResetAuthorization({ hash })

    expect(await refusalOf(first.invoke(reset))).toBe('FRESH_RESET_AUTHORISATION_FORBIDDEN')
    telegram.clock.advance(dayMs)
    await first.invoke(reset)

    expect(await refusalOf(second.invoke(new Api.account.GetAccountTTL()))).toBe('AUTH_KEY_UNREGISTERED')
    expect(await refusalOf(first.invoke(reset))).toBe('HASH_INVALID')
  })

  it('can be ended all but this one', async () => {
    const telegram = await startMtproto()
    const first = await signedInTo(telegram, phone)
    const others = [await signedInTo(telegram, phone), await signedInTo(telegram, phone)]
    telegram.clock.advance(dayMs)

    await first.invoke(new Api.auth.ResetAuthorizations())

    for (const other of others)
      expect(await refusalOf(other.invoke(new Api.account.GetAccountTTL()))).toBe('AUTH_KEY_UNREGISTERED')
    expect((await first.invoke(new Api.account.GetAuthorizations())).authorizations).toHaveLength(1)
  })
})

describe('a session in a second DC', () => {
  it('is opened by what the first one exported, once and only there', async () => {
    const telegram = await startMtproto()
    const home = await signedInTo(telegram, phone)
    const away = await connectTo(telegram, { dcId: 3, address: '127.0.0.3' })
    const elsewhere = await connectTo(telegram, { dcId: 1, address: '127.0.0.2' })

    const { id, bytes } = await home.invoke(new Api.auth.ExportAuthorization({ dcId: 3 }))
    const importIt = new Api.auth.ImportAuthorization({ id, bytes })
    expect(await refusalOf(elsewhere.invoke(importIt))).toBe('AUTH_BYTES_INVALID')
    await away.invoke(importIt)

    expect(await away.getMe()).toMatchObject({ phone })
    expect(await refusalOf(elsewhere.invoke(importIt))).toBe('AUTH_BYTES_INVALID')
    expect((await home.invoke(new Api.account.GetAuthorizations())).authorizations).toHaveLength(1)
  })

  it.each([2, 4])('is not exported to DC %i', async (dcId) => {
    const home = await signedInTo(await startMtproto(), phone)

    expect(await refusalOf(home.invoke(new Api.auth.ExportAuthorization({ dcId })))).toBe('DC_ID_INVALID')
  })
})
