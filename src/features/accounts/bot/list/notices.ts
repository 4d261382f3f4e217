import { z } from 'zod'
import { button, go } from '../../../../bot/screen.ts'
import type { NoticeKind } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { proxyDownNotice } from '../../proxy-watch.ts'
import type { ListDeps } from './deps.ts'
import { proxyTexts } from './proxy-texts.ts'

const about = z.object({ accountId: z.int(), name: z.string() })

/** An account waits for its proxy. */
export function proxyNotice({ store }: ListDeps): NoticeKind {
  return {
    name: proxyDownNotice,
    audience: 'active',
    async show(detail, { language, person }) {
      const { accountId, name } = about.parse(detail)
      const account = await store.accountOf({ id: accountId, ownerId: person.id })
      // It is back, or the owner has chosen another one meanwhile.
      if (account === undefined || account.proxyDownAtMs === null) return undefined
      return {
        text: proxyTexts.down[language](shownName(name)),
        rows: [[button(proxyTexts.look[language], 'look')]],
      }
    },
    actions: { look: (detail) => go('accounts.one', { id: about.parse(detail).accountId }) },
  }
}
