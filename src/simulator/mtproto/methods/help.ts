import { mainDcId } from '../../dcs.ts'
import { open } from '../method.ts'
import type { Call, Methods } from '../method.ts'
import { tlDate } from '../view/date.ts'
import { appConfig, hashOfConfig, tlJson } from '../view/app-config.ts'
import { tlConfig } from '../view/config.ts'

/** What a client asks before and around a sign-in: where the DCs are, what the limits are. Nobody has to be signed in. */
export const helpMethods: Methods = {
  'help.getConfig': open((_body, { world, request, dcs, port }) =>
    tlConfig({ nowMs: world.clock.nowMs(), dcId: request.dcId, dcs, port }),
  ),

  'help.getNearestDc': open((_body, { request }) => ({
    _: 'nearestDc',
    country: 'UZ',
    thisDc: request.dcId,
    nearestDc: mainDcId,
  })),

  'help.getAppConfig': open<{ hash: number }>(({ hash }, call) => {
    const config = appConfig(isFrozen(call) ? call.world.clock.nowMs() : null)
    const current = hashOfConfig(config)
    if (hash === current) return { _: 'help.appConfigNotModified' }
    return { _: 'help.appConfig', hash: current, config: tlJson(config) }
  }),

  'help.getAppUpdate': open(() => ({ _: 'help.noAppUpdate' })),
  'help.getCdnConfig': open(() => ({ _: 'cdnConfig', publicKeys: [] })),
  'help.getInviteText': open(() => ({ _: 'help.inviteText', message: 'Write me on the simulated Telegram.' })),
  'help.getTermsOfServiceUpdate': open((_body, call) => ({
    _: 'help.termsOfServiceUpdateEmpty',
    expires: inAnHour(call),
  })),
  'help.acceptTermsOfService': open(() => true),
  'help.getPromoData': open((_body, call) => ({ _: 'help.promoDataEmpty', expires: inAnHour(call) })),

  'help.getCountriesList': open<{ hash: number }>(({ hash }) =>
    hash === countriesHash
      ? { _: 'help.countriesListNotModified' }
      : { _: 'help.countriesList', countries: countries.map(tlCountry), hash: countriesHash },
  ),

  'langpack.getLangPack': open<{ langCode: string }>(({ langCode }) => ({
    _: 'langPackDifference',
    langCode,
    fromVersion: 0,
    version: 0,
    strings: [],
  })),
  'langpack.getStrings': open(() => []),
  'langpack.getLanguages': open(() => []),
}

/** Where the demo world's people are from. */
const countries = [
  ['UZ', 'Uzbekistan', '998'],
  ['RU', 'Russia', '7'],
  ['KZ', 'Kazakhstan', '7'],
  ['KG', 'Kyrgyzstan', '996'],
  ['TJ', 'Tajikistan', '992'],
  ['TR', 'Turkey', '90'],
] as const
const countriesHash = 1

function tlCountry([iso2, defaultName, countryCode]: (typeof countries)[number]) {
  return { _: 'help.country', iso2, defaultName, countryCodes: [{ _: 'help.countryCode', countryCode }] }
}

function inAnHour({ world }: Call): number {
  return tlDate(world.clock.nowMs()) + 3600
}

function isFrozen({ keys, world, request }: Call): boolean {
  const userId = keys.state(request.authKey.id)?.userId ?? null
  return userId !== null && world.users.get(userId).status === 'frozen'
}
