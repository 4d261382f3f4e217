import type { BotPlug } from '../../../bot/screen.ts'
import { accessNotices } from './access-notices.ts'
import { adminCommands } from './commands.ts'
import type { AdminDeps } from './deps.ts'
import { mineScreen } from './mine.ts'
import { panelTexts } from './panel-texts.ts'
import { findScreen, peopleScreen } from './people-list.ts'
import { personScreen } from './person.ts'
import { requestNotice } from './request.ts'
import { statisticsScreen } from './statistics.ts'
import { theirCampaignsScreen } from './their-campaigns.ts'

/** Access and administration in the bot. */
export function adminPlug(deps: AdminDeps): BotPlug {
  return {
    screens: [
      mineScreen(deps),
      peopleScreen(deps),
      findScreen(deps),
      personScreen(deps),
      theirCampaignsScreen(deps),
      statisticsScreen(deps),
    ],
    menu: [{ label: panelTexts.menu, screen: 'admin.people', audience: 'admin', order: 80 }],
    commands: adminCommands(deps),
    notices: [requestNotice(deps), ...accessNotices(deps)],
  }
}
