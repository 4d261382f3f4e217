import { z } from 'zod'
import { moment } from '../../../../bot/figures.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { addProxies, checkProxy, chooseProxy } from '../../proxies/desk.ts'
import type { ProbeResult } from '../../proxies/probe.ts'
import type { ProxyView } from '../../proxies/verbs.ts'
import { ofAccount } from './card-screen.ts'
import { goneView, noSuchAccount } from './change-screens.ts'
import type { ListDeps } from './deps.ts'
import { titleOf } from './list-screen.ts'
import { addressOf, proxyRows } from './proxy-rows.ts'
import { probeTexts, proxyProblem, proxyTexts } from './proxy-texts.ts'

const paged = z.object({ page: z.int().min(0).default(0) })
const ofProxy = z.object({ id: z.int() })

/** The owner's proxies. */
export function proxiesScreen({ store }: ListDeps): Screen {
  return defineScreen({
    name: 'accounts.proxies',
    draft: paged,
    async show({ page }, { language, person }) {
      const all = await store.proxies(person.id)
      return {
        text: all.length === 0 ? proxyTexts.none[language]() : proxyTexts.head[language](all.length),
        rows: [
          ...proxyRows(all, page),
          [button(proxyTexts.add[language], 'add')],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      one: (_, __, id) => go('accounts.proxy-one', { id: Number(id) }),
      page: (_, __, page) => go('accounts.proxies', { page: Number(page) }, { isSame: true }),
      add: () => go('accounts.proxy-add'),
      back: () => go('accounts.list'),
    },
  })
}

/** What is written here may hold a password, and is deleted before it is looked at. */
export function addProxiesScreen(deps: ListDeps): Screen {
  return defineScreen({
    name: 'accounts.proxy-add',
    draft: z.object({}),
    show: (_, { language }) => ({
      text: proxyTexts.ask[language](),
      rows: [[button(common.back[language], 'back')]],
    }),
    actions: { back: () => go('accounts.proxies') },
    async onWritten(_, { text }, visit) {
      const { language, person } = visit
      const isErased = await visit.erase()
      const { added, known, refused } = await addProxies(deps, person.id, text)
      const bad = refused.slice(0, 20).map((each) => proxyTexts.line[language](each.line, proxyProblem(each, language)))
      const said = lines(
        proxyTexts.added[language](added.length, known),
        ...bad,
        refused.length > bad.length && '…',
        !isErased && proxyTexts.notErased[language],
      )
      const isNothing = added.length + known === 0
      return go(isNothing ? 'accounts.proxy-add' : 'accounts.proxies', {}, { say: said })
    },
  })
}

/** One proxy: how it was when it was asked last. */
export function proxyScreen(deps: ListDeps): Screen {
  const { store } = deps
  const gone = ({ language }: Visit): Next => go('accounts.proxies', {}, { toast: proxyTexts.gone[language] })
  return defineScreen({
    name: 'accounts.proxy-one',
    draft: ofProxy,
    async show({ id }, visit) {
      const { language, person } = visit
      const proxy = await store.proxyOf({ id, ownerId: person.id })
      if (proxy === undefined) {
        return { text: proxyTexts.gone[language], rows: [[button(common.back[language], 'back')]] }
      }
      return {
        text: lines(bold(addressOf(proxy)), proxyTexts.users[language](proxy.accounts), checkedLine(proxy, visit)),
        rows: [
          [button(proxyTexts.check[language], 'check'), button(proxyTexts.remove[language], 'remove')],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      back: () => go('accounts.proxies'),
      check: ({ id }, visit) =>
        go(
          'accounts.proxy-one',
          { id },
          {
            work: async () => {
              const result = await checkProxy(deps, { id, ownerId: visit.person.id })
              return result === undefined ? gone(visit) : go('accounts.proxy-one', { id }, { isSame: true })
            },
          },
        ),
      async remove({ id }, visit) {
        const answer = await store.removeProxy({ id, ownerId: visit.person.id })
        if ('removed' in answer) {
          return go('accounts.proxies', {}, { toast: proxyTexts.removed[visit.language] })
        }
        if (answer.problem === 'not-found') return gone(visit)
        const by = answer.by.map(titleOf).join(', ')
        return go('accounts.proxy-one', { id }, { say: proxyTexts.used[visit.language](by) })
      },
    },
  })
}

/** Which one an account goes through. */
export function chooseProxyScreen(deps: ListDeps): Screen {
  const { store } = deps
  return defineScreen({
    name: 'accounts.proxy',
    draft: ofAccount.extend({ page: z.int().min(0).default(0) }),
    async show({ id, page }, visit) {
      const { language, person } = visit
      const account = await store.accountOf({ id, ownerId: person.id })
      if (account === undefined) return goneView(visit)
      const all = await store.proxies(person.id)
      return {
        text: proxyTexts.choose[language](titleOf(account)),
        rows: [
          ...proxyRows(all, page, account.proxyId),
          account.proxyId === null ? [] : [button(proxyTexts.direct[language], 'one', 0)],
          [button(proxyTexts.add[language], 'add')],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      back: ({ id }) => go('accounts.one', { id }),
      add: () => go('accounts.proxy-add'),
      page: ({ id }, _, page) => go('accounts.proxy', { id, page: Number(page) }, { isSame: true }),
      one: ({ id }, visit, proxy) => {
        const { person, language } = visit
        const proxyId = Number(proxy) === 0 ? null : Number(proxy)
        const work = async (): Promise<Next> => {
          const answer = await chooseProxy(deps, { accountId: id, ownerId: person.id, proxyId })
          if ('account' in answer) return go('accounts.one', { id }, { say: proxyTexts.chosen[language] })
          if (answer.problem === 'no-account') return noSuchAccount(visit)
          const why = { 'no-proxy': proxyTexts.gone, full: proxyTexts.full, bot: proxyTexts.bots }[answer.problem]
          return go('accounts.proxy', { id }, { say: why[language] })
        }
        // Its shard lets go of it first.
        return go('accounts.working', { id }, { work })
      },
    },
  })
}

function checkedLine({ checkedAtMs, checkResult }: ProxyView, { language, person }: Visit): string {
  const words =
    checkResult === null ? undefined : (probeTexts[checkResult as ProbeResult] as typeof probeTexts.works | undefined)
  if (checkedAtMs === null || words === undefined) return proxyTexts.unchecked[language]
  return `${words[language]} (${moment(language, checkedAtMs, person.timeZone)})`
}
