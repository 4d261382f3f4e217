import { LiveScreens } from '../../../bot/live.ts'
import type { BotPlug } from '../../../bot/screen.ts'
import { cardScreen } from './card.ts'
import { cardTexts } from './card-texts.ts'
import { confirmScreen } from './confirm.ts'
import type { CampaignBotDeps } from './deps.ts'
import { listScreen } from './list.ts'
import { whenScreen } from './when.ts'
import { whereScreen } from './where.ts'
import { writeScreen } from './write.ts'

/** Making campaigns in the bot, and watching them. */
export function campaignsPlug(deps: CampaignBotDeps): BotPlug {
  const live = new LiveScreens(deps.store)
  return {
    screens: [
      listScreen(deps),
      writeScreen(deps),
      whereScreen(deps),
      whenScreen(deps),
      confirmScreen(deps),
      cardScreen(deps, live),
    ],
    menu: [{ label: cardTexts.menu, screen: 'campaigns.list', audience: 'active', order: 20 }],
    services: [live],
  }
}
