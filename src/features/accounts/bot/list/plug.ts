import type { BotPlug } from '../../../../bot/screen.ts'
import { cardScreen } from './card-screen.ts'
import { aliasScreen, capScreen, workingScreen } from './change-screens.ts'
import type { ListDeps } from './deps.ts'
import { deleteScreen, logOutScreen } from './leave-screens.ts'
import { listScreen } from './list-screen.ts'
import { proxyNotice } from './notices.ts'
import { addProxiesScreen, chooseProxyScreen, proxiesScreen, proxyScreen } from './proxy-screens.ts'
import { texts } from './texts.ts'

/** What owners see of their accounts in the bot. */
export function accountsPlug(deps: ListDeps): BotPlug {
  return {
    screens: [
      listScreen(deps),
      cardScreen(deps),
      aliasScreen(deps),
      capScreen(deps),
      logOutScreen(deps),
      deleteScreen(deps),
      workingScreen(),
      proxiesScreen(deps),
      proxyScreen(deps),
      addProxiesScreen(deps),
      chooseProxyScreen(deps),
    ],
    notices: [proxyNotice(deps)],
    menu: [{ label: texts.menu, screen: 'accounts.list', audience: 'active', order: 10 }],
  }
}
