import { z } from 'zod'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../../bot/screen.ts'
import type { Button, Screen, View, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { AccountList, ListedAccount } from '../../care-verbs.ts'
import type { ListDeps } from './deps.ts'
import { lightOf } from './light.ts'
import { texts } from './texts.ts'

const pageSize = 8

/** The owner's accounts, each with its light; those that do not simply work say why. */
export function listScreen({ store }: ListDeps): Screen {
  return defineScreen({
    name: 'accounts.list',
    draft: z.object({ page: z.int().min(0).default(0) }),
    async show({ page }, visit) {
      const ownerId = visit.person.id
      const read = (offset: number) => store.accountList({ ownerId, offset, limit: pageSize })
      const list = await read(page * pageSize)
      if (list.total === 0) return empty(visit)
      if (list.accounts.length > 0) return listed(visit, list, page)
      // Accounts were deleted since: the last page there is.
      const last = pagesOf(list) - 1
      return listed(visit, await read(last * pageSize), last)
    },
    actions: {
      one: (_, __, id) => go('accounts.one', { id: Number(id) }),
      page: (_, __, page) => go('accounts.list', { page: Number(page) }, { isSame: true }),
      add: () => go('login.phone'),
      proxies: () => go('accounts.proxies'),
      home: () => goHome(),
    },
  })
}

function empty({ language }: Visit): View {
  return {
    text: texts.none[language](),
    rows: [
      [button(texts.add[language], 'add')],
      [button(texts.proxies[language], 'proxies'), button(common.home[language], 'home')],
    ],
  }
}

function listed(visit: Visit, list: AccountList, page: number): View {
  const { language } = visit
  const [pages, lit] = [pagesOf(list), list.accounts.map((account) => ({ account, light: lightOf(account, visit) }))]
  const notes = lit
    .filter(({ light }) => light.mark !== '🟢')
    .map(
      ({ account, light }) =>
        rich`${light.mark} ${bold(titleOf(account))}: ${[light.why, light.next].join(' ').trim()}`,
    )
  return {
    text: lines(
      texts.head[language](list.total),
      pages > 1 && texts.page[language](page + 1, pages),
      notes.length > 0 && '',
      ...notes,
    ),
    rows: [
      ...lit.map(({ account, light }) => [button(`${light.mark} ${titleOf(account)}`, 'one', account.id)]),
      turners(page, pages),
      [button(texts.add[language], 'add'), button(texts.proxies[language], 'proxies')],
      [button(common.home[language], 'home')],
    ],
  }
}

/** What the owner calls it, or its name at Telegram. */
export function titleOf({ alias, name }: Pick<ListedAccount, 'alias' | 'name'>): string {
  return shownName(alias ?? name, 32)
}

function turners(page: number, pages: number): Button[] {
  const before = page > 0 ? [button('⬅️', 'page', page - 1)] : []
  return page < pages - 1 ? [...before, button('➡️', 'page', page + 1)] : before
}

function pagesOf({ total }: AccountList): number {
  return Math.ceil(total / pageSize)
}
