import { z } from 'zod'
import type { PeopleVerbs } from '../../../../access/verbs.ts'
import { go } from '../../../../bot/screen.ts'
import type { BotPlug, NoticeKind } from '../../../../bot/screen.ts'
import type { BotVerbs } from '../../../../bot/verbs.ts'
import type { BotDeps } from '../../../feature.ts'
import { LoginDesk } from '../../logins-desk.ts'
import type { LoginVerbs } from '../../logins-verbs.ts'
import type { ProxyVerbs } from '../../proxies/verbs.ts'
import type { AccountVerbs } from '../../verbs.ts'
import { codeScreen } from './code.ts'
import { openPaths } from './paths.ts'
import { phoneScreen } from './phone.ts'
import { forgotScreen, passwordScreen, troubleScreen } from './screens.ts'
import { texts } from './texts.ts'

type Deps = BotDeps<PeopleVerbs & BotVerbs & AccountVerbs & LoginVerbs & ProxyVerbs>

/** Connecting an account: phone, code, password. */
export function loginPlug(deps: Deps): BotPlug {
  const desk = new LoginDesk(deps)
  const paths = openPaths({
    desk,
    store: deps.store,
    clock: deps.clock,
    tellAdmins: (error) => tellAdmins(deps, error),
  })
  return {
    screens: [phoneScreen(paths), codeScreen(paths), passwordScreen(paths), forgotScreen(paths), troubleScreen(paths)],
    commands: [{ name: 'login', audience: 'active', about: texts.about, run: () => go('login.phone') }],
    menu: [{ label: texts.connect, screen: 'login.phone', audience: 'active', order: 20 }],
    notices: [applicationNotice],
    services: [desk],
  }
}

const dayMs = 24 * 3_600_000

/** Once a day: everybody who tries to sign in would tell them again. */
async function tellAdmins({ store, clock, hint }: Deps, error: string): Promise<void> {
  const nowMs = clock.nowMs()
  for (const admin of await store.admins()) {
    await store.notify({
      userId: admin.id,
      kind: 'login.application-refused',
      key: `application refused, day ${Math.floor(nowMs / dayMs)}`,
      detail: JSON.stringify({ error }),
      nowMs,
    })
  }
  hint()
}

const applicationNotice: NoticeKind = {
  name: 'login.application-refused',
  audience: 'admin',
  show(detail, { language }) {
    const { error } = z.object({ error: z.string() }).parse(detail)
    return { text: texts.applicationNotice[language](error) }
  },
}
