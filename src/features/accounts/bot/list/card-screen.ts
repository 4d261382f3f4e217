import { z } from 'zod'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Button, Next, Screen, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { AccountCard } from '../../care-verbs.ts'
import type { AccountAnswer } from '../../verbs.ts'
import { checkAccount } from '../../check/ask.ts'
import { cardText } from './card-text.ts'
import { cardTexts } from './card-texts.ts'
import type { ListDeps } from './deps.ts'
import { texts } from './texts.ts'
import { dayStartMs } from './today.ts'

export const ofAccount = z.object({ id: z.int() })
type OfAccount = z.infer<typeof ofAccount>

/** One account: how it is, and everything that its owner can do with it. */
export function cardScreen(deps: ListDeps): Screen {
  const { store, shards, settings } = deps
  return defineScreen({
    name: 'accounts.one',
    draft: ofAccount,
    async show({ id }, visit) {
      const { person, language, nowMs } = visit
      const sinceMs = dayStartMs(nowMs, person.timeZone)
      const card = await store.accountCard({ id, ownerId: person.id, nowMs, sinceMs })
      if (card === undefined) return { text: texts.gone[language], rows: [[button(common.back[language], 'list')]] }
      return { text: cardText(card, visit, settings), rows: rowsOf(card, visit) }
    },
    actions: {
      async pause(draft, visit) {
        const answer = await store.pauseAccount({ id: draft.id, ownerId: visit.person.id })
        return after(draft, visit, answer, () => cardTexts.isPaused[visit.language])
      },
      async resume(draft, visit) {
        const { person, language, nowMs } = visit
        const answer = await store.resumeAccount({ id: draft.id, ownerId: person.id, nowMs })
        if ('account' in answer) shards.hint([answer.account])
        return after(
          draft,
          visit,
          answer,
          ({ state }) => cardTexts[state === 'active' ? 'isResumed' : 'isStillLimited'][language],
        )
      },
      check: (draft, visit) => {
        const of = { id: draft.id, ownerId: visit.person.id }
        const work = async () => {
          const card = await checkAccount(deps, of)
          if (card === undefined) return go('accounts.list', {}, { say: texts.gone[visit.language] })
          return go('accounts.one', draft, { isSame: true })
        }
        return go('accounts.one', draft, { toast: cardTexts.checking[visit.language], work })
      },
      refresh: (draft) => go('accounts.one', draft, { isSame: true }),
      groups: ({ id }) => go('groups.choose', { accountId: id }),
      login: async ({ id }, { person }) => {
        const account = await store.accountOf({ id, ownerId: person.id })
        return go('login.phone', account?.proxyId == null ? {} : { proxy: account.proxyId })
      },
      to: ({ id }, _, screen) => go(`accounts.${screen}`, { id }),
      list: () => go('accounts.list'),
    },
  })
}

function after(
  draft: OfAccount,
  { language }: Visit,
  answer: AccountAnswer,
  words: (account: Extract<AccountAnswer, { account: unknown }>['account']) => string,
): Next {
  if ('account' in answer) return go('accounts.one', draft, { toast: words(answer.account) })
  if (answer.problem.type === 'not-found') return go('accounts.list', {}, { toast: texts.gone[language] })
  return go('accounts.one', draft, { toast: cardTexts.cannotNow[language] })
}

function rowsOf(card: AccountCard, { language }: Visit): Button[][] {
  const { kind, state, untilMs, reason } = card
  const isPausable = state === 'active' || state === 'limited'
  const isResumable = state === 'paused' || (state === 'limited' && untilMs === null)
  const isPerson = kind !== 'bot'
  const hasLogin = state !== 'stopped' && reason !== 'logged out'
  const to = (screen: string, label: string) => button(label, 'to', screen)
  return [
    [
      ...(isResumable ? [button(cardTexts.resume[language], 'resume')] : []),
      ...(isPausable ? [button(cardTexts.pause[language], 'pause')] : []),
      ...(state === 'active' ? [button(cardTexts.check[language], 'check')] : []),
      button(cardTexts.refresh[language], 'refresh'),
    ],
    isPerson ? [button(cardTexts.groups[language], 'groups'), button(cardTexts.signIn[language], 'login')] : [],
    [
      to('alias', cardTexts.alias[language]),
      to('cap', cardTexts.cap[language]),
      ...(isPerson ? [to('proxy', cardTexts.chooseProxy[language])] : []),
    ],
    [
      ...(isPerson && hasLogin ? [to('logout', cardTexts.logOut[language])] : []),
      to('delete', cardTexts.remove[language]),
    ],
    [button(common.back[language], 'list')],
  ]
}
