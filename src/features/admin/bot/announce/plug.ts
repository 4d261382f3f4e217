import { LiveScreens } from '../../../../bot/live.ts'
import type { BotPlug } from '../../../../bot/screen.ts'
import type { AnnounceDeps } from './deps.ts'
import { listScreen } from './list.ts'
import { announcedNotice, resultScreen } from './result.ts'
import { texts } from './texts.ts'
import { confirmScreen, writeScreen } from './write.ts'

/** Telling something to everybody who has opened the bot. */
export function announcePlug(deps: AnnounceDeps): BotPlug {
  const live = new LiveScreens(deps.store)
  return {
    screens: [writeScreen(deps), confirmScreen(deps), resultScreen(deps, live), listScreen(deps)],
    menu: [{ label: texts.menu, screen: 'admin.announce', audience: 'admin', order: 80 }],
    notices: [announcedNotice(deps)],
    services: [live],
  }
}
