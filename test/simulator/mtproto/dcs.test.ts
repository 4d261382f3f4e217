import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, refusalOf, signIn } from '../../support/account.ts'
import { sessionOf } from '../../support/chatting.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import { startMtproto } from '../../support/telegram-world.ts'

/** 192.0.2.1 is for documentation (RFC 5737): no machine has it, as some have no 127.0.0.3. */
const dcs = [
  { id: 2, address: '127.0.0.1' },
  { id: 3, address: '192.0.2.1' },
  { id: 1, address: '127.0.0.2' },
]

describe('a DC whose address this machine lacks', () => {
  it('is not in the configuration', async () => {
    const client = await connectTo(await startMtproto({ dcs }))

    const { dcOptions } = await client.invoke(new Api.help.GetConfig())

    expect(dcOptions.map(({ id, ipAddress }) => [id, ipAddress])).toEqual([
      [2, '127.0.0.1'],
      [1, '127.0.0.2'],
    ])
  })

  it('is no home: its phones sign in at the main DC, wherever they ask', async () => {
    const telegram = await startMtproto({ dcs })
    telegram.world.users.create({ firstName: 'Aziz', phone: '998901234567', dcId: 3 })
    const [test, ordinary] = [await connectTo(telegram), await connectTo(telegram, { dcId: 1, address: '127.0.0.2' })]

    await signIn(test, '+9996631234')
    const sent = await ordinary.sendCode({ apiId: 1, apiHash: 'hash' }, '998901234567')

    expect(test.session.dcId).toBe(2)
    expect(sent.phoneCodeHash).not.toBe('')
    expect(ordinary.session.dcId).toBe(2)
  })

  it('takes no account from another one', async () => {
    const telegram = await startMtproto({ dcs })
    const client = await connectTo(telegram)
    await signIn(client, '+9996621234')
    const exportTo = (dcId: number) => client.invoke(new Api.auth.ExportAuthorization({ dcId }))

    expect(await refusalOf(exportTo(3))).toBe('DC_ID_INVALID')
    expect((await exportTo(1)).bytes).not.toHaveLength(0)
  })

  it('has no stored sessions: they are made for the main one', async () => {
    const telegram = await startMtproto({ dcs })
    const user = telegram.world.users.create({ firstName: 'Aziz', dcId: 3 })

    const client = await connectGramjs({ port: telegram.port, session: sessionOf(telegram, user) })

    expect(client.session.serverAddress).toBe('127.0.0.1')
    expect(await client.getMe()).toMatchObject({ firstName: 'Aziz' })
  })
})
