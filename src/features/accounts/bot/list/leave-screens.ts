import type { Visit } from '../../../../bot/screen.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen } from '../../../../bot/screen.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { deleteAccount, logOutAccount } from '../../care.ts'
import type { LeftAnswer } from '../../care.ts'
import { ofAccount } from './card-screen.ts'
import { goneView, noSuchAccount } from './change-screens.ts'
import { changeTexts } from './change-texts.ts'
import type { ListDeps } from './deps.ts'
import { titleOf } from './list-screen.ts'

/** Ends the login; the account stays. */
export function logOutScreen(deps: ListDeps): Screen {
  return defineScreen({
    name: 'accounts.logout',
    draft: ofAccount,
    async show({ id }, visit) {
      const { language, person } = visit
      const account = await deps.store.accountOf({ id, ownerId: person.id })
      if (account === undefined) return goneView(visit)
      return {
        text: changeTexts.askLogOut[language](titleOf(account)),
        rows: [[button(changeTexts.yesLogOut[language], 'yes')], [button(common.back[language], 'back')]],
      }
    },
    actions: {
      back: ({ id }) => go('accounts.one', { id }),
      yes: ({ id }, visit) => {
        const of = { id, ownerId: visit.person.id }
        return working(id, async () => {
          const left = await logOutAccount(deps, of, actorOf(visit))
          return said(visit, left, 'loggedOut', go('accounts.one', { id }))
        })
      },
    },
  })
}

/** Takes the account away, and says before what that ends. */
export function deleteScreen(deps: ListDeps): Screen {
  return defineScreen({
    name: 'accounts.delete',
    draft: ofAccount,
    async show({ id }, visit) {
      const { language, person } = visit
      const of = { id, ownerId: person.id }
      const [account, ties] = await Promise.all([deps.store.accountOf(of), deps.store.accountTies(of)])
      if (account === undefined || ties === undefined) return goneView(visit)
      return {
        text: changeTexts.askDelete[language](titleOf(account), ties),
        rows: [[button(changeTexts.yesDelete[language], 'yes')], [button(common.back[language], 'back')]],
      }
    },
    actions: {
      back: ({ id }) => go('accounts.one', { id }),
      yes: ({ id }, visit) => {
        const of = { id, ownerId: visit.person.id }
        return working(id, async () => {
          const left = await deleteAccount(deps, of, actorOf(visit))
          return said(visit, left, 'deleted', go('accounts.list'))
        })
      },
    },
  })
}

function working(id: number, work: () => Promise<Next>): Next {
  return go('accounts.working', { id }, { work })
}

function said(visit: Visit, left: LeftAnswer, what: 'loggedOut' | 'deleted', next: ReturnType<typeof go>): Next {
  if ('problem' in left) return noSuchAccount(visit)
  const { language } = visit
  const rest = left.isEndedAtTelegram === false && changeTexts.endItThere[language]
  return { ...next, say: lines(changeTexts[what][language], rest) }
}

function actorOf({ person }: Visit): string {
  return `user ${person.id}`
}
