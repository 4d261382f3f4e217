import { controlBotKey, installationId } from '../../access/installation.ts'
import type { Secret } from '../../base/secret.ts'
import type { ControlDeps } from '../feature.ts'
import { keepBot } from './bots.ts'
import type { OwnBotVerbs } from './own-bot-store.ts'
import type { Account, AccountVerbs } from './verbs.ts'

type Deps = Pick<
  ControlDeps<AccountVerbs & OwnBotVerbs>,
  'store' | 'clock' | 'keyring' | 'signIns' | 'shards' | 'settings'
>

/**
 * Makes the control bot's token an account of the installation, so that what it tells everybody goes through the engine at the token's
 * pace. An account that somebody made of this bot before stays theirs. Said at every start: the token may be another one by now.
 * @throws Refusal when Telegram does not answer
 */
export async function keepOwnBot(deps: Deps, token: Secret, telegramId: number): Promise<Account> {
  const { store, clock } = deps
  await store.keepInstallation()
  const taken = await store.loginTaken({ authKeyId: null, telegramId })
  const { account } = await keepBot(deps, taken?.account.ownerId ?? installationId, token)
  await store.saveSetting(controlBotKey, String(account.id), clock.nowMs())
  return account
}
