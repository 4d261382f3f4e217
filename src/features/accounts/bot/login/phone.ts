import { z } from 'zod'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome, toast } from '../../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { phoneIn } from '../../phone.ts'
import { accountsPerProxy } from '../../proxies/verbs.ts'
import type { ProxyView } from '../../proxies/verbs.ts'
import { addressOf, proxyRows } from '../list/proxy-rows.ts'
import { proxyTexts } from '../list/proxy-texts.ts'
import type { LoginPaths } from './paths.ts'
import { texts } from './texts.ts'

const draft = z.object({
  /** Which proxy it goes through, from the first connection on; 0: directly. Left out: asked first of whoever has any. */
  proxy: z.int().optional(),
  page: z.int().min(0).default(0),
})
type Draft = z.infer<typeof draft>

/** Whose account: a number that is written, or one's own that is shared. Before that, whoever has proxies chooses one. */
export function phoneScreen({ desk, work, proxiesOf }: LoginPaths): Screen {
  const toChoose = ({ proxy }: Draft, { person }: Visit) => (proxy === undefined ? proxiesOf(person.id) : [])
  return defineScreen({
    name: 'login.phone',
    draft,
    async show(given, visit): Promise<View> {
      const { language, person } = visit
      const proxies = await toChoose(given, visit)
      if (proxies.length > 0) return chooseView(proxies, given.page, visit)
      const chosen = (await proxiesOf(person.id)).find(({ id }) => id === given.proxy)
      return {
        text: lines(texts.askPhone[language], chosen !== undefined && texts.through[language](addressOf(chosen))),
        contact: { share: texts.sharePhone[language], back: common.back[language] },
      }
    },
    actions: {
      async one(_, { person, language }, id): Promise<Next> {
        if (Number(id) === 0) return go('login.phone', { proxy: 0 })
        const proxy = (await proxiesOf(person.id)).find((each) => each.id === Number(id))
        if (proxy === undefined) return toast(proxyTexts.gone[language])
        if (proxy.accounts >= accountsPerProxy) return toast(proxyTexts.full[language])
        return go('login.phone', { proxy: proxy.id })
      },
      page: (_, __, page) => go('login.phone', { page: Number(page) }, { isSame: true }),
      home: () => goHome(),
    },
    async onWritten(given, { text, phone: shared }, visit) {
      const { person, language } = visit
      if (shared === null && text.trim() === common.back[language]) return goHome()
      if ((await toChoose(given, visit)).length > 0) {
        return go('login.phone', given, { say: texts.proxyFirst[language] })
      }
      const phone = phoneIn(shared === null ? text : `+${shared.replaceAll(/\D/g, '')}`)
      if (phone === undefined) return go('login.phone', given, { say: texts.notAPhone[language] })
      const { proxy: wanted = 0 } = given
      const proxy = wanted === 0 ? undefined : await desk.proxyOf(person.id, wanted)
      if (wanted !== 0 && proxy === undefined) return go('login.phone', {}, { say: proxyTexts.gone[language] })
      const login = await desk.begin(person.id, phone, proxy)
      return go('login.code', { login }, { work: work(visit, () => desk.askForCode(person.id, login)) })
    },
  })
}

function chooseView(proxies: readonly ProxyView[], page: number, { language }: Visit): View {
  return {
    text: texts.askProxy[language],
    rows: [
      ...proxyRows(proxies, page),
      [button(proxyTexts.direct[language], 'one', 0)],
      [button(common.home[language], 'home')],
    ],
  }
}
