import { z } from 'zod'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Screen } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { goneView } from './choose-view.ts'
import { listPlace, ofAccount, startOfList } from './place.ts'
import type { Deps } from './place.ts'
import { choiceIn, texts } from './texts.ts'

const draftSchema = z.object({ accountId: z.int(), list: listPlace.default(startOfList) })

/** What was chosen, as it stands in the store. */
export function doneScreen({ store }: Deps): Screen {
  return defineScreen({
    name: 'groups.done',
    draft: draftSchema,
    async show({ accountId }, visit) {
      const { language } = visit
      const account = await store.accountOf({ id: accountId, ownerId: visit.person.id })
      const known = await store.knownGroups(ofAccount(accountId, visit))
      if (account === undefined || known === undefined) return goneView(visit)
      const name = shownName(account.name)
      const { figures } = known
      return {
        text:
          figures.groups === 0
            ? texts.doneEmpty[language](name)
            : texts.doneHead[language](name, choiceIn(language, figures)),
        rows: [
          figures.groups === 0 ? [] : [button(texts.goOn[language], 'compose')],
          [button(texts.change[language], 'change')],
          [button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      home: () => goHome(),
      // By its name: groups know nothing of what is sent to them.
      compose: () => go('campaigns.new'),
      change: ({ accountId, list }) => go('groups.choose', { accountId, list }),
    },
  })
}
