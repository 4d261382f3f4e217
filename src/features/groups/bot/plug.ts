import type { BotPlug } from '../../../bot/screen.ts'
import { chooseScreen, chooseScreenName } from './choose.ts'
import { doneScreen } from './done.ts'
import { foldersScreen } from './folders.ts'
import { linkScreen } from './link.ts'
import type { Deps } from './place.ts'
import { texts } from './texts.ts'
import { tidyScreen } from './tidy.ts'
import { topicsScreen } from './topics.ts'

/** Choosing the groups of an account. */
export function groupsPlug(deps: Deps): BotPlug {
  return {
    screens: [
      chooseScreen(deps),
      topicsScreen(deps),
      foldersScreen(deps),
      linkScreen(deps),
      tidyScreen(deps),
      doneScreen(deps),
    ],
    menu: [{ label: texts.menu, screen: chooseScreenName, audience: 'active', order: 30 }],
  }
}
