import { z } from 'zod'
import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Screen, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { listed, unfit } from '../list.ts'
import { goneView } from './choose-view.ts'
import { listPlace, ofAccount, startOfList } from './place.ts'
import type { Deps } from './place.ts'
import { texts } from './texts.ts'
import { reasonIn, tidyTexts } from './trouble-texts.ts'

const draftSchema = z.object({ accountId: z.int(), list: listPlace.default(startOfList) })

const namedMax = 20

/** Suggests to take out of the choice what does not take messages. */
export function tidyScreen({ store, clock }: Deps): Screen {
  const unfitOf = async (accountId: number, visit: Visit) => {
    const known = await store.knownGroups(ofAccount(accountId, visit))
    return known && unfit(listed(known.groups))
  }
  return defineScreen({
    name: 'groups.tidy',
    draft: draftSchema,
    async show({ accountId }, visit) {
      const { language } = visit
      const those = await unfitOf(accountId, visit)
      if (those === undefined) return goneView(visit)
      const back = [button(common.back[language], 'back'), button(common.home[language], 'home')]
      if (those.length === 0) return { text: tidyTexts.nothing[language], rows: [back] }
      const more = those.length - namedMax
      return {
        text: lines(
          tidyTexts.head[language],
          ...those
            .slice(0, namedMax)
            .map(({ title, mayPost, whyNot, refusedWith }) =>
              lines(`• ${shownName(title)}: ${reasonIn(language, (mayPost ? refusedWith : whyNot) ?? '')}`),
            ),
          more > 0 && tidyTexts.more[language](more),
        ),
        rows: [[button(tidyTexts.remove[language](those.length), 'remove')], back],
      }
    },
    actions: {
      home: () => goHome(),
      back: ({ accountId, list }) => go('groups.choose', { accountId, list }),
      remove: async ({ accountId, list }, visit) => {
        const those = (await unfitOf(accountId, visit)) ?? []
        const remove = those.map(({ peer }) => ({ peer, topic: null }))
        await store.chooseGroups({ ...ofAccount(accountId, visit), add: [], remove, nowMs: clock.nowMs() })
        return go('groups.choose', { accountId, list }, { toast: texts.removed[visit.language](remove.length) })
      },
    },
  })
}
