import { z } from 'zod'
import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Next, Screen, Show, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { linkFound, parseFound, sealedChat } from '../found.ts'
import { parseLink } from '../link.ts'
import type { GivenLink } from '../link.ts'
import { wantedLink } from '../read.ts'
import type { ReadEnd } from '../read.ts'
import { sealChat } from '../sealed-chat.ts'
import type { SealedChat } from '../sealed-chat.ts'
import type { KnownGroup } from '../verbs.ts'
import { goneView } from './choose-view.ts'
import { follow } from './follow.ts'
import { listPlace, ofAccount, startOfList } from './place.ts'
import type { Deps } from './place.ts'
import { linkTexts, reasonIn } from './trouble-texts.ts'
import { troubleIn, troubleOf } from './trouble.ts'

const draftSchema = z.object({
  accountId: z.int(),
  list: listPlace.default(startOfList),
  /** Being looked at. */
  wanted: sealedChat.optional(),
  /** What came of the last one. */
  answer: z.string().optional(),
})

type Draft = z.output<typeof draftSchema>

/** Adds a group by its link or name. The bot joins nothing: only groups that the account is in can be chosen. */
export function linkScreen(deps: Deps): Screen {
  const { store, clock } = deps

  const here = ({ accountId, list }: Draft, answer?: string): Show => go('groups.link', { accountId, list, answer })

  const known = async ({ accountId }: Draft, visit: Visit) =>
    (await store.knownGroups(ofAccount(accountId, visit)))?.groups ?? []

  const choose = async (draft: Draft, visit: Visit, { peer, title, ...group }: KnownGroup): Promise<Show> => {
    const { language } = visit
    const name = shownName(title)
    if (!group.mayPost) return here(draft, linkTexts.cannot[language](name, reasonIn(language, group.whyNot ?? '')))
    const { accountId, list } = draft
    if (group.isForum) return go('groups.topics', { accountId, peer, list })
    const target = { peer, topic: 0 }
    await store.chooseGroups({ ...ofAccount(accountId, visit), add: [target], remove: [], nowMs: clock.nowMs() })
    return go('groups.choose', { accountId, list }, { say: linkTexts.added[language](name) })
  }

  const answered = async (draft: Draft, visit: Visit, end: ReadEnd): Promise<Show> => {
    const { language } = visit
    if (end.type !== 'read') return here(draft, troubleIn(visit, troubleOf(end)))
    const found = parseFound(linkFound, end.found.result)
    switch (found?.type) {
      case 'chat': {
        if (found.whyNot === 'not-a-member') return here(draft, linkTexts.outside[language](shownName(found.title)))
        const group = (await known(draft, visit)).find(({ peer }) => peer === found.peer)
        if (group !== undefined) return choose(draft, visit, group)
        const why = reasonIn(language, found.whyNot ?? '')
        return here(draft, linkTexts.cannot[language](shownName(found.title), why))
      }
      case 'outside':
        return here(draft, linkTexts.outside[language](shownName(found.title)))
      case 'person':
        return here(draft, linkTexts.person[language])
      case 'absent':
      case undefined:
        return here(draft, linkTexts.absent[language])
      default:
        return found satisfies never
    }
  }

  const look = (draft: Draft, visit: Visit, wanted: SealedChat): Next => {
    const read = wantedLink(ofAccount(draft.accountId, visit), wanted)
    return go(
      'groups.link',
      { ...draft, wanted, answer: undefined },
      { work: follow(deps, read, { ended: (end) => answered(draft, visit, end) }) },
    )
  }

  return defineScreen({
    name: 'groups.link',
    draft: draftSchema,
    async show({ accountId, wanted, answer }, visit) {
      const { language } = visit
      const account = await store.accountOf({ id: accountId, ownerId: visit.person.id })
      if (account === undefined) return goneView(visit)
      const back = [button(common.back[language], 'back'), button(common.home[language], 'home')]
      if (wanted === undefined) {
        return { text: lines(answer, answer !== undefined && '', linkTexts.ask[language]), rows: [back] }
      }
      const link = wanted.type === 'name' ? `@${wanted.username}` : 't.me/+…'
      return { text: linkTexts.looking[language](link), rows: [[button(linkTexts.again[language], 'again')], back] }
    },
    actions: {
      home: () => goHome(),
      back: ({ accountId, list }) => go('groups.choose', { accountId, list }),
      again: (draft, visit) => (draft.wanted === undefined ? here(draft) : look(draft, visit, draft.wanted)),
    },
    async onWritten(draft, { text }, visit) {
      const { language } = visit
      const link = parseLink(text)
      if (link === undefined) return here(draft, linkTexts.notALink[language])
      // What is known already costs no call: Telegram counts these more than any other.
      const group = (await known(draft, visit)).find((each) => isNamed(each, link))
      if (group !== undefined) return choose(draft, visit, group)
      if (link.type === 'peer') return here(draft, linkTexts.outsideUnknown[language])
      return look(draft, visit, sealChat(deps.keyring, draft.accountId, link.wanted))
    },
  })
}

function isNamed({ peer, username }: KnownGroup, link: GivenLink): boolean {
  if (link.type === 'peer') return link.peer === peer
  return link.wanted.type === 'name' && username?.toLowerCase() === link.wanted.username
}
