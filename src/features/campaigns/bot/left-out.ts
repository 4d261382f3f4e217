import { lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import type { LongCaption } from '../rights/captions.ts'
import type { RefusingGroup } from '../rights/verbs.ts'
import { kindsIn, rightsTexts as texts } from './rights-texts.ts'

const groupsNamed = 3

/** Which groups are left out because they do not take what is said, and what can be done; false where none are. */
export function leftOutLines(refusing: readonly RefusingGroup[], { language }: Visit): Rich | false {
  if (refusing.length === 0) return false
  const kinds = [...new Set(refusing.flatMap((group) => group.kinds))]
  return lines(
    texts.leftOut[language](refusing.length, kindsIn(language, kinds), someNames(refusing)),
    texts.wayOut[language],
  )
}

/** By how much a text below files is too long for an account, and what can be done. */
export function longCaptionIn({ accountName, length, max }: LongCaption, { language }: Visit): Rich {
  return texts.long[language](shownName(accountName), length - max, max)
}

/** A few of them by name. */
export function someNames(groups: readonly { readonly title: string; readonly peer: number }[]): string {
  const some = groups.slice(0, groupsNamed).map(({ title, peer }) => (title === '' ? String(peer) : shownName(title)))
  return `${some.join(', ')}${groups.length > groupsNamed ? ', …' : ''}`
}
