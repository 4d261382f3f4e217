import type { Person } from '../access/people.ts'
import type { Catalogue } from '../bot/catalogue.ts'
import type { BotPlug } from '../bot/screen.ts'
import { welcomePlug } from '../bot/welcome/plug.ts'
import { accountsPlug } from './accounts/bot/list/plug.ts'
import { loginPlug } from './accounts/bot/login/plug.ts'
import { announcePlug } from './admin/bot/announce/plug.ts'
import { adminPlug } from './admin/bot/plug.ts'
import { askForAccess } from './admin/bot/request.ts'
import type { BotDeps } from './feature.ts'
import { campaignsPlug } from './campaigns/bot/plug.ts'
import { groupsPlug } from './groups/bot/plug.ts'
import { noticesPlug } from './notices/bot/plug.ts'
import type { AllVerbs } from './store.ts'

/** Everything that features show in the bot. */
export function botPlugs(deps: BotDeps<AllVerbs>, catalogue: () => Catalogue): readonly BotPlug[] {
  return [
    welcomePlug({ ...deps, catalogue, askForAccess: (person) => askForAccess(deps, person) }),
    accountsPlug(deps),
    loginPlug(deps),
    adminPlug(deps),
    announcePlug(deps),
    campaignsPlug(deps),
    groupsPlug(deps),
    noticesPlug(deps),
  ]
}

/** What happens when somebody without access writes. */
export function onOutsider(deps: BotDeps<AllVerbs>): (person: Person) => Promise<void> {
  return async (person) => void (await askForAccess(deps, person))
}
