import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Button, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { composeTexts as texts } from './compose-texts.ts'
import { composed, targetsOf } from './deps.ts'
import type { AccountView, CampaignBotDeps, Composed } from './deps.ts'
import { keepText } from './write.ts'

/** More accounts than this nobody chooses among in a chat. */
const accountsMax = 12
const nameMax = 20

/** Which account sends it, and to which of its groups: one button each, with how many these are. */
export function whereScreen(deps: CampaignBotDeps): Screen {
  const { store } = deps

  const buttonsOf = async (composing: Composed, account: AccountView, visit: Visit): Promise<Button[][]> => {
    const { language } = visit
    const { id } = account
    const name = shownName(account.alias ?? account.name, nameMax)
    if (account.state !== 'active' && account.state !== 'limited') {
      return [[button(texts.resting[language](name), 'rests', id)]]
    }
    const count = async (isAll: boolean) =>
      (await targetsOf(deps, { ...composing, accountId: id, isAll }, visit))?.targets.length ?? 0
    const [chosen, all] = [await count(false), await count(true)]
    return [
      chosen > 0 ? [button(texts.chosen[language](name, chosen), 'chosen', id)] : [],
      all > 0 ? [button(texts.all[language](name, all), 'all', id)] : [],
      [button(texts.choose[language](name), 'choose', id)],
    ]
  }
  /** Of this person's accounts: an id of somebody else's leads nowhere. */
  const take = (isAll: boolean) => async (composing: Composed, visit: Visit, id?: string) => {
    const next = { ...composing, accountId: Number(id), isAll }
    return (await targetsOf(deps, next, visit)) === undefined ? go('campaigns.where', composing) : onward(next)
  }

  return defineScreen({
    name: 'campaigns.where',
    draft: composed,
    async show(composing, visit): Promise<View> {
      const { language } = visit
      const all = await store.accounts({ ownerId: visit.person.id, after: 0, limit: accountsMax })
      const people = all.filter(({ kind }) => kind === 'user')
      if (people.length === 0) {
        return {
          text: texts.noAccount[language],
          rows: [[button(texts.connect[language], 'connect')], [button(common.cancel[language], 'cancel')]],
        }
      }
      const rows = await Promise.all(people.map((account) => buttonsOf(composing, account, visit)))
      return { text: texts.where[language], rows: [...rows.flat(), [button(common.cancel[language], 'cancel')]] }
    },
    actions: {
      chosen: take(false),
      all: take(true),
      choose: (composing, _, id) => {
        const back = { screen: 'campaigns.where', draft: composing }
        return go('groups.choose', { accountId: Number(id), list: { back } })
      },
      rests: (_, __, id) => go('accounts.one', { id: Number(id) }),
      connect: () => go('login.phone'),
      cancel: () => go('campaigns.list'),
    },
    onWritten: (_, written, visit) => keepText(deps, written, visit),
  })
}

/** Whoever only changes the groups has said already how often. */
function onward(composing: Composed) {
  return go(composing.everyMs === undefined ? 'campaigns.when' : 'campaigns.confirm', composing)
}
