import type { BotPlug } from '../../../../bot/screen.ts'
import type { AnnounceDeps } from './deps.ts'
import { listScreen } from './list.ts'
import { LiveResult } from './live.ts'
import { announcedNotice, resultScreen } from './result.ts'
import { texts } from './texts.ts'
import { confirmScreen, writeScreen } from './write.ts'

/** Telling something to everybody who has opened the bot. */
export function announcePlug(deps: AnnounceDeps): BotPlug {
  const live = new LiveResult(deps)
  return {
    screens: [writeScreen(deps), confirmScreen(deps), resultScreen(deps, live), listScreen(deps)],
    menu: [{ label: texts.menu, screen: 'admin.announce', audience: 'admin', order: 80 }],
    notices: [announcedNotice(deps)],
    services: [live],
  }
}
