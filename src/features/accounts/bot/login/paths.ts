import { z } from 'zod'
import type { Clock } from '../../../../base/clock.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { go } from '../../../../bot/screen.ts'
import type { Next, Show, ShowExtras, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import type { StorePort } from '../../../../store/store.ts'
import type { LoginRefused } from '../../../../telegram/login-contract.ts'
import type { LoginDesk } from '../../logins-desk.ts'
import { loginNotes } from '../../logins-news.ts'
import type { Login, LoginNews } from '../../logins-news.ts'
import type { ProxyVerbs, ProxyView } from '../../proxies/verbs.ts'
import { texts } from './texts.ts'
import type { Trouble } from './troubles.ts'

/** Which login, and what to say about it. Nothing of it is secret. */
export const noteDraft = z.object({ login: z.int(), note: z.enum(loginNotes).exactOptional() })
export type NoteDraft = z.infer<typeof noteDraft>

export const loginDraft = z.object({ login: z.int() })

/** How the screens of a login lead to one another. */
export interface LoginPaths {
  readonly desk: LoginDesk
  /** This person's, to choose from before a login. */
  proxiesOf(userId: number): Promise<readonly ProxyView[]>
  /** For `Show.work`: asks, and goes where the answer leads. */
  work(visit: Visit, ask: () => Promise<LoginNews>): () => Promise<Next>
  /** Asks for what the login waits for, over the screen that says so. */
  isWorkingOn(visit: Visit, login: Login): Show
}

export interface LoginPathsDeps {
  readonly desk: LoginDesk
  readonly store: Pick<StorePort<ProxyVerbs>, 'proxies'>
  readonly clock: Clock
  /** Telegram refuses the application: nobody can sign in. */
  tellAdmins(error: string): Promise<void>
}

export function openPaths({ desk, store, clock, tellAdmins }: LoginPathsDeps): LoginPaths {
  const work: LoginPaths['work'] = (visit, ask) => async () => {
    const news = await ask()
    if (news.type === 'refused' && troubleOf(news.refused) === 'application') await tellAdmins(news.refused.error)
    return after(news, visit)
  }
  /** The screen on which the login stands, after what Telegram said. */
  const after = async (news: LoginNews, visit: Visit): Promise<Next> => {
    switch (news.type) {
      case 'kept':
        return afterKept(news, visit)
      case 'taken':
        return go('login.trouble', { login: 0, trouble: 'taken', untilMs: 0 })
      case 'over':
        return saidOver(visit)
      default:
    }
    const login = await desk.current(visit.person.id)
    if (news.type === 'refused') {
      const { waitSeconds } = news.refused
      const untilMs = waitSeconds === null ? 0 : clock.nowMs() + waitSeconds * 1000
      return go('login.trouble', { login: login?.id ?? 0, trouble: troubleOf(news.refused), untilMs })
    }
    if (login === undefined) return saidOver(visit)
    return here(login, { login: login.id, ...(news.note === undefined ? {} : { note: news.note }) })
  }
  return {
    desk,
    proxiesOf: (userId) => store.proxies(userId),
    work,
    isWorkingOn: (visit, login) =>
      here(login, { login: login.id }, { work: work(visit, () => desk.goOn(visit.person.id, login.id)) }),
  }
}

/** The screen for where a login stands. */
export function here({ step }: Login, draft: NoteDraft, extras: ShowExtras = {}): Show {
  return go(step === 'password' || step === 'proving' ? 'login.password' : 'login.code', draft, extras)
}

export function saidOver({ language }: Visit): Show {
  return go('login.phone', {}, { say: texts.over[language] })
}

/** Straight on to its groups, which are read as soon as they are shown. */
function afterKept({ kept }: LoginNews & { readonly type: 'kept' }, { language }: Visit): Show {
  const { account, isNew, isOldLoginEnded } = kept
  const name = shownName(account.name)
  const say = lines(
    texts.done[language](name, isNew),
    isOldLoginEnded === false && '',
    isOldLoginEnded === false && texts.oldLoginStays[language],
  )
  // Nothing can be read before it goes through another proxy: its card says so.
  if (account.state === 'paused')
    return go('accounts.one', { id: account.id }, { say: texts.doneOnly[language](name, isNew) })
  return go('groups.choose', { accountId: account.id }, { say })
}

function troubleOf({ reason }: LoginRefused): Trouble {
  switch (reason) {
    case 'application-refused':
    case 'application-outdated':
      return 'application'
    case 'code-invalid':
    case 'code-expired':
    case 'password-invalid':
      return 'begin-again'
    default:
      return reason
  }
}
