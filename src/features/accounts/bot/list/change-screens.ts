import { z } from 'zod'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { botCapPerMinute } from '../../../../delivery/bot-pace.ts'
import { aliasIn } from '../../alias.ts'
import { capAccount } from '../../care.ts'
import type { Account } from '../../verbs.ts'
import { ofAccount } from './card-screen.ts'
import { changeTexts } from './change-texts.ts'
import type { ListDeps } from './deps.ts'
import { titleOf } from './list-screen.ts'
import { texts } from './texts.ts'

type Draft = z.infer<typeof ofAccount>

const toCard = ({ id }: Draft) => go('accounts.one', { id })
export const noSuchAccount = ({ language }: Visit): Next => go('accounts.list', {}, { toast: texts.gone[language] })
export const goneView = ({ language }: Visit) => ({
  text: texts.gone[language],
  rows: [[button(common.back[language], 'back')]],
})

/** What the owner calls the account. */
export function aliasScreen({ store }: ListDeps): Screen {
  const save = async ({ id }: Draft, visit: Visit, alias: string | null, how: 'say' | 'toast') => {
    const answer = await store.aliasAccount({ id, ownerId: visit.person.id, alias })
    if ('problem' in answer) return noSuchAccount(visit)
    const words = changeTexts[alias === null ? 'aliasDropped' : 'aliasSaved'][visit.language]
    return go('accounts.one', { id }, { [how]: words })
  }
  return defineScreen({
    name: 'accounts.alias',
    draft: ofAccount,
    async show({ id }, visit) {
      const { language, person } = visit
      const account = await store.accountOf({ id, ownerId: person.id })
      if (account === undefined) return goneView(visit)
      return {
        text: changeTexts.askAlias[language](titleOf(account)),
        rows: [
          account.alias === null ? [] : [button(changeTexts.dropAlias[language], 'drop')],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: { back: toCard, drop: (draft, visit) => save(draft, visit, null, 'toast') },
    onWritten(draft, { text }, visit) {
      const given = aliasIn(text)
      if ('alias' in given) return save(draft, visit, given.alias, 'say')
      const why = { length: changeTexts.badAlias, unseen: changeTexts.unseenAlias }[given.problem]
      return go('accounts.alias', draft, { say: why[visit.language] })
    },
  })
}

const offered = [1, 2, 3, 4, 6, 10, 20, 30]
/** How many messages a minute at most: up to the installation's limit, which binds every account. */
export function capScreen(deps: ListDeps): Screen {
  const { store, settings } = deps
  const mostFor = ({ kind }: Account) => (kind === 'bot' ? botCapPerMinute : settings.capPerMinute)
  const save = async (draft: Draft, visit: Visit, wanted: string) => {
    const { person, language } = visit
    const of = { id: draft.id, ownerId: person.id }
    const account = await store.accountOf(of)
    if (account === undefined) return noSuchAccount(visit)
    const [cap, most] = [Number(wanted), mostFor(account)]
    if (!/^\d{1,4}$/.test(wanted) || cap < 1 || cap > most) {
      return go('accounts.cap', draft, { say: changeTexts.badCap[language](most) })
    }
    const saved = go('accounts.one', draft, { say: changeTexts.capSaved[language](cap) })
    // Its shard lets go of it first, which may take as long as a call of its.
    return go('accounts.working', draft, {
      work: async () =>
        'account' in (await capAccount(deps, { ...of, capPerMinute: cap })) ? saved : noSuchAccount(visit),
    })
  }
  return defineScreen({
    name: 'accounts.cap',
    draft: ofAccount,
    async show({ id }, visit) {
      const { language, person } = visit
      const account = await store.accountOf({ id, ownerId: person.id })
      if (account === undefined) return goneView(visit)
      const most = mostFor(account)
      const fitting = offered.filter((cap) => cap <= most)
      return {
        text: changeTexts.askCap[language](titleOf(account), account.capPerMinute, most),
        rows: [
          fitting.slice(0, 4).map((cap) => button(String(cap), 'cap', cap)),
          fitting.slice(4).map((cap) => button(String(cap), 'cap', cap)),
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: { back: toCard, cap: (draft, visit, cap = '') => save(draft, visit, cap) },
    onWritten: (draft, { text }, visit) => save(draft, visit, text.trim()),
  })
}

/** While something goes on that takes seconds; after a restart its button leads back. */
export function workingScreen(): Screen {
  return defineScreen({
    name: 'accounts.working',
    draft: z.object({ id: z.int() }),
    show: (_, { language }) => ({
      text: lines(changeTexts.working[language]),
      rows: [[button(common.back[language], 'back')]],
    }),
    actions: { back: toCard },
  })
}
