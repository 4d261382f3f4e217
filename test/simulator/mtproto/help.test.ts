import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { connectTo, signedInTo } from '../../support/account.ts'
import { startMtproto } from '../../support/telegram-world.ts'

describe('the configuration', () => {
  it('names every DC with the one port, and the limits', async () => {
    const telegram = await startMtproto()
    const client = await connectTo(telegram)

    const config = await client.invoke(new Api.help.GetConfig())

    expect(config).toMatchObject({ testMode: true, thisDc: 2, messageLengthMax: 4096, captionLengthMax: 1024 })
    expect(config.dcOptions.map(({ id, ipAddress, port }) => [id, ipAddress, port])).toEqual([
      [2, '127.0.0.1', telegram.port],
      [1, '127.0.0.2', telegram.port],
      [3, '127.0.0.3', telegram.port],
    ])
  })

  it('knows the DC that is asked', async () => {
    const client = await connectTo(await startMtproto(), { dcId: 3, address: '127.0.0.3' })

    expect(await client.invoke(new Api.help.GetNearestDc())).toMatchObject({ thisDc: 3, nearestDc: 2 })
  })

  it('of the application is sent again only when it changed', async () => {
    const telegram = await startMtproto()
    const client = await signedInTo(telegram, '9996621234')
    const user = telegram.world.users.byPhone('9996621234')
    const ask = (hash: number) => client.invoke(new Api.help.GetAppConfig({ hash }))
    const { hash, values } = valuesOf(await ask(0))

    expect(values).toMatchObject({ channels_limit_default: 500, upload_max_fileparts_default: 4000 })
    expect(values).not.toHaveProperty('freeze_since_date')
    expect((await ask(hash)).className).toBe('help.AppConfigNotModified')
    if (user !== undefined) telegram.world.users.update(user, { status: 'frozen' })
    expect(valuesOf(await ask(hash)).values).toMatchObject({ freeze_appeal_url: expect.stringContaining('t.me') })
  })
})

describe('the small questions of an app', () => {
  it.each([
    [new Api.help.GetCdnConfig(), 'CdnConfig'],
    [new Api.help.GetInviteText(), 'help.InviteText'],
    [new Api.help.GetTermsOfServiceUpdate(), 'help.TermsOfServiceUpdateEmpty'],
    [new Api.help.GetPromoData(), 'help.PromoDataEmpty'],
    [new Api.help.GetAppUpdate({ source: 'test' }), 'help.NoAppUpdate'],
    [new Api.help.GetCountriesList({ langCode: 'en', hash: 0 }), 'help.CountriesList'],
    [new Api.help.GetCountriesList({ langCode: 'en', hash: 1 }), 'help.CountriesListNotModified'],
    [new Api.langpack.GetLangPack({ langPack: 'tdesktop', langCode: 'en' }), 'LangPackDifference'],
  ])('are answered before any sign-in', async (request, className) => {
    const client = await connectTo(await startMtproto())

    expect(await client.invoke<Api.AnyRequest>(request)).toMatchObject({ className })
  })
})

function valuesOf(config: Api.help.TypeAppConfig): { hash: number; values: Record<string, unknown> } {
  if (!(config instanceof Api.help.AppConfig)) throw new Error(`asked for the configuration, got ${config.className}`)
  const { value } = config.config as Api.JsonObject
  return { hash: config.hash, values: Object.fromEntries(value.map((field) => [field.key, valueOf(field.value)])) }
}

function valueOf(json: Api.TypeJSONValue): unknown {
  return 'value' in json ? json.value : null
}
