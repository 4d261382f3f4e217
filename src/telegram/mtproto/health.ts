import { Api } from 'telegram'
import type { Health } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'

/**
 * Whether the session lives, and what Telegram says of the account: restricted stands in the user, frozen in the configuration that the
 * account gets (https://core.telegram.org/api/auth#frozen-accounts). A spam limit is told nowhere but in the answer to a message.
 */
export async function fetchHealth(call: Call): Promise<Called<Health>> {
  const got = await call(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }))
  if (got.type === 'failed') return got
  const [user] = got.result
  if (!(user instanceof Api.User)) return unreadable('users.getUsers')
  const asked = await call(new Api.help.GetAppConfig({ hash: 0 }))
  if (asked.type === 'failed') return asked
  const config = asked.result instanceof Api.help.AppConfig ? asked.result.config : undefined
  return {
    type: 'answered',
    result: {
      isRestricted: user.restricted === true,
      isPremium: user.premium === true,
      frozenSinceMs: instantIn(config, 'freeze_since_date'),
      frozenUntilMs: instantIn(config, 'freeze_until_date'),
    },
  }
}

/** In ms; null where it is not there, or 0. */
function instantIn(config: Api.TypeJSONValue | undefined, key: string): number | null {
  if (!(config instanceof Api.JsonObject)) return null
  const value = config.value.find((each) => each.key === key)?.value
  return value instanceof Api.JsonNumber && value.value > 0 ? value.value * 1000 : null
}
