import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Button, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { composeTexts as texts } from './compose-texts.ts'
import { composed, contentOf, targetsOf } from './deps.ts'
import type { AccountView, CampaignBotDeps, Composed } from './deps.ts'
import { fileTexts } from './files/texts.ts'
import { rightsTexts } from './rights-texts.ts'
import { keepText } from './write.ts'

/** More accounts than this nobody chooses among in a chat. */
const accountsMax = 12
const nameMax = 20

/** Which account sends it, and to which of its groups: one button each, with how many these are. */
export function whereScreen(deps: CampaignBotDeps): Screen {
  /** Of this person's accounts: an id of somebody else's leads nowhere. */
  const take = (isAll: boolean) => async (composing: Composed, visit: Visit, id?: string) => {
    const next = { ...composing, accountId: Number(id), isAll }
    if ((await targetsOf(deps, next, visit)) === undefined) return go('campaigns.where', composing)
    const { forward } = contentOf(composing)
    // The account passes the post on itself, so it has to see it.
    const isSeen = forward === undefined || (await sees(Number(id), forward.from))
    return isSeen ? onward(next) : go('campaigns.where', composing, { say: refusal(forward.title, visit) })
  }

  const sees = async (accountId: number, peer: number) =>
    (await deps.store.accessHash({ accountId, peer })) !== undefined
  const refusal = (title: string, { language }: Visit) => fileTexts.notInChannel[language](title)

  return defineScreen({
    name: 'campaigns.where',
    takesPosts: true,
    draft: composed,
    async show({ body }, visit): Promise<View> {
      const { language } = visit
      const people = await accountsOf(deps, visit)
      if (people.length === 0) {
        return {
          text: texts.noAccount[language],
          rows: [[button(texts.connect[language], 'connect')], [button(common.cancel[language], 'cancel')]],
        }
      }
      const found = await Promise.all(people.map((account) => accountRows(deps, { account, body }, visit)))
      return {
        text: lines(texts.where[language], found.some(({ refuse }) => refuse) && rightsTexts.someRefuse[language]),
        rows: [...found.flatMap(({ rows }) => rows), [button(common.cancel[language], 'cancel')]],
      }
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

/** The person's accounts that write to groups of their own. */
export async function accountsOf({ store }: CampaignBotDeps, { person }: Visit): Promise<AccountView[]> {
  const all = await store.accounts({ ownerId: person.id, after: 0, limit: accountsMax })
  return all.filter(({ kind }) => kind === 'user')
}

/**
 * What can be taken of an account: `chosen`, `all`, `choose`, or `rests` for one that cannot send. `refuse`: some of its groups do not
 * take what is to be said, and are not counted.
 */
export async function accountRows(
  deps: CampaignBotDeps,
  { account, body }: { readonly account: AccountView; readonly body: string },
  visit: Visit,
): Promise<{ readonly rows: Button[][]; readonly refuse: boolean }> {
  const { language } = visit
  const { id } = account
  const name = shownName(account.alias ?? account.name, nameMax)
  if (account.state !== 'active' && account.state !== 'limited') {
    return { rows: [[button(texts.resting[language](name), 'rests', id)]], refuse: false }
  }
  const chosen = await targetsOf(deps, { accountId: id, isAll: false, body }, visit)
  const all = await targetsOf(deps, { accountId: id, isAll: true, body }, visit)
  const [ofChosen, ofAll] = [chosen?.targets.length ?? 0, all?.targets.length ?? 0]
  return {
    rows: [
      ofChosen > 0 ? [button(texts.chosen[language](name, ofChosen), 'chosen', id)] : [],
      ofAll > 0 ? [button(texts.all[language](name, ofAll), 'all', id)] : [],
      [button(texts.choose[language](name), 'choose', id)],
    ],
    refuse: [chosen, all].some((aim) => aim !== undefined && aim.refusing.length > 0),
  }
}

/** Whoever only changes the groups has said already how often. */
function onward(composing: Composed) {
  return go(composing.everyMs === undefined ? 'campaigns.when' : 'campaigns.confirm', composing)
}
