import { LiveScreens } from '../../../bot/live.ts'
import type { BotPlug } from '../../../bot/screen.ts'
import { aheadOfNewScreen, aheadScreen } from './ahead.ts'
import { cardScreen } from './card.ts'
import { cardTexts } from './card-texts.ts'
import { regroupScreen, reintervalScreen, renameScreen, retextScreen } from './change/forms.ts'
import { fitScreen } from './change/fit-screen.ts'
import { changeScreen } from './change/menu.ts'
import { groupScreen, groupsScreen } from './change/own-text.ts'
import { confirmScreen } from './confirm.ts'
import type { CampaignBotDeps } from './deps.ts'
import { latestOfNewScreen, latestScreen } from './latest/screens.ts'
import { failingNotice } from './failing.ts'
import { listScreen } from './list.ts'
import { boundsScreen } from './plan/bounds.ts'
import { timesScreen } from './plan/times.ts'
import { rewordScreen, rewordSureScreen } from './reword.ts'
import { roundScreen, roundsScreen } from './rounds.ts'
import { testScreen } from './test-send/screen.ts'
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
      timesScreen(deps),
      boundsScreen(deps),
      cardScreen(deps, live),
      roundsScreen(deps),
      roundScreen(deps, live),
      testScreen(deps, live),
      rewordScreen(deps),
      rewordSureScreen(deps),
      aheadScreen(deps),
      aheadOfNewScreen(deps),
      changeScreen(deps),
      fitScreen(deps),
      renameScreen(deps),
      retextScreen(deps),
      reintervalScreen(deps),
      regroupScreen(deps),
      groupsScreen(deps),
      groupScreen(deps),
      latestScreen(deps),
      latestOfNewScreen(),
    ],
    notices: [failingNotice(deps)],
    menu: [{ label: cardTexts.menu, screen: 'campaigns.list', audience: 'active', order: 20 }],
    services: [live],
  }
}
